"""What bookings are sorted by is filled in, and old numbers of merged ones lead to the new one."""

from pathlib import Path

import pytest
from flask_migrate import downgrade, upgrade

from ortenaudigital.bookings.changes import cancel_tickets
from ortenaudigital.bookings.lists.pages import search_bookings
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.organising.merging import merge
from ortenaudigital.bookings.queries import get_booking
from ortenaudigital.factory import create_app
from ortenaudigital.kernel.db import db, transaction
from tests.conftest import DATABASES, Databases, make_config
from tests.factories import BOOKED_AT, make_booking, make_event


@pytest.mark.parametrize("kind", DATABASES)
def test_bookings_of_before_are_found_and_sorted(
    kind: str, databases: Databases, tmp_path: Path
) -> None:
    app = create_app(make_config(databases.migrated(kind), tmp_path))
    with app.app_context():
        event = make_event()
        one, other = (make_booking(event, last_name="Öhl", number=2) for _ in range(2))
        before = one.search_text
        with transaction():
            merge(one, other, BOOKED_AT, "olga")
        with transaction():
            cancel_tickets(get_booking(one.id), {1}, BOOKED_AT)
        with transaction():
            # As it was written before old numbers were in it.
            db.session.get_one(Booking, one.id).search_text = before
        old = db.session.get_one(Booking, other.id).reference
        db.session.remove()
        downgrade(revision="passkeys")
        upgrade()
        event = db.session.merge(event)
        for typed in (old, "Öhl"):
            found = search_bookings(event, typed).rows
            assert one.id in [each.id for each in found], typed
        kept = db.session.get_one(Booking, one.id)
        assert (kept.sort_name.split("\x1f")[0], kept.ticket_count) == ("ohl", 3)
        db.session.remove()
        db.engine.dispose()
