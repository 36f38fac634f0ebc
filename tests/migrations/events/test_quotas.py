"""Places of ticket types become rows of their own, and come back, with all that refers to them."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_migrate import check, downgrade, upgrade

from ortenaudigital.bookings.queries import bookings_per_day
from ortenaudigital.events.models import Quota
from ortenaudigital.events.queries import get_event
from ortenaudigital.factory import create_app
from ortenaudigital.kernel.db import db, transaction
from tests.conftest import DATABASES, Databases, make_config
from tests.factories import make_booking, make_event

BEFORE = "devices_in_history"
OF_TYPES = "SELECT slug, quota, taken FROM ticket_type ORDER BY id"


@pytest.fixture(params=DATABASES)
def migrated(request: pytest.FixtureRequest, databases: Databases, tmp_path: Path) -> Flask:
    app = create_app(make_config(databases.migrated(request.param), tmp_path))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def rows(query: str) -> list[tuple[object, ...]]:
    with db.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(sa.text(query))]


def test_places_of_before_are_quotas_and_come_back(migrated: Flask) -> None:
    for slug in ("erste", "zweite"):
        make_booking(make_event(slug=slug, quota=50), number=3)
    db.session.remove()
    downgrade(revision=BEFORE)
    before = [("buergerticket", 50, 3), ("fachticket", 20, 0)] * 2
    assert rows(OF_TYPES) == before
    # What is counted as it happens goes by itself with a type that is deleted.
    counted = rows("SELECT ticket_type_id, number FROM booked_count ORDER BY 1")
    assert [number for _, number in counted] == [3, 3]

    upgrade()
    check()
    event = get_event("erste")
    assert [(each.quota.size, each.taken, each.left) for each in event.ticket_types] == [
        (50, 3, 47),
        (20, 0, 20),
    ]
    assert [each.draws_on for each in event.ticket_types] == [
        [each.quota] for each in event.ticket_types
    ]
    assert [day.quota for day in event.days] == [None, None]
    assert [number for _, number in bookings_per_day(event)] == [3]
    db.session.remove()
    # New ones go on behind those that were brought over.
    make_booking(make_event(slug="dritte", quota=7))
    db.session.remove()
    downgrade(revision=BEFORE)
    assert rows(OF_TYPES) == [*before, ("buergerticket", 7, 1), ("fachticket", 20, 0)]
    assert rows("SELECT ticket_type_id, number FROM booked_count ORDER BY 1")[:2] == counted


def test_on_the_way_back_no_type_has_more_than_is_left_of_what_it_shared(migrated: Flask) -> None:
    event = make_event(quota=50)
    make_booking(event, number=3)
    with transaction():
        citizens, professionals = get_event(event.slug).ticket_types
        house = Quota(event_id=event.id, size=10, taken=3)
        event.days[1].quota = house
        citizens.draws_on.append(house)
        professionals.draws_on.append(house)
        professionals.quota.size = None
    db.session.remove()
    downgrade(revision=BEFORE)
    assert rows(OF_TYPES) == [("buergerticket", 10, 3), ("fachticket", 7, 0)]
