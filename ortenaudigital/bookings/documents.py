"""The documents of a booking: the tickets as PDF, the date as a calendar file."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache

from flask import current_app, render_template
from flask_babel import gettext as _
from sqlalchemy import select

from ortenaudigital.adapters import calendar, pdf, qr
from ortenaudigital.audit.commands import list_entries
from ortenaudigital.audit.models import Entry
from ortenaudigital.bookings.links import booking_url, ticket_url
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.events.models import Day, TicketType
from ortenaudigital.events.rules import text_in
from ortenaudigital.kernel.addresses import read_mailbox
from ortenaudigital.kernel.db import db

# What takes a day out of somebody's calendar, puts it back, or puts another one there.
MOVED = "bookings.ticket_moved"
MERGED = "bookings.merged_into"
OF_DAYS = ("bookings.ticket_cancelled", "bookings.ticket_restored", MOVED, MERGED)


def tickets_pdf(booking: Booking, only: Ticket | None = None) -> bytes:
    """Make the valid tickets of a booking, or one, as one PDF/UA document, a page each."""
    tickets = booking.valid_tickets if only is None else [only]
    words = render_template(
        "pdf/ticket_words.html", booking=booking, event=booking.event, tickets=tickets
    )
    masters = {kind: _master(booking, *kind) for kind in set(map(_kind, tickets))}
    return pdf.fill(words, [_sheet(each, masters[_kind(each)]) for each in tickets], _stylesheet())


def _kind(ticket: Ticket) -> tuple[TicketType, bool]:
    return ticket.ticket_type, not ticket.is_of_booker


def _master(booking: Booking, ticket_type: TicketType, companion: bool) -> str:
    return render_template(
        "pdf/ticket.html",
        event=booking.event,
        ticket_type=ticket_type,
        companion=companion,
        language=booking.language,
    )


def _sheet(ticket: Ticket, master: str) -> pdf.Sheet:
    code, address = ticket.short_code, ticket_url(ticket)
    # Whoever comes along gets no more than their own ticket by it.
    link = booking_url(ticket.booking) if ticket.is_of_booker else address
    return pdf.Sheet(
        master=master,
        bookmark=f"{code} – {ticket.display_name}",
        texts={"link": link, "qr": _("QR-Code des Tickets %(code)s", code=code)},
        words=("name", "short_code"),
        images={"qr": qr.bitmap(address)},
    )


@cache
def _stylesheet() -> str:
    return render_template("pdf/ticket.css")


def calendar_file(booking: Booking, now: datetime) -> bytes:
    """Make the iCalendar file with an entry for each day that the tickets admit to.

    Days that no ticket admits to any more are in it as cancelled, and those of bookings that went
    into this one; with no valid ticket left, or no event, the whole file calls off what an earlier
    one announced.
    """
    noted = _noted(booking)
    lost = _lost_days(booking, noted)
    entries = _appointments(booking, [*kept_days(booking), *lost], lost, noted)
    entries += _of_merged(booking)
    return calendar.calendar_file(calendar_method(booking), entries, _contact(booking), now)


def cancellation_file(booking: Booking, now: datetime) -> bytes:
    """Make the iCalendar file that calls off the days that no ticket admits to any more.

    With those of bookings that went into this one, of which each day is an entry of its own.
    """
    noted = _noted(booking)
    lost = _lost_days(booking, noted)
    entries = [*_appointments(booking, lost, lost, noted), *_of_merged(booking)]
    return calendar.calendar_file("CANCEL", entries, _contact(booking), now)


def calls_off(booking: Booking) -> bool:
    """Say whether there is anything in that file."""
    noted = _noted(booking)
    return bool(_lost_days(booking, noted) or _of_merged(booking))


def _of_merged(booking: Booking) -> list[calendar.Appointment]:
    """Return what bookings had in the calendar whose tickets are in this one now, called off."""
    found: list[calendar.Appointment] = []
    merged = select(Booking).where(Booking.merged_into_id == booking.id).order_by(Booking.id)
    for each in db.session.scalars(merged).unique():
        noted = _noted(each)
        merges = [entry.details.get("types", ()) for entry in noted if entry.action == MERGED]
        had = {slug for types in merges for slug in types}
        days = _days_of(kind for kind in booking.event.ticket_types if kind.slug in had)
        found += _appointments(each, days, days, noted)
    return found


def calendar_method(booking: Booking) -> str:
    """Say what the calendar file of a booking does: PUBLISH its days, or CANCEL them."""
    return "PUBLISH" if kept_days(booking) else "CANCEL"


def kept_days(booking: Booking) -> list[Day]:
    """Return the days that take place and that a valid ticket admits to, in order."""
    return [] if booking.event.is_cancelled else admitted_days(booking.valid_tickets)


def lost_days(booking: Booking) -> list[Day]:
    """Return the days that were called off, or that no ticket admits to any more, in order."""
    return _lost_days(booking, _noted(booking))


def _lost_days(booking: Booking, noted: Sequence[Entry]) -> list[Day]:
    former = {str(each.details["was"]) for each in noted if each.action == MOVED}
    types = [each for each in booking.event.ticket_types if each.slug in former]
    kept = kept_days(booking)
    every = _days_of([*(ticket.ticket_type for ticket in booking.tickets), *types])
    return [day for day in every if day not in kept]


def admitted_days(tickets: list[Ticket]) -> list[Day]:
    """Return the days that at least one of the tickets admits to, in order."""
    return _days_of(ticket.ticket_type for ticket in tickets)


def _days_of(types: Iterable[TicketType]) -> list[Day]:
    days = {day.id: day for ticket_type in types for day in ticket_type.days}
    return sorted(days.values(), key=lambda day: day.date)


def _noted(booking: Booking) -> list[Entry]:
    """Return what happened to the days of a booking, as the history knows it."""
    return [each for each in list_entries(booking.id) if each.action in OF_DAYS]


def _appointments(
    booking: Booking, days: Iterable[Day], lost: Sequence[Day], noted: Sequence[Entry]
) -> list[calendar.Appointment]:
    # It goes up with all that is done and undone, never down: programs keep the highest.
    sequence = booking.event.calendar_sequence + len(noted)
    ordered = sorted(days, key=lambda day: day.date)
    return [_appointment(booking, day, day in lost, sequence) for day in ordered]


def _appointment(booking: Booking, day: Day, lost: bool, sequence: int) -> calendar.Appointment:
    event = booking.event
    words = [text_in(event.claim, booking.language), booking_url(booking)]
    return calendar.Appointment(
        # Not by its date: a day that is moved stays the same entry.
        uid=f"{booking.id}-{day.calendar_key}@{current_app.config['MAIL_DOMAIN']}",
        sequence=sequence,
        starts=day.opens_at,
        ends=day.closes_at,
        summary=event.title,
        location=", ".join(filter(None, [event.venue_name, event.address])),
        description="\n".join(filter(None, words)),
        url=booking_url(booking),
        cancelled=lost,
    )


def _contact(booking: Booking) -> str:
    sender = read_mailbox(current_app.config["MAIL_DEFAULT_SENDER"]).address
    return booking.event.contact or sender
