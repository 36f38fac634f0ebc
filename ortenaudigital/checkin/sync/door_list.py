"""What the door must know of a ticket, read in one question: who, what, which days, let in when."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, select

from ortenaudigital.bookings.models import Booking, RetiredCode, Ticket
from ortenaudigital.bookings.rules import read_short_code
from ortenaudigital.checkin.models import Admission, Device
from ortenaudigital.checkin.rules import Presence, TicketFacts
from ortenaudigital.events.models import Day, TicketType, admits_to
from ortenaudigital.kernel.codes import fingerprint, read_code
from ortenaudigital.kernel.db import db


@dataclass(frozen=True)
class DayAtDoor:
    """A day that a ticket admits to, and the admission on it."""

    id: int
    date: date
    opens_at: datetime
    closes_at: datetime
    admitted_at: datetime | None
    left_at: datetime | None
    device: str | None

    def with_admission(self, at: datetime, device: str) -> "DayAtDoor":
        """Return the day as it is after the ticket was let in."""
        if self.admitted_at is not None:
            return replace(self, left_at=None)
        return replace(self, admitted_at=at, device=device)


@dataclass(frozen=True)
class TicketAtDoor:
    """A ticket as the door sees it; `title` is the name of its type by language."""

    id: UUID
    event_id: int
    ticket_type_id: int
    name: str
    title: dict[str, str]
    short_code: str
    cancelled: bool
    replaced: bool
    days: tuple[DayAtDoor, ...]

    def day(self, wanted: date | None) -> DayAtDoor | None:
        """Return the day of a date, if the ticket admits to it."""
        return next((day for day in self.days if day.date == wanted), None)

    def facts(self, event_id: int) -> TicketFacts:
        """Return what a verdict at the door of an event depends on."""
        return TicketFacts(
            same_event=self.event_id == event_id,
            days=frozenset(day.date for day in self.days),
            cancelled=self.cancelled,
            replaced=self.replaced,
            admitted={
                day.date: Presence(day.admitted_at, day.left_at)
                for day in self.days
                if day.admitted_at
            },
        )


def find_ticket_at_door(text: str) -> TicketAtDoor | None:
    """Find the ticket that a scanner read or a helper typed, with a valid or a replaced code."""
    code = read_code(text)
    if code is not None:
        hashed = fingerprint(code)
        return _find(_BY_CODE, hashed=hashed) or _find(_BY_RETIRED_CODE, True, hashed=hashed)
    typed = read_short_code(text)
    if typed is None:
        return None
    reference, position = typed
    return _find(_BY_SHORT_CODE, reference=reference, position=position)


def get_ticket_at_door(ticket_id: UUID) -> TicketAtDoor | None:
    """Return a ticket by its id."""
    return _find(_BY_ID, wanted=ticket_id)


# Built once: a statement that is made anew costs more to compile than to run.
_FACTS = (
    select(
        Ticket.id.label("ticket_id"),
        TicketType.event_id,
        Ticket.ticket_type_id,
        Ticket.name,
        Booking.first_name,
        Booking.last_name,
        TicketType.title,
        Booking.reference,
        Ticket.position,
        Ticket.cancelled_at,
        Day.id.label("day_id"),
        Day.date,
        Day.opens_at,
        Day.closes_at,
        Admission.admitted_at,
        Admission.left_at,
        Device.name.label("device"),
    )
    .select_from(Ticket)
    .join(Booking, Booking.id == Ticket.booking_id)
    .join(TicketType, TicketType.id == Ticket.ticket_type_id)
    .join(admits_to, admits_to.c.ticket_type_id == TicketType.id)
    .join(Day, Day.id == admits_to.c.day_id)
    .outerjoin(Admission, and_(Admission.ticket_id == Ticket.id, Admission.day_id == Day.id))
    .outerjoin(Device, Device.id == Admission.device_id)
    # A ticket that names nobody any more is unknown, whatever date its event has got since.
    .where(Booking.erased_at.is_(None))
    .order_by(Day.date)
)
_BY_ID = _FACTS.where(Ticket.id == bindparam("wanted"))
_BY_CODE = _FACTS.where(Ticket.code_hash == bindparam("hashed"))
_BY_RETIRED_CODE = _FACTS.join(RetiredCode, RetiredCode.ticket_id == Ticket.id).where(
    RetiredCode.code_hash == bindparam("hashed")
)
_BY_SHORT_CODE = _FACTS.where(
    Booking.reference == bindparam("reference"), Ticket.position == bindparam("position")
)


def _find(query: Any, replaced: bool = False, **values: Any) -> TicketAtDoor | None:
    rows = db.session.execute(query, values).all()
    return _ticket(rows, replaced=replaced) if rows else None


def _ticket(rows: Sequence[Any], *, replaced: bool) -> TicketAtDoor:
    first = rows[0]
    days = (
        DayAtDoor(
            id=row.day_id,
            date=row.date,
            opens_at=row.opens_at,
            closes_at=row.closes_at,
            admitted_at=row.admitted_at,
            left_at=row.left_at,
            device=row.device,
        )
        for row in rows
    )
    return TicketAtDoor(
        id=first.ticket_id,
        event_id=first.event_id,
        ticket_type_id=first.ticket_type_id,
        name=first.name or f"{first.first_name} {first.last_name}".strip(),
        title=first.title,
        short_code=f"{first.reference}-{first.position}",
        cancelled=first.cancelled_at is not None,
        replaced=replaced,
        days=tuple(days),
    )
