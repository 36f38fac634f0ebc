"""Store, change and delete needs. Inside one transaction; none of it is written into the history.

That somebody has needs is a secret like the needs themselves.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete

from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.needs.models import BookingNeeds, NeedDone
from ortenaudigital.bookings.needs.rules import WORDING, Needs
from ortenaudigital.bookings.rules import check_changeable, check_kept
from ortenaudigital.events.rules import erase_at
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import find_and_lock, insert_if_absent, insert_row, lock


def store_needs(booking_id: UUID, needs: Needs, now: datetime) -> None:
    """Store what somebody needs and has just consented to."""
    insert_row(
        BookingNeeds,
        {
            "booking_id": booking_id,
            "kinds": [need.value for need in needs.kinds],
            "other": needs.other,
            "consented_at": now,
            "wording": WORDING,
        },
    )


def change_needs(booking: Booking, needs: Needs, now: datetime) -> None:
    """Store other needs in the place of those before; what was seen to is to be looked at again.

    Raises EventOver, BookingCalledOff, BookingErased.
    """
    booking, event = lock(booking), booking.event
    check_kept(now, erase_at(day.closes_at for day in event.days), booking.erased_at)
    check_changeable(now, event.last_day.closes_at, cancelled=event.is_cancelled)
    delete_needs([booking.id])
    store_needs(booking.id, needs, now)


def withdraw_needs(booking: Booking) -> None:
    """Delete what somebody needs, because they take their consent back: possible at any time."""
    delete_needs([lock(booking).id])


def delete_needs(booking_ids: Sequence[UUID]) -> None:
    """Delete needs, with what was done about them."""
    # First what refers to the others, since SQLite need not see to that by itself.
    for table in (NeedDone, BookingNeeds):
        db.session.execute(delete(table).where(table.booking_id.in_(booking_ids)))


def set_done(booking_id: UUID, day_id: int, done: bool, now: datetime, actor: str) -> None:
    """Note that needs are seen to for a day, or are not after all; what is noted already stays."""
    if find_and_lock(BookingNeeds, booking_id) is None:
        # Withdrawn a moment ago: there is nothing to see to any more.
        return
    of_day = (NeedDone.booking_id == booking_id, NeedDone.day_id == day_id)
    if not done:
        db.session.execute(delete(NeedDone).where(*of_day))
        return
    values = {"booking_id": booking_id, "day_id": day_id, "done_at": now, "done_by": actor}
    insert_if_absent(NeedDone, values)
