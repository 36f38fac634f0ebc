"""Overbooking goes and comes by the migration, and whoever has a ticket keeps it."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from flask_migrate import downgrade, upgrade

from ortenaudigital.factory import create_app
from ortenaudigital.kernel.db import db, transaction
from tests.conftest import DATABASES, Databases, make_config
from tests.factories import make_booking, make_event

BEFORE = "groups"
SIZES = sa.text("SELECT size, taken FROM quota ORDER BY id")


@pytest.mark.parametrize("kind", DATABASES)
@pytest.mark.parametrize(("booked", "left"), [(3, 10), (6, 10), (12, 12)])
def test_no_quota_becomes_smaller_than_what_is_taken(
    kind: str, booked: int, left: int, databases: Databases, tmp_path: Path
) -> None:
    app = create_app(make_config(databases.migrated(kind), tmp_path))
    with app.app_context():
        event = make_event(quota=10)
        with transaction():
            event.ticket_types[0].quota.resize(10, 20)
        for number in range(0, booked, 6):
            make_booking(event, number=min(6, booked), email=f"gast{number}@example.org")
        db.session.remove()
        downgrade(revision=BEFORE)
        with db.engine.connect() as connection:
            assert connection.execute(SIZES).all()[0] == (left, booked)
        upgrade()
        columns = sa.text("SELECT size, taken, overbook, extra FROM quota ORDER BY id")
        with db.engine.connect() as connection:
            assert connection.execute(columns).all()[0] == (left, booked, 0, 0)
        db.session.remove()
        db.engine.dispose()
