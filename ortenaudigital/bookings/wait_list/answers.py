"""Accept an offer, inside one transaction of the caller. To decline it is to leave the list."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import update

from ortenaudigital.audit.commands import record
from ortenaudigital.bookings.access.uses import right_by
from ortenaudigital.bookings.commands import book
from ortenaudigital.bookings.holds.errors import HoldEnded
from ortenaudigital.bookings.making.requests import BookingRequest
from ortenaudigital.bookings.questions.rules import Given
from ortenaudigital.bookings.rules import HOLDER, Right
from ortenaudigital.bookings.wait_list.errors import OfferEnded
from ortenaudigital.bookings.wait_list.models import WaitListEntry
from ortenaudigital.bookings.wait_list.queries import get_entry_by_key
from ortenaudigital.bookings.wait_list.rules import EntryState
from ortenaudigital.events.rules import Access
from ortenaudigital.kernel.db import connection, db
from ortenaudigital.kernel.db.rows import row_count


def accept(
    key: str,
    number: int | None,
    now: datetime,
    answers: Mapping[str, Given] | None = None,
) -> UUID:
    """Book so many of the places that are offered; return the id of the booking.

    What is not wanted of them goes on to others. Accepting twice books once. Raises UnknownEntry,
    OfferEnded, or what `book` raises.
    """
    entry = get_entry_by_key(key)
    if entry.booking_id is not None:
        return entry.booking_id
    hold_id, most = entry.hold_id, entry.number
    if not entry.is_offered or hold_id is None or number is None or not 1 <= number <= most:
        raise OfferEnded()
    request = _request(entry, hold_id, number, answers or {})
    try:
        booking_id = book(entry.event.slug, request, now, hold=hold_id)
    except HoldEnded as error:
        raise OfferEnded() from error
    booked = (
        update(WaitListEntry)
        .where(WaitListEntry.id == entry.id, WaitListEntry.state == EntryState.OFFERED)
        .values(state=EntryState.BOOKED, booking_id=booking_id, ended_at=now)
    )
    if row_count(connection().execute(booked)) != 1:
        return _booked_before(entry, booking_id)
    more = {"event_id": entry.event.id, "number": number}
    record("bookings.wait_list_accepted", entry.id, HOLDER, now, **more)
    return booking_id


def _request(
    entry: WaitListEntry, hold_id: UUID, number: int, answers: Mapping[str, Given]
) -> BookingRequest:
    return BookingRequest(
        # A double click is one booking.
        request_id=hold_id,
        ticket_type=entry.ticket_type.slug,
        number=number,
        first_name=entry.first_name,
        last_name=entry.last_name,
        email=entry.email,
        language=entry.language,
        answers=answers,
        right=_right(entry),
    )


def _right(entry: WaitListEntry) -> Right | None:
    # What everybody may book by now needs none.
    access = entry.ticket_type.access
    if access is Access.PUBLIC:
        return None
    return right_by(entry.access_code_id, entry.invitation_id, access)


def _booked_before(entry: WaitListEntry, booking_id: UUID) -> UUID:
    """Return the booking if it is that of a second press. Raises OfferEnded."""
    db.session.refresh(entry)
    if entry.booking_id != booking_id:
        raise OfferEnded()
    return booking_id
