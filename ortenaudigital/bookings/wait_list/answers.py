"""Accept an offer, inside one transaction of the caller. To decline it is to leave the list."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import update

from ortenaudigital.audit.commands import record
from ortenaudigital.bookings.commands import HOLDER, BookingRequest, book
from ortenaudigital.bookings.holds.errors import HoldEnded
from ortenaudigital.bookings.wait_list.errors import OfferEnded
from ortenaudigital.bookings.wait_list.models import WaitListEntry
from ortenaudigital.bookings.wait_list.queries import get_entry_by_key
from ortenaudigital.bookings.wait_list.rules import EntryState
from ortenaudigital.kernel.db import connection, db
from ortenaudigital.kernel.db.rows import row_count
from ortenaudigital.limits.commands import Claim


def accept(key: str, number: int, now: datetime, network: Sequence[Claim] = ()) -> UUID:
    """Book so many of the places that are offered; return the id of the booking.

    What is not wanted of them goes on to others. Accepting twice books once. Raises UnknownEntry,
    OfferEnded, or what `book` raises.
    """
    entry = get_entry_by_key(key)
    if entry.booking_id is not None:
        return entry.booking_id
    if not entry.is_offered or entry.hold_id is None or not 1 <= number <= entry.number:
        raise OfferEnded()
    try:
        booking_id = book(
            entry.event.slug, _request(entry, entry.hold_id, number), now, network, entry.hold_id
        )
    except HoldEnded as error:
        raise OfferEnded() from error
    booked = (
        update(WaitListEntry)
        .where(WaitListEntry.id == entry.id, WaitListEntry.state == EntryState.OFFERED)
        .values(state=EntryState.BOOKED, booking_id=booking_id, ended_at=now)
    )
    if row_count(connection().execute(booked)) != 1:
        return _booked_before(entry, booking_id)
    record("bookings.wait_list_accepted", entry.id, HOLDER, now, number=number)
    return booking_id


def _request(entry: WaitListEntry, hold_id: UUID, number: int) -> BookingRequest:
    return BookingRequest(
        # A double click is one booking.
        request_id=hold_id,
        ticket_type=entry.ticket_type.slug,
        number=number,
        first_name=entry.first_name,
        last_name=entry.last_name,
        email=entry.email,
        language=entry.language,
    )


def _booked_before(entry: WaitListEntry, booking_id: UUID) -> UUID:
    """Return the booking if it is that of a second press. Raises OfferEnded."""
    db.session.refresh(entry)
    if entry.booking_id != booking_id:
        raise OfferEnded()
    return booking_id
