"""What an organiser or an operator changes about the door afterwards."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update

from ortenaudigital.audit.commands import record
from ortenaudigital.bookings.models import Ticket
from ortenaudigital.checkin.errors import UnknownScan
from ortenaudigital.checkin.models import CONFLICT_SETTLED, Device, ListEpoch, Scan
from ortenaudigital.events.models import Event
from ortenaudigital.kernel.codes import random_token
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import row_count

EPOCH_LENGTH = 10


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


def settle_all(event: Event, scan_ids: Collection[int], now: datetime, actor: str) -> int:
    """Put several conflicts away; return how many it still were. What is none is left alone."""
    of_event = select(Device.id).where(Device.event_id == event.id)
    # In one order, so that two organisers who settle the same do not wait for each other.
    still_open = (
        select(Scan.id)
        .where(Scan.id.in_(scan_ids), Scan.device_id.in_(of_event))
        .where(Scan.conflict.is_not(None), Scan.settled_at.is_(None))
        .order_by(Scan.id)
        .with_for_update(of=Scan)
    )
    found = db.session.scalars(still_open).all()
    db.session.execute(update(Scan).where(Scan.id.in_(found)).values(settled_at=now))
    for scan_id in found:
        _note(scan_id, now, actor)
    return len(found)


def _note(scan_id: int, now: datetime, actor: str) -> None:
    scan = db.session.get_one(Scan, scan_id, populate_existing=True)
    ticket = db.session.get(Ticket, scan.ticket_id) if scan.ticket_id else None
    # In the history of the booking, or of the device where no ticket was found.
    subject = ticket.booking_id if ticket else f"device:{scan.device_id}"
    # By its id alone: its name may be somebody's, and what is written is never changed.
    details = {"kind": scan.conflict, "device_id": scan.device_id}
    event_id = scan.device.event_id
    record(CONFLICT_SETTLED, subject, actor, now, event_id=event_id, **details)


def start_list_anew(now: datetime, actor: str) -> None:
    """Have all phones fetch the whole door list in the place of their own, at their next contact.

    The revisions that they know were given out by a database that is no more.
    """
    # Without what parts an epoch from the numbers, and short enough for every contact.
    epoch = random_token().replace("-", "").replace("_", "")[:EPOCH_LENGTH]
    db.session.add(ListEpoch(epoch=epoch, begun_at=now))
    record("checkin.list_started_anew", "door", actor, now)
