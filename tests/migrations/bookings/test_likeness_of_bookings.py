"""Addresses of before the migration are known by what all their spellings share."""

from pathlib import Path

import pytest
from flask_migrate import downgrade, upgrade

from ortenaudigital.bookings.models import Booking
from ortenaudigital.factory import create_app
from ortenaudigital.kernel.db import db
from tests.conftest import DATABASES, Databases, make_config
from tests.factories import make_booking, make_event


@pytest.mark.parametrize("kind", DATABASES)
def test_the_key_of_each_address_is_filled_in(
    kind: str, databases: Databases, tmp_path: Path
) -> None:
    app = create_app(make_config(databases.migrated(kind), tmp_path))
    with app.app_context():
        booked = make_booking(make_event(), email="Erika@Example.org")
        downgrade(revision="bookings_in_order")
        upgrade()
        db.session.expire_all()
        kept = db.session.get_one(Booking, booked.id)
        assert (kept.email, kept.address_key) == ("Erika@Example.org", "erika@example.org")
        db.session.remove()
        db.engine.dispose()
