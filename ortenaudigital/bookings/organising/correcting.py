"""Another language, and for whom somebody booked."""

from datetime import datetime

from sqlalchemy import delete

from ortenaudigital.audit.commands import record
from ortenaudigital.bookings.changes import check_open_to_changes, refresh_search_text
from ortenaudigital.bookings.groups.models import BookingGroup
from ortenaudigital.bookings.groups.queries import find_group
from ortenaudigital.bookings.models import Booking
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import insert_if_absent, lock


def change_language(booking: Booking, language: str, now: datetime, actor: str) -> bool:
    """Write to somebody in another language from now on; say whether it is another."""
    booking = lock(booking)
    check_open_to_changes(booking, now)
    was = booking.language
    if was == language:
        return False
    booking.language = language
    record(
        "bookings.language_changed",
        booking.id,
        actor,
        now,
        event_id=booking.event_id,
        was=was,
        becomes=language,
    )
    return True


def change_organisation(booking: Booking, organisation: str, now: datetime, actor: str) -> bool:
    """Say for which organisation it is, or for none; say whether it is another."""
    booking = lock(booking)
    check_open_to_changes(booking, now)
    group = find_group(booking.id)
    if (group.organisation if group else "") == organisation:
        return False
    if organisation:
        insert_if_absent(BookingGroup, {"booking_id": booking.id, "organisation": organisation})
        stored = db.session.get_one(BookingGroup, booking.id, populate_existing=True)
        stored.organisation = organisation
    else:
        db.session.execute(delete(BookingGroup).where(BookingGroup.booking_id == booking.id))
        db.session.expire_all()
    refresh_search_text(booking)
    # That it changed, not what it says.
    record("bookings.organisation_changed", booking.id, actor, now, event_id=booking.event_id)
    return True
