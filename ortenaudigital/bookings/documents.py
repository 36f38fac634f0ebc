"""The documents of a booking: the tickets as PDF, the date as a calendar file."""

from datetime import datetime
from functools import cache

from flask import current_app, render_template
from flask_babel import gettext as _

from ortenaudigital.adapters import calendar, pdf, qr
from ortenaudigital.bookings.links import booking_url, ticket_url
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.events.models import Day, TicketType
from ortenaudigital.events.rules import text_in
from ortenaudigital.kernel.addresses import read_mailbox


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

    Days that only cancelled tickets admitted to are in it as cancelled; with no valid ticket left,
    or no event, the whole file calls off what an earlier one announced.
    """
    valid, lost = kept_days(booking), lost_days(booking)
    days = sorted([*valid, *lost], key=lambda day: day.date)
    entries = [_appointment(booking, day, day in lost) for day in days]
    return calendar.calendar_file(calendar_method(booking), entries, _contact(booking), now)


def cancellation_file(booking: Booking, now: datetime) -> bytes:
    """Make the iCalendar file that calls off the days that no ticket admits to any more."""
    entries = [_appointment(booking, day, True) for day in lost_days(booking)]
    return calendar.calendar_file("CANCEL", entries, _contact(booking), now)


def calendar_method(booking: Booking) -> str:
    """Say what the calendar file of a booking does: PUBLISH its days, or CANCEL them."""
    return "PUBLISH" if kept_days(booking) else "CANCEL"


def kept_days(booking: Booking) -> list[Day]:
    """Return the days that take place and that a valid ticket admits to, in order."""
    return [] if booking.event.is_cancelled else admitted_days(booking.valid_tickets)


def lost_days(booking: Booking) -> list[Day]:
    """Return the days that were called off or only cancelled tickets admitted to, in order."""
    kept = kept_days(booking)
    return [day for day in admitted_days(booking.tickets) if day not in kept]


def admitted_days(tickets: list[Ticket]) -> list[Day]:
    """Return the days that at least one of the tickets admits to, in order."""
    days = {day.id: day for ticket in tickets for day in ticket.ticket_type.days}
    return sorted(days.values(), key=lambda day: day.date)


def _appointment(booking: Booking, day: Day, lost: bool) -> calendar.Appointment:
    event = booking.event
    words = [text_in(event.claim, booking.language), booking_url(booking)]
    return calendar.Appointment(
        # Not by its date: a day that is moved stays the same entry.
        uid=f"{booking.id}-{day.calendar_key}@{current_app.config['MAIL_DOMAIN']}",
        sequence=_sequence(booking),
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


def _sequence(booking: Booking) -> int:
    """Return the version of the entries: it goes up with cancellations and changes, never down."""
    return booking.event.calendar_sequence + sum(
        ticket.cancelled_at is not None for ticket in booking.tickets
    )
