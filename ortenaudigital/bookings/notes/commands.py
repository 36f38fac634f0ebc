"""Write and delete notes. Inside one transaction of the caller."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete

from ortenaudigital.audit.commands import record
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.notes.models import BookingNote
from ortenaudigital.bookings.rules import check_kept
from ortenaudigital.events.rules import erase_at
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import insert_if_absent, insert_row, lock

LONGEST_NOTE = 1000
LONGEST_REASON = 300


def find_note(booking_id: UUID) -> BookingNote | None:
    """Find what was noted about a booking."""
    return db.session.get(BookingNote, booking_id)


def start_notes(booking_id: UUID, note: str, reason: str, now: datetime) -> None:
    """Note something about a booking that is made just now."""
    if note or reason:
        row = {"booking_id": booking_id, "note": note, "reason": reason, "changed_at": now}
        insert_row(BookingNote, row)


def change_note(booking: Booking, note: str, now: datetime, actor: str) -> bool:
    """Write another note; say whether it is another. Raises BookingErased.

    What it says is not in the history, only that it changed.
    """
    booking, event = lock(booking), booking.event
    check_kept(now, erase_at(day.closes_at for day in event.days), booking.erased_at)
    insert_if_absent(BookingNote, {"booking_id": booking.id, "changed_at": now})
    found = db.session.get_one(BookingNote, booking.id, populate_existing=True)
    if found.note == note:
        return False
    found.note, found.changed_at = note, now
    record("bookings.noted", booking.id, actor, now, event_id=booking.event_id)
    return True


def add_reason(booking_id: UUID, reason: str, now: datetime) -> None:
    """Note why something was done to a booking, after what was noted before; lock it before."""
    if not reason:
        return
    insert_if_absent(BookingNote, {"booking_id": booking_id, "changed_at": now})
    found = db.session.get_one(BookingNote, booking_id, populate_existing=True)
    found.reason = "\n".join(filter(None, [found.reason, reason]))
    found.changed_at = now


def delete_notes(booking_ids: Sequence[UUID]) -> None:
    """Delete what was noted about bookings."""
    db.session.execute(delete(BookingNote).where(BookingNote.booking_id.in_(booking_ids)))
