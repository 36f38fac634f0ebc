"""A booking as the pages behind its private links show it: one question, plain values.

Templates name the same attributes as of `models.Booking`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Row, bindparam, exists, or_, select

from ortenaudigital.bookings.errors import UnknownBooking, UnknownTicket
from ortenaudigital.bookings.letters import CONFIRMATION
from ortenaudigital.bookings.links import companion_key, ticket_code
from ortenaudigital.bookings.models import Booking, RetiredCode, Ticket
from ortenaudigital.bookings.queries import get_booking_by_key
from ortenaudigital.bookings.questions.models import Answer
from ortenaudigital.events.models import Event
from ortenaudigital.guests.events import ShownDay, ShownEvent, ShownType, show_event
from ortenaudigital.kernel.codes import fingerprint
from ortenaudigital.kernel.db.questions import ask
from ortenaudigital.outbox.queries import was_written


@dataclass(frozen=True)
class ShownTicket:
    """One admission, with the code that its page goes by, and what lets others change it."""

    position: int
    display_name: str
    code: str
    companion_key: str
    short_code: str
    cancelled_at: datetime | None
    ticket_type_id: int
    ticket_type: ShownType


@dataclass(frozen=True)
class ShownBooking:
    """One order with its tickets; `written`: they are or were on their way by mail."""

    reference: str
    email: str
    erased_at: datetime | None
    written: bool
    answered: bool
    id: UUID
    event: ShownEvent
    tickets: tuple[ShownTicket, ...]

    @property
    def valid_tickets(self) -> tuple[ShownTicket, ...]:
        """Return the tickets that were not cancelled."""
        return tuple(ticket for ticket in self.tickets if ticket.cancelled_at is None)

    @property
    def has_details(self) -> bool:
        """Say whether there is anything to tell with it, or to look at."""
        asks = any(ticket.ticket_type.asks for ticket in self.valid_tickets)
        return self.answered or asks or self.event.has_needs

    @property
    def days(self) -> tuple[ShownDay, ...]:
        """Return the days that a valid ticket admits to, in order."""
        admitted = {day.id for each in self.valid_tickets for day in each.ticket_type.days}
        return tuple(day for day in self.event.days if day.id in admitted)

    @property
    def may_grow(self) -> bool:
        """Say whether everybody may book another ticket like these; not whether there is one."""
        valid = self.valid_tickets
        kind = valid[0].ticket_type if valid else None
        return kind is not None and kind.is_public and len(valid) < kind.max_per_booking

    def is_over(self, now: datetime) -> bool:
        """Say whether nothing about it can be changed any more."""
        return self.erased_at is not None or now >= self.event.ends_at


_BOOKINGS = (
    select(
        *(Booking.reference, Booking.first_name, Booking.last_name, Booking.email),
        *(Booking.erased_at, Booking.event_id, Booking.merged_into_id, Event.version),
        Ticket.id.label("ticket_id"),
        *(Ticket.position, Ticket.name, Ticket.reissue, Ticket.cancelled_at),
        *(Ticket.ticket_type_id, Ticket.code_hash),
        was_written(CONFIRMATION, Booking.id).label("written"),
        exists().where(Answer.booking_id == Booking.id).label("answered"),
        Booking.id.label("booking_id"),
    )
    .join(Event, Event.id == Booking.event_id)
    .join(Ticket, Ticket.booking_id == Booking.id)
)
_BY_KEY = _BOOKINGS.where(Booking.key_hash == bindparam("hashed")).order_by(Ticket.position)
_CODE_HASH: BindParameter[bytes] = bindparam("hashed")
_RETIRED = select(RetiredCode.ticket_id).where(RetiredCode.code_hash == _CODE_HASH)
_BY_CODE = _BOOKINGS.where(
    or_(Ticket.code_hash == _CODE_HASH, Ticket.id == _RETIRED.scalar_subquery())
)


def show_booking(key: str) -> ShownBooking:
    """Return the booking behind a private link. Raises UnknownBooking or LeadsOn."""
    rows = ask(_BY_KEY, {"hashed": fingerprint(key)})
    if not rows or rows[0].merged_into_id is not None:
        # Says where it leads, if all its tickets are somewhere else.
        get_booking_by_key(key)
        raise UnknownBooking()
    return _booking(rows)


def show_ticket(code: str) -> tuple[ShownBooking, bool]:
    """Return the booking of a ticket, with that ticket alone, and whether its code was replaced.

    Raises UnknownTicket.
    """
    hashed = fingerprint(code)
    rows = ask(_BY_CODE, {"hashed": hashed})
    if not rows:
        raise UnknownTicket()
    return _booking(rows), rows[0].code_hash != hashed


def _booking(rows: Sequence[Row[Any]]) -> ShownBooking:
    booking = rows[0]
    event = show_event(booking.event_id, booking.version)
    return ShownBooking(
        reference=booking.reference,
        email=booking.email,
        erased_at=booking.erased_at,
        written=bool(booking.written),
        answered=bool(booking.answered),
        id=booking.booking_id,
        event=event,
        tickets=tuple(_ticket(row, event) for row in rows),
    )


def _ticket(row: Row[Any], event: ShownEvent) -> ShownTicket:
    return ShownTicket(
        position=row.position,
        display_name=row.name or f"{row.first_name} {row.last_name}".strip(),
        code=ticket_code(row.ticket_id, row.reissue),
        companion_key=companion_key(row.ticket_id, row.reissue),
        short_code=f"{row.reference}-{row.position}",
        cancelled_at=row.cancelled_at,
        ticket_type_id=row.ticket_type_id,
        ticket_type=event.ticket_types[row.ticket_type_id],
    )
