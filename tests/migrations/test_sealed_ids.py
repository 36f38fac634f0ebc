"""What was sent before the ids were sealed is still found by its repeats."""

from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask_migrate import downgrade, upgrade

from ortenaudigital.checkin.commands import ScanRequest, scan
from ortenaudigital.checkin.devices.paired import get_device_by_token
from ortenaudigital.checkin.models import Admission, Scan
from ortenaudigital.checkin.rules import Action
from ortenaudigital.events.queries import get_event
from ortenaudigital.factory import create_app
from ortenaudigital.kernel.db import db, transaction
from tests.conftest import DATABASES, Databases, make_config
from tests.factories import make_booking, make_device, make_event, make_exhibitor, needs

BEFORE = "days_in_calendars"


def set_id(table: str, column: str, row_id: object, value: UUID) -> None:
    """Store an id as the version before did: plainly."""
    stored = sa.table(table, sa.column("id"), sa.column(column, sa.Uuid()))
    kind = sa.Uuid() if isinstance(row_id, UUID) else sa.Integer()
    where = stored.c.id == sa.bindparam("row", row_id, type_=kind)
    with db.engine.begin() as connection:
        connection.execute(sa.update(stored).where(where).values({column: value}))


def find_scan(scan_id: UUID) -> Scan:
    return db.session.scalars(sa.select(Scan).where(Scan.scan_id == scan_id)).one()


@pytest.mark.parametrize("kind", DATABASES)
def test_repeats_of_old_ids_find_their_rows(
    kind: str, databases: Databases, tmp_path: Path, now: datetime
) -> None:
    app = create_app(make_config(databases.migrated(kind), tmp_path))
    with app.app_context():
        event = make_event()
        asked = {"number": 2, "companions": ("Ali",), "needs": needs("Rampe")}
        booking = make_booking(event, **asked)
        made, exhibitor = booking.id, make_exhibitor(event).id
        _, token = make_device(event)
        code = booking.tickets[0].short_code
        came, undone, walked = uuid4(), uuid4(), uuid4()
        walk_in = {"action": Action.WALK_IN, "ticket_type_id": booking.tickets[0].ticket_type_id}
        requests = [
            ScanRequest(came, code, now),
            ScanRequest(undone, "", now, action=Action.UNDO, undoes=came, reason="x"),
            ScanRequest(walked, "", now, name="Gast", **walk_in),
        ]
        for request in requests:
            with transaction():
                scan(get_device_by_token(token, now), request, now)
        scans = {each.action: each.id for each in db.session.scalars(sa.select(Scan))}
        (admission,) = db.session.scalars(sa.select(Admission.id))
        db.session.remove()
        downgrade(revision=BEFORE)

        form, application = uuid4(), uuid4()
        set_id("booking", "request_id", made, form)
        set_id("exhibitor", "request_id", exhibitor, application)
        for action, scan_id in (("scan", came), ("undo", undone), ("walk_in", walked)):
            set_id("scan", "scan_id", scans[action], scan_id)
        set_id("scan", "undoes", scans["undo"], came)
        set_id("admission", "scan_id", admission, walked)
        upgrade()

        event = get_event("ortenau-digital-2027")
        assert make_booking(event, request_id=form, **asked).id == made
        assert make_exhibitor(event, request_id=application).id == exhibitor
        found = [find_scan(each) for each in (came, undone, walked)]
        assert [each.id for each in found] == [scans[each] for each in ("scan", "undo", "walk_in")]
        assert found[1].undoes == found[0].scan_id
        assert db.session.scalars(sa.select(Admission.scan_id)).one() == found[2].scan_id
        db.session.remove()
        db.engine.dispose()
