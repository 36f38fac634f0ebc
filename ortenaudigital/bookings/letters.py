"""The letters about a booking, written when they are sent, in the language of the booking."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import force_locale, format_date, gettext

from ortenaudigital.adapters.mailer import Composed, Enclosure
from ortenaudigital.audit.commands import list_entries
from ortenaudigital.bookings.access.addresses import list_bookings_of
from ortenaudigital.bookings.documents import (
    admitted_days,
    calendar_file,
    cancellation_file,
    lost_days,
    tickets_pdf,
)
from ortenaudigital.bookings.links import booking_url
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.rules import COMPANION
from ortenaudigital.events.announced import announced_of
from ortenaudigital.events.models import Day, Event
from ortenaudigital.events.rules import erase_at
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db
from ortenaudigital.outbox.texts.registry import OF_EVENT
from ortenaudigital.outbox.writing import write_letter

CONFIRMATION = "bookings.confirmation"
CANCELLATION = "bookings.cancellation"
EVENT_CHANGED = "bookings.event_changed"
EVENT_CANCELLED = "bookings.event_cancelled"


def confirmation(subject_id: str) -> Composed | None:
    """Write the letter that brings the tickets; None if none is valid any more.

    If the event was called off meanwhile, it says that.
    """
    booking = find_addressee(subject_id)
    if booking is None or not booking.valid_tickets:
        return None
    if booking.event.is_cancelled:
        return event_cancelled(subject_id)
    with force_locale(booking.language):
        enclosures = [
            Enclosure(f"{booking.reference}.pdf", "application/pdf", tickets_pdf(booking)),
            calendar_part("termin.ics", calendar_file(booking, utc_now()), "PUBLISH"),
        ]
        return compose(booking, CONFIRMATION, enclosures, others=_others(booking))


def cancellation(subject_id: str) -> Composed | None:
    """Write the letter that says what was cancelled and what still holds."""
    booking = find_addressee(subject_id)
    if booking is None:
        return None
    with force_locale(booking.language):
        enclosures = []
        if lost_days(booking):
            content = cancellation_file(booking, utc_now())
            enclosures.append(calendar_part("absage.ics", content, "CANCEL"))
        return compose(booking, CANCELLATION, enclosures, given_back=_given_back(booking))


def _others(booking: Booking) -> list[tuple[Booking, str]]:
    """Return what else is booked with the same address for the same event, with its links."""
    return [
        (each, booking_url(each))
        for each in list_bookings_of(booking.email)
        if each.event_id == booking.event_id and each.id != booking.id
    ]


def _given_back(booking: Booking) -> list[int]:
    """Return the positions of the tickets that their own holders cancelled, not who booked."""
    return [
        entry.details["ticket"]
        for entry in list_entries(booking.id)
        if entry.action == "bookings.ticket_cancelled" and entry.actor == COMPANION
    ]


def event_changed(subject_id: str) -> Composed | None:
    """Write the letter that says what changed about days, hours or place.

    None if no ticket is valid, or if the event does not take place at all, or is over.
    """
    booking = find_coming(subject_id)
    if booking is None or booking.event.is_cancelled:
        return None
    with force_locale(booking.language):
        enclosures = [
            Enclosure(f"{booking.reference}.pdf", "application/pdf", tickets_pdf(booking)),
            calendar_part("termin.ics", calendar_file(booking, utc_now()), "PUBLISH"),
        ]
        return compose(booking, EVENT_CHANGED, enclosures)


def event_cancelled(subject_id: str) -> Composed | None:
    """Write the letter that says that the event does not take place; None if it does after all.

    None as well once it would be over.
    """
    booking = find_coming(subject_id)
    if booking is None or not booking.event.is_cancelled:
        return None
    with force_locale(booking.language):
        content = cancellation_file(booking, utc_now())
        return compose(booking, EVENT_CANCELLED, [calendar_part("absage.ics", content, "CANCEL")])


def find_addressee(subject_id: str) -> Booking | None:
    """Find the booking that a letter is about, if it has an address."""
    booking = db.session.get(Booking, UUID(subject_id))
    return booking if booking is not None and booking.email else None


def find_coming(subject_id: str) -> Booking | None:
    """Find the booking that a letter is about, if it holds valid tickets, and is not over."""
    booking = find_addressee(subject_id)
    if booking is None or not booking.valid_tickets:
        return None
    return booking if is_to_come(booking.event, utc_now()) else None


def is_to_come(event: Event, now: datetime) -> bool:
    """Say whether letters about what happens at an event still help anybody."""
    return event.last_day.closes_at > now


def calendar_part(filename: str, content: bytes, method: str) -> Enclosure:
    """Enclose a calendar file, with what it does to its entries."""
    return Enclosure(filename, "text/calendar", content, {"method": method})


# What the organisers' own words about a booking can name.
PLACEHOLDERS = (*OF_EVENT, "termin", "datum", "name", "buchungsnummer", "tickets", "link")


def compose(booking: Booking, kind: str, enclosures: list[Enclosure], **more: Any) -> Composed:
    """Write a letter to who booked; `more` is what its templates know besides."""
    days = admitted_days(booking.valid_tickets)
    context = {
        "booking": booking,
        "event": booking.event,
        "days": days,
        "placeholders": _placeholders(booking, days),
        "calls_off": any(part.parameters.get("method") == "CANCEL" for part in enclosures),
        "booking_url": booking_url(booking),
        "erase_at": erase_at(day.closes_at for day in admitted_days(booking.tickets)),
        "language": booking.language,
        "announced": announced_of(booking.event.before_change),
        **more,
    }
    return write_letter(kind, booking.email, context, enclosures)


def _placeholders(booking: Booking, days: list[Day]) -> dict[str, str]:
    return {
        "termin": ", ".join(format_date(day.date, "full") for day in days),
        "datum": format_date(days[0].date, gettext("dd.MM.y")) if days else "",
        "name": booking.name,
        "buchungsnummer": booking.reference,
        "tickets": str(len(booking.valid_tickets)),
        "link": booking_url(booking),
    }
