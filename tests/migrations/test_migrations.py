"""Migrations go up and down with data in the tables, and end where the models are."""

from pathlib import Path

import pytest
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import inspect, text

from ortenaudigital.bookings.lists.pages import search_bookings
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.queries import bookings_per_day
from ortenaudigital.factory import create_app
from ortenaudigital.kernel.db import db, transaction
from tests.conftest import DATABASES, Databases, make_config
from tests.factories import make_booking, make_device, make_event, make_exhibitor, make_organiser


@pytest.mark.parametrize("kind", DATABASES)
def test_migrations_go_up_and_down_with_data(
    kind: str, databases: Databases, tmp_path: Path
) -> None:
    app = create_app(make_config(databases.new(kind), tmp_path))
    with app.app_context():
        upgrade()
        event = make_event()
        make_booking(event, number=2)
        make_exhibitor(event)
        make_device(event)
        make_organiser()
        db.session.remove()
        check()
        downgrade(revision="base")
        assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
        upgrade()
        check()
        db.engine.dispose()


def test_readyz_sees_a_missing_migration(databases: Databases, tmp_path: Path) -> None:
    app = create_app(make_config(databases.sqlite(), tmp_path))
    client = app.test_client()
    missing = client.get("/readyz")
    assert missing.status_code == 503
    assert missing.get_json() == {"status": "migrations missing"}
    with app.app_context():
        upgrade()
        db.session.remove()
    assert client.get("/readyz").status_code == 200
    with app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize("kind", DATABASES)
def test_bookings_from_before_are_found_without_their_accents(
    kind: str, databases: Databases, tmp_path: Path
) -> None:
    app = create_app(make_config(databases.migrated(kind), tmp_path))
    with app.app_context():
        event = make_event()
        booking = make_booking(event, first_name="Łukasz", last_name="Sørensen")
        other = make_booking(event, first_name="Erika", last_name="Meier")
        kept = other.search_text
        with transaction():
            db.session.get_one(Booking, booking.id).search_text = "łukasz sørensen od-7k3m9p"
        downgrade(revision="door_without_network")
        upgrade()
        for typed in ("lukasz sorensen", "soerensen"):
            assert search_bookings(event, typed).total == 1
        assert db.session.get_one(Booking, other.id).search_text == kept
        db.session.remove()
        db.engine.dispose()


TRIGGERS = {
    f"{table}_{done}" for table in ("admission", "ticket") for done in ("added", "taken", "moved")
} | {"booking_found", "booking_found_anew", "ticket_counted", "ticket_turned"}


@pytest.mark.parametrize("kind", DATABASES)
def test_what_counts_as_it_happens_outlives_all_migrations(
    kind: str, databases: Databases, tmp_path: Path
) -> None:
    """A table made anew on SQLite has no triggers; see `create_triggers` in the migration."""
    names = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    app = create_app(make_config(databases.migrated(kind), tmp_path))
    with app.app_context():
        assert set(db.session.scalars(text(names[kind]))) >= TRIGGERS
        event = make_event()
        make_booking(event, number=3)
        db.session.remove()
        downgrade(revision="ids_never_again")
        upgrade()
        # What was booked before is counted by the migration.
        assert [number for _, number in bookings_per_day(event)] == [3]
        db.session.remove()
        db.engine.dispose()
