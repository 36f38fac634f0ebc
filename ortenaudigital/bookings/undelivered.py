"""Bookings at whose address letters do not arrive: marked for the organisers, until it is another.

Inside the transaction of the caller.
"""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select, update

from ortenaudigital.audit.commands import record
from ortenaudigital.bookings.models import Booking
from ortenaudigital.events.models import Event
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import row_count

WORKER = "worker"
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
# The rooms whose letters go to who booked.
LETTERS = "bookings."


def mark_undelivered(_: object, kind: str, subject_id: str, **__: Any) -> None:
    """Mark the booking that a letter was about, if it was about one."""
    if not kind.startswith(LETTERS):
        return
    now, booking_id = utc_now(), UUID(subject_id)
    reachable = (Booking.id == booking_id, Booking.email != "", Booking.undelivered_at.is_(None))
    marked = update(Booking).where(*reachable).values(undelivered_at=now)
    event_id = db.session.scalar(marked.returning(Booking.event_id))
    if event_id is not None:
        record("bookings.undelivered", booking_id, WORKER, now, event_id=event_id)


def clear_undelivered(booking: Booking, now: datetime, actor: str) -> None:
    """Take the mark away: somebody has made sure that letters arrive."""
    marked = (Booking.id == booking.id, Booking.undelivered_at.is_not(None))
    if row_count(db.session.execute(update(Booking).where(*marked).values(undelivered_at=None))):
        record("bookings.delivered_again", booking.id, actor, now, event_id=booking.event_id)


def count_undelivered(event: Event) -> int:
    """Count the bookings of an event that cannot be written to, and still hold tickets."""
    return db.session.scalar(_count(event.id)) or 0


def _count(event_id: int) -> Select[int]:
    marked = (Booking.undelivered_at.is_not(None), Booking.cancelled_at.is_(None))
    # All are made after the beginning of time: it leads SQLite to the index of the few, where it
    # read each booking of the event (240 ms of 200,000).
    few = (Booking.event_id == event_id, Booking.created_at > BEGINNING, *marked)
    return select(func.count()).where(*few)
