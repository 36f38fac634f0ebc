"""The wait list as organisers see it, and where they step in."""

from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from ortenaudigital.audit.models import Entry
from ortenaudigital.bookings.wait_list.models import WaitListEntry
from ortenaudigital.bookings.wait_list.rules import EntryState
from ortenaudigital.events.models import Quota, TicketType
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from tests.factories import make_booking, make_event_today
from tests.features.bookings.wait_list.people import wait
from tests.web.forms import submit, text_of


@pytest.fixture
def slug(app: Flask) -> str:
    """An event of two places that are gone, for which two people wait."""
    with app.app_context():
        event = make_event_today(quota=2)
        make_booking(event, utc_now(), number=2)
        wait(event, utc_now(), email="anna@example.org", first_name="Anna", number=2)
        wait(event, utc_now(), email="bert@example.org", first_name="Bert")
        return event.slug


def entry(app: Flask, mailbox: str) -> tuple[UUID, EntryState]:
    with app.app_context():
        query = select(WaitListEntry).where(WaitListEntry.mailbox == mailbox)
        found = db.session.scalars(query).unique().one()
        return found.id, found.state


def test_who_waits_for_what_is_seen_in_order(organiser: FlaskClient, slug: str) -> None:
    words = text_of(organiser.get(f"/orga/{slug}/warteliste"))
    assert "2 Anfragen warten (3 Plätze)" in words
    assert words.index("Anna") < words.index("Bert")
    overview = text_of(organiser.get(f"/orga/{slug}/"))
    assert "2 Anfragen auf der Warteliste" in overview


def test_an_offer_out_of_turn_needs_places_and_a_reason(
    app: Flask, organiser: FlaskClient, slug: str
) -> None:
    address = f"/orga/{slug}/warteliste"
    bert, _ = entry(app, "bert@example.org")
    action = f"{bert}/anbieten"
    assert submit(organiser, address, action, reason=" ").status_code == 422
    full = submit(organiser, address, action, reason="Rednerin")
    assert full.status_code == 409
    assert "zu wenige Plätze frei (0)" in text_of(full)
    with app.app_context(), transaction():
        db.session.execute(update(Quota).where(Quota.taken == 2).values(taken=1))
    assert submit(organiser, address, action, reason="Rednerin").status_code == 303
    assert entry(app, "bert@example.org")[1] is EntryState.OFFERED
    assert "1 Angebot läuft" in text_of(organiser.get(address))
    with app.app_context():
        query = select(Entry).where(Entry.action == "bookings.wait_list_offered_by_hand")
        found = db.session.scalars(query).one()
        assert found.details == {"reason": "Rednerin"}


def test_somebody_is_taken_off_the_list(app: Flask, organiser: FlaskClient, slug: str) -> None:
    address = f"/orga/{slug}/warteliste"
    anna, _ = entry(app, "anna@example.org")
    assert submit(organiser, address, f"{anna}/entfernen").status_code == 303
    assert entry(app, "anna@example.org")[1] is EntryState.REMOVED
    assert "Nicht mehr auf der Liste" in text_of(organiser.get(address))


def test_a_list_is_closed_and_opened(app: Flask, organiser: FlaskClient, slug: str) -> None:
    address = f"/orga/{slug}/warteliste"
    for is_open in (False, True):
        with app.app_context():
            type_id = db.session.scalars(select(TicketType.id).order_by(TicketType.id)).first()
        assert submit(organiser, address, f"/arten/{type_id}").status_code == 303
        with app.app_context():
            assert db.session.get_one(TicketType, type_id).wait_list_open is is_open


def test_nobody_reaches_the_list_of_another_event(
    app: Flask, organiser: FlaskClient, slug: str
) -> None:
    with app.app_context():
        other = make_event_today(slug="andere", stands="").slug
    anna, _ = entry(app, "anna@example.org")
    token = {"csrf_token": "x"}
    page = organiser.post(f"/orga/{other}/warteliste/{anna}/entfernen", data=token)
    assert page.status_code in (400, 404)
    assert entry(app, "anna@example.org")[1] is EntryState.WAITING
