"""What an organiser changes about the door afterwards."""

from datetime import datetime

from sqlalchemy import select, update

from ortenaudigital.audit.service import record
from ortenaudigital.bookings.models import Ticket
from ortenaudigital.checkin.errors import UnknownScan
from ortenaudigital.checkin.models import Device, Scan
from ortenaudigital.db import db, row_count
from ortenaudigital.events.models import Event


def settle(event: Event, scan_id: int, now: datetime, actor: str) -> bool:
    """Put a conflict away as looked at; False if somebody did already. Raises UnknownScan."""
    of_event = select(Device.id).where(Device.event_id == event.id)
    in_conflict = (Scan.id == scan_id, Scan.conflict.is_not(None), Scan.device_id.in_(of_event))
    guarded = (
        update(Scan)
        .where(*in_conflict, Scan.settled_at.is_(None))
        .values(settled_at=now)
        .execution_options(synchronize_session=False)
    )
    if row_count(db.session.execute(guarded)) == 1:
        _note(scan_id, now, actor)
        return True
    if db.session.scalar(select(Scan.id).where(*in_conflict)) is None:
        raise UnknownScan()
    return False


def _note(scan_id: int, now: datetime, actor: str) -> None:
    scan = db.session.get_one(Scan, scan_id, populate_existing=True)
    ticket = db.session.get(Ticket, scan.ticket_id) if scan.ticket_id else None
    # In the history of the booking, or of the device where no ticket was found.
    subject = ticket.booking_id if ticket else f"device:{scan.device_id}"
    details = {"kind": scan.conflict, "device": scan.device.name}
    record("checkin.conflict_settled", subject, actor, now, **details)
