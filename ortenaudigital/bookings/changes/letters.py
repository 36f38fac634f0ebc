"""The letters that confirm changes of a booking, and that bring back links somebody lost."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from flask_babel import force_locale

from ortenaudigital.adapters.mailer import Composed, Enclosure
from ortenaudigital.audit.commands import list_entries
from ortenaudigital.audit.models import Entry
from ortenaudigital.bookings.access.addresses import list_bookings_of
from ortenaudigital.bookings.documents import (
    calendar_file,
    calls_off,
    cancellation_file,
    tickets_pdf,
)
from ortenaudigital.bookings.letters import calendar_part, compose, find_coming, is_to_come
from ortenaudigital.bookings.links import address_change_url, booking_url
from ortenaudigital.bookings.models import AddressChange, Booking, LinkRequest
from ortenaudigital.bookings.rules import CONFIRM_ADDRESS_WITHIN
from ortenaudigital.events.rules import erase_at
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db
from ortenaudigital.outbox.queries import list_recent
from ortenaudigital.outbox.writing import write_letter

CHANGED = "bookings.changed"
CONFIRM_ADDRESS = "bookings.confirm_address"
ADDRESS_CHANGED = "bookings.address_changed"
LINKS = "bookings.links"
# What is told by this letter; who cancels gets one of its own.
TOLD = (
    "bookings.holder_renamed",
    "bookings.ticket_renamed",
    "bookings.ticket_added",
    "bookings.ticket_reissued",
    "bookings.ticket_moved",
    "bookings.ticket_restored",
    "bookings.merged",
)


def changed(subject_id: str) -> Composed | None:
    """Write the letter that says what was changed since the letter began to wait."""
    booking, now = find_coming(subject_id), utc_now()
    if booking is None or booking.event.is_cancelled:
        return None
    told = _changes(booking, now)
    if not told:
        return None
    with force_locale(booking.language):
        enclosures = [
            Enclosure(f"{booking.reference}.pdf", "application/pdf", tickets_pdf(booking)),
            calendar_part("termin.ics", calendar_file(booking, now), "PUBLISH"),
        ]
        # Some programs take what is called off from a file of its own only.
        if calls_off(booking):
            content = cancellation_file(booking, now)
            enclosures.append(calendar_part("absage.ics", content, "CANCEL"))
        return compose(booking, CHANGED, enclosures, changes=told)


def _changes(booking: Booking, now: datetime) -> Sequence[Entry]:
    waiting = [each for each in list_recent(CHANGED, booking.id, now) if each.state == "waiting"]
    since = min((letter.created_at for letter in waiting), default=now - timedelta(days=1))
    return [each for each in list_entries(booking.id) if each.action in TOLD and each.at >= since]


def confirm_address(subject_id: str) -> Composed | None:
    """Write to another address that it waits to be confirmed.

    Its reader may be a stranger: it holds nothing that anybody typed, and no link of the booking.
    """
    change = _find_change(subject_id)
    if change is None or change.confirmed_at is not None or not change.booking.email:
        return None
    event, now = change.booking.event, utc_now()
    # Its link would lead nowhere.
    if now >= change.asked_at + CONFIRM_ADDRESS_WITHIN or not is_to_come(event, now):
        return None
    if event.is_cancelled:
        return None
    return _write_about(change, CONFIRM_ADDRESS, change.email, url=address_change_url(change.id))


def address_changed(subject_id: str) -> Composed | None:
    """Write to the former address of a booking that it is written to no more."""
    change = _find_change(subject_id)
    if change is None or not change.former_email:
        return None
    return _write_about(change, ADDRESS_CHANGED, change.former_email)


def _find_change(subject_id: str) -> AddressChange | None:
    return db.session.get(AddressChange, UUID(subject_id))


def _write_about(
    change: AddressChange, kind: str, recipient: str, url: str | None = None
) -> Composed:
    booking = change.booking
    with force_locale(booking.language):
        context = {
            "booking": booking,
            "event": booking.event,
            "url": url,
            "erase_at": erase_at(day.closes_at for day in booking.event.days),
            "language": booking.language,
            "placeholders": {"buchungsnummer": booking.reference},
        }
        return write_letter(kind, recipient, context)


def links(subject_id: str) -> Composed | None:
    """Write the links of all bookings of an address that are still to come; None if it has none."""
    wanted = db.session.get(LinkRequest, UUID(subject_id))
    if wanted is None:
        return None
    found = _to_come(wanted.email, utc_now())
    if not found:
        return None
    with force_locale(wanted.language):
        context = {
            "bookings": [(booking, booking_url(booking)) for booking in found],
            # Whose event comes first answers the questions.
            "event": found[0].event,
            "erase_at": erase_at(day.closes_at for each in found for day in each.event.days),
            "language": wanted.language,
        }
        # To the address as it was booked with, not as somebody typed it.
        return write_letter(LINKS, found[0].email, context)


def _to_come(email: str, now: datetime) -> list[Booking]:
    bookings = [
        booking
        for booking in list_bookings_of(email)
        if not booking.event.is_cancelled and is_to_come(booking.event, now)
    ]
    return sorted(bookings, key=lambda each: (each.event.days[0].opens_at, each.created_at))
