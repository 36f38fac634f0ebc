"""The tables of bookings: who booked, and who comes."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from flask_babel import gettext
from sqlalchemy import Select, func, select

from ortenaudigital.adapters.tables import Column, Rows, Table
from ortenaudigital.bookings.groups.models import BookingGroup
from ortenaudigital.bookings.lists.pages import KEYS
from ortenaudigital.bookings.lists.ranked import parts_of
from ortenaudigital.bookings.lists.rules import BOOKED, Order
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.bookings.questions.queries import (
    Answered,
    Asked,
    asked_in,
    list_asked,
    read_answers,
)
from ortenaudigital.events.models import Event, TicketType
from ortenaudigital.events.rules import DEFAULT_LANGUAGE
from ortenaudigital.exports.registry import in_german, wall_clock
from ortenaudigital.kernel.paging import Joined, WholeList

EARLIEST = Order(BOOKED)


class _Said:
    """The answers of the rows that are written just now, by question; the rest is forgotten."""

    def __init__(self, event: Event) -> None:
        self._asked = list_asked(event)
        # Of those of now; what was asked in other words before has a column of its own.
        self._now = {each for kind in event.ticket_types for each in asked_in(kind.questions)}
        self._answers: dict[tuple[UUID, Asked], Answered] = {}

    def columns(self) -> list[Column]:
        """Return a column for each question."""
        return [Column(self._title(asked), partial(self._words, asked)) for asked in self._asked]

    def _title(self, asked: Asked) -> str:
        _, title = asked
        return title if asked in self._now else gettext("%(question)s (früher)", question=title)

    def _words(self, asked: Asked, row: Any) -> str:
        answer = self._answers.get((row.booking_id, asked))
        return answer.words(DEFAULT_LANGUAGE) if answer else ""

    def read(self, rows: Sequence[Any]) -> Sequence[Any]:
        """Read what was answered with some rows, each of which names its `booking_id`."""
        if self._asked:
            self._answers = read_answers([row.booking_id for row in rows])
        return rows


def bookings_table(
    event: Event, meant: Select[UUID] | None = None, order: Order = EARLIEST
) -> Table:
    """List the bookings of an event: all, or those whose ids are selected."""
    said = _Said(event)
    return Table(
        f"buchungen-{event.slug}",
        [
            Column(gettext("Buchungsnummer"), lambda row: row.reference),
            Column(gettext("Vorname"), lambda row: row.first_name),
            Column(gettext("Nachname"), lambda row: row.last_name),
            Column(gettext("E-Mail"), lambda row: row.email),
            Column(gettext("Organisation"), lambda row: row.organisation or ""),
            Column(gettext("Sprache"), lambda row: row.language),
            Column(gettext("Gültige Tickets"), lambda row: row.valid),
            Column(gettext("Gebucht am"), lambda row: wall_clock(row.created_at, event)),
            Column(gettext("Storniert am"), lambda row: wall_clock(row.cancelled_at, event)),
            Column(gettext("Am Einlass"), lambda row: "x" if row.at_door else ""),
            *said.columns(),
        ],
        _in_order(_bookings(event, meant), event, order, said),
    )


def _in_order(query: Any, event: Event, order: Order, said: _Said) -> Rows:
    up = order.ascending
    if order.by in KEYS:
        return WholeList(query, KEYS[order.by], ascending=up, prepare=said.read)
    # There is no key for types and days: those of one rank after those of another.
    parts = [query.where(*conditions) for conditions in parts_of(event, order)]
    return Joined(
        [WholeList(each, KEYS[BOOKED], ascending=up, prepare=said.read) for each in parts]
    )


def _bookings(event: Event, meant: Select[UUID] | None) -> Any:
    valid = (
        select(func.count())
        .where(Ticket.booking_id == Booking.id, Ticket.cancelled_at.is_(None))
        .scalar_subquery()
    )
    columns = (
        *(Booking.reference, Booking.first_name, Booking.last_name, Booking.email),
        Booking.id.label("booking_id"),
        *(Booking.language, Booking.created_at, Booking.cancelled_at, Booking.at_door),
    )
    query = select(*columns, valid.label("valid"), BookingGroup.organisation)
    query = query.outerjoin(BookingGroup, BookingGroup.booking_id == Booking.id)
    query = query.where(Booking.event_id == event.id)
    if meant is not None:
        query = query.where(Booking.id.in_(meant))
    return query


def participants_table(event: Event) -> Table:
    """List the valid tickets of an event; no address, because nobody needs it at the door."""
    said = _Said(event)
    return Table(
        f"teilnehmende-{event.slug}",
        [
            Column(gettext("Ticketnummer"), lambda row: f"{row.reference}-{row.position}"),
            Column(
                gettext("Name"), lambda row: row.name or f"{row.first_name} {row.last_name}".strip()
            ),
            Column(gettext("Organisation"), lambda row: row.organisation or ""),
            Column(gettext("Ticketart"), lambda row: in_german(row.title, row.slug)),
            *said.columns(),
        ],
        WholeList(
            _participants(event),
            (Booking.created_at, Booking.reference, Ticket.position),
            ascending=True,
            prepare=said.read,
        ),
    )


def _participants(event: Event) -> Any:
    names = (Ticket.booking_id, Ticket.name, Booking.first_name, Booking.last_name)
    kind = (TicketType.title, TicketType.slug)
    return (
        select(Booking.reference, Ticket.position, *names, *kind, BookingGroup.organisation)
        .join(Booking, Booking.id == Ticket.booking_id)
        .outerjoin(BookingGroup, BookingGroup.booking_id == Booking.id)
        .join(TicketType, TicketType.id == Ticket.ticket_type_id)
        .where(Booking.event_id == event.id, Ticket.cancelled_at.is_(None))
    )
