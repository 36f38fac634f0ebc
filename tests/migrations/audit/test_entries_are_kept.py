"""What the history said before is still said: who did it, and now of which event."""

from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask_migrate import downgrade, upgrade

from ortenaudigital.audit.commands import record
from ortenaudigital.audit.models import Entry
from ortenaudigital.factory import create_app
from ortenaudigital.kernel.db import db, transaction
from tests.conftest import DATABASES, Databases, make_config
from tests.factories import make_booking, make_device, make_event

BEFORE = "entries_know_their_event"


def stored(columns: str) -> list[tuple[object, ...]]:
    with db.engine.connect() as connection:
        rows = connection.execute(sa.text(f"SELECT {columns} FROM audit_entry ORDER BY id"))
        return [tuple(row) for row in rows]


@pytest.mark.parametrize("kind", DATABASES)
def test_who_did_what_where_survives_both_ways(
    kind: str, databases: Databases, tmp_path: Path, now: datetime
) -> None:
    app = create_app(make_config(databases.migrated(kind), tmp_path))
    with app.app_context():
        event = make_event()
        device, booking = make_device(event)[0], make_booking(event)
        known = len(stored("id"))
        with transaction():
            record("x.a", f"event:{event.id}", "olga@example.org", now)
            record("x.b", booking.id, "Haupteingang", now)
            record("x.c", f"device:{device.id}", "worker", now)
            record("x.d", "event:999", "user:7", now)
        wanted, told = event.id, ["olga@example.org", "Haupteingang", "worker", "user:7"]
        db.session.remove()
        db.engine.dispose()
        downgrade(revision=BEFORE)
        assert [row[0] for row in stored("actor")][known:] == told
        upgrade()
        entries = db.session.scalars(sa.select(Entry).order_by(Entry.id)).all()[known:]
        assert [entry.actor for entry in entries] == told
        roles = [entry.done_as for entry in entries]
        assert roles == ["organiser", "device", "worker", "organiser"]
        assert [entry.event_id for entry in entries] == [wanted] * 3 + [None]
        db.session.remove()
        with pytest.raises(sa.exc.IntegrityError), db.engine.begin() as direct:
            direct.execute(sa.text("DELETE FROM audit_entry"))
        db.engine.dispose()
