"""What the history said of phones before they had an id in it is found by it, and forgotten."""

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

BEFORE = "towns"
SETTLED = "checkin.conflict_settled"


def details() -> list[dict[str, object]]:
    found = sa.select(Entry.details).where(Entry.action == SETTLED).order_by(Entry.id)
    told = [dict(each) for each in db.session.scalars(found)]
    db.session.remove()
    return told


@pytest.mark.parametrize("kind", DATABASES)
def test_phones_in_the_history_get_their_ids(
    kind: str, databases: Databases, tmp_path: Path, now: datetime
) -> None:
    app = create_app(make_config(databases.migrated(kind), tmp_path))
    with app.app_context():
        event, other = make_event(), make_event(slug="other")
        for place in (other, event):
            device, _ = make_device(place, "Haupteingang")
        booking = make_booking(event)
        subjects = [str(booking.id), f"device:{device.id}"]
        with transaction():
            for subject in subjects:
                told = {"kind": "let_in", "device": "Haupteingang", "device_id": device.id}
                record(SETTLED, subject, "olga@example.org", now, **told)
            record(SETTLED, str(booking.id), "x", now, kind="let_in", device="Umbenannt")
        db.session.remove()
        downgrade(revision=BEFORE)
        assert all("device_id" not in each for each in details())
        upgrade(revision="devices_in_history")
        known = {"kind": "let_in", "device": "Haupteingang", "device_id": device.id}
        assert details() == [known, known, {"kind": "let_in", "device": ""}]
        db.session.remove()
        db.engine.dispose()
