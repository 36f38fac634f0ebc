"""Questions about bookings and tickets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, select
from sqlalchemy.orm import joinedload, lazyload, selectinload

from ortenaudigital.bookings.errors import UnknownBooking, UnknownTicket
from ortenaudigital.bookings.models import BookedCount, Booking, RetiredCode, Ticket
from ortenaudigital.bookings.rules import read_short_code
from ortenaudigital.events.models import Event, TicketType
from ortenaudigital.kernel.clock import local, moment_of_step
from ortenaudigital.kernel.codes import fingerprint
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.sealed import SealedId
from ortenaudigital.kernel.text import fold

PAGE_SIZE = 25
QUARTER = timedelta(minutes=15)


@dataclass(frozen=True)
class Page:
    """One page of a longer list; pages count from one."""

    bookings: Sequence[Booking]
    total: int
    number: int

    @property
    def pages(self) -> int:
        """Return how many pages there are, at least one."""
        return max(1, -(-self.total // PAGE_SIZE))


_ID_BY_REQUEST = select(Booking.id).where(Booking.request_id == bindparam("request_id"))


def find_booking_by_request(request_id: SealedId) -> UUID | None:
    """Find the id of the booking that a form made before."""
    return db.session.scalar(_ID_BY_REQUEST, {"request_id": request_id})


_BY_KEY = (
    select(Booking)
    .where(Booking.key_hash == bindparam("key_hash"))
    .options(
        joinedload(Booking.event),
        selectinload(Booking.tickets).options(lazyload(Ticket.booking)),
    )
)


def get_booking(booking_id: UUID) -> Booking:
    """Return a booking. Raises UnknownBooking."""
    booking = db.session.get(Booking, booking_id)
    if booking is None:
        raise UnknownBooking()
    return booking


def get_booking_by_key(key: str) -> Booking:
    """Return the booking behind a private link. Raises UnknownBooking."""
    booking = db.session.scalar(_BY_KEY, {"key_hash": fingerprint(key)})
    if booking is None:
        raise UnknownBooking()
    return booking


def get_ticket(ticket_id: UUID) -> Ticket:
    """Return a ticket. Raises UnknownTicket."""
    ticket = db.session.get(Ticket, ticket_id)
    if ticket is None:
        raise UnknownTicket()
    return ticket


def find_ticket_by_code(code: str) -> Ticket | None:
    """Find the ticket whose code this is now."""
    return db.session.scalar(select(Ticket).where(Ticket.code_hash == fingerprint(code)))


def find_ticket_by_retired_code(code: str) -> Ticket | None:
    """Find the ticket whose code this was before a reissue."""
    return db.session.scalar(
        select(Ticket)
        .join(RetiredCode, RetiredCode.ticket_id == Ticket.id)
        .where(RetiredCode.code_hash == fingerprint(code))
    )


def find_ticket_by_short_code(short_code: str) -> Ticket | None:
    """Find a ticket by what is printed below its QR code, such as `OD-7K3M9P-2`."""
    typed = read_short_code(short_code)
    if typed is None:
        return None
    reference, position = typed
    return db.session.scalar(
        select(Ticket)
        .join(Booking, Booking.id == Ticket.booking_id)
        .where(Booking.reference == reference, Ticket.position == position)
    )


def search_bookings(event: Event, words: str, state: str, page: int) -> Page:
    """Find bookings of an event, the newest first, by any part of name, address or reference."""
    query = _matching(select(Booking).where(Booking.event_id == event.id), words, state)
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    number = min(max(page, 1), max(1, -(-total // PAGE_SIZE)))
    newest = query.order_by(Booking.created_at.desc(), Booking.id)
    rows = newest.limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)
    return Page(db.session.scalars(rows).unique().all(), total, number)


def list_ids_found(words: str, most: int) -> list[UUID]:
    """List the ids of bookings of any event that these words find, the newest first."""
    query = _matching(select(Booking), words, "").with_only_columns(Booking.id)
    return list(db.session.scalars(query.order_by(Booking.created_at.desc()).limit(most)))


def _matching(query: Select[Booking], words: str, state: str) -> Select[Booking]:
    for word in words.replace(",", " ").split():
        query = query.where(_finds(word))
    if state == "cancelled":
        query = query.where(Booking.cancelled_at.is_not(None))
    elif state == "valid":
        query = query.where(Booking.cancelled_at.is_(None))
    return query


def _finds(word: str) -> ColumnElement[bool]:
    if typed := read_short_code(word):
        reference, position = typed
        return and_(
            Booking.reference == reference, Booking.tickets.any(Ticket.position == position)
        )
    return Booking.search_text.contains(fold(word), autoescape=True)


def count_tickets(event: Event) -> dict[int, int]:
    """Count the valid tickets of an event by the id of their type."""
    rows = db.session.execute(
        select(Ticket.ticket_type_id, func.count())
        .join(TicketType, TicketType.id == Ticket.ticket_type_id)
        .where(TicketType.event_id == event.id, Ticket.cancelled_at.is_(None))
        .group_by(Ticket.ticket_type_id)
    )
    return dict(rows.all())


def bookings_per_day(event: Event) -> list[tuple[date, int]]:
    """Count the tickets booked on each date, in the zone of the event, cancelled ones left out."""
    rows = db.session.execute(
        select(BookedCount.quarter, func.sum(BookedCount.number))
        .join(TicketType, TicketType.id == BookedCount.ticket_type_id)
        .where(TicketType.event_id == event.id, BookedCount.number > 0)
        .group_by(BookedCount.quarter)
    )
    counts: dict[date, int] = {}
    for quarter, number in rows:
        day = local(moment_of_step(quarter, QUARTER), event.timezone).date()
        counts[day] = counts.get(day, 0) + int(number)
    return sorted(counts.items())
