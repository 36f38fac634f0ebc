"""The tables of bookings: who booked, and who comes."""

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext
from sqlalchemy import func, select

from ortenaudigital.adapters.tables import Column, Table
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.events.models import Event, TicketType
from ortenaudigital.exports.registry import in_german, wall_clock
from ortenaudigital.kernel.db import db

AT_ONCE = 1000


def bookings_table(event: Event) -> Table:
    """List the bookings of an event, the earliest first, cancelled ones among them."""
    return Table(
        f"buchungen-{event.slug}",
        [
            Column(gettext("Buchungsnummer"), lambda row: row.reference),
            Column(gettext("Vorname"), lambda row: row.first_name),
            Column(gettext("Nachname"), lambda row: row.last_name),
            Column(gettext("E-Mail"), lambda row: row.email),
            Column(gettext("Sprache"), lambda row: row.language),
            Column(gettext("Gültige Tickets"), lambda row: row.valid),
            Column(gettext("Gebucht am"), lambda row: wall_clock(row.created_at, event)),
            Column(gettext("Storniert am"), lambda row: wall_clock(row.cancelled_at, event)),
            Column(gettext("Am Einlass"), lambda row: "x" if row.at_door else ""),
        ],
        _bookings(event),
    )


def _bookings(event: Event) -> Iterator[Any]:
    valid = (
        select(func.count())
        .where(Ticket.booking_id == Booking.id, Ticket.cancelled_at.is_(None))
        .scalar_subquery()
    )
    columns = (
        *(Booking.reference, Booking.first_name, Booking.last_name, Booking.email),
        *(Booking.language, Booking.created_at, Booking.cancelled_at, Booking.at_door),
    )
    query = select(*columns, valid.label("valid")).where(Booking.event_id == event.id)
    yield from _read(query.order_by(Booking.created_at, Booking.reference))


def participants_table(event: Event) -> Table:
    """List the valid tickets of an event; no address, because nobody needs it at the door."""
    return Table(
        f"teilnehmende-{event.slug}",
        [
            Column(gettext("Ticketnummer"), lambda row: f"{row.reference}-{row.position}"),
            Column(
                gettext("Name"), lambda row: row.name or f"{row.first_name} {row.last_name}".strip()
            ),
            Column(gettext("Ticketart"), lambda row: in_german(row.title, row.slug)),
        ],
        _participants(event),
    )


def _participants(event: Event) -> Iterator[Any]:
    names = (Ticket.name, Booking.first_name, Booking.last_name)
    query = (
        select(Booking.reference, Ticket.position, *names, TicketType.title, TicketType.slug)
        .join(Booking, Booking.id == Ticket.booking_id)
        .join(TicketType, TicketType.id == Ticket.ticket_type_id)
        .where(Booking.event_id == event.id, Ticket.cancelled_at.is_(None))
    )
    yield from _read(query.order_by(Booking.created_at, Booking.reference, Ticket.position))


def _read(query: Any) -> Iterator[Any]:
    # Not all at once: there may be very many.
    yield from db.session.execute(query.execution_options(yield_per=AT_ONCE))
