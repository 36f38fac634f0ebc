"""Questions about needs: of one booking, and of all for a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import String, and_, cast, func, select
from sqlalchemy.sql import Select

from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.bookings.needs.models import BookingNeeds, NeedDone
from ortenaudigital.bookings.needs.rules import State
from ortenaudigital.events.models import Day, admits_to
from ortenaudigital.events.sections.questions.kinds import Need
from ortenaudigital.kernel.db import db

# Nobody sees to more of them in one day.
MOST = 500


@dataclass(frozen=True)
class DayNeed:
    """The needs of a booking on a day: whose, how many come, and whether they are seen to."""

    booking_id: UUID
    reference: str
    name: str
    email: str
    tickets: int
    kinds: Sequence[str]
    other: str
    done_at: datetime | None
    done_by: str | None


def find_needs(booking_id: UUID) -> BookingNeeds | None:
    """Find what was told with a booking."""
    return db.session.get(BookingNeeds, booking_id)


def list_day_needs(day: Day, kind: Need | None = None, state: State = State.ALL) -> list[DayNeed]:
    """List the needs of those who have a valid ticket for a day, by name."""
    number = func.count(Ticket.id).label("tickets")
    query = (
        _of_day(day)
        .add_columns(
            *(Booking.id, Booking.reference, Booking.first_name, Booking.last_name, Booking.email),
            *(BookingNeeds.kinds, BookingNeeds.other, NeedDone.done_at, NeedDone.done_by, number),
        )
        .group_by(Booking.id, BookingNeeds.booking_id, NeedDone.booking_id, NeedDone.day_id)
        .order_by(func.lower(Booking.last_name), func.lower(Booking.first_name), Booking.id)
    )
    if kind is not None:
        query = query.where(cast(BookingNeeds.kinds, String).contains(f'"{kind}"'))
    if state is not State.ALL:
        done = NeedDone.done_at.is_not(None)
        query = query.where(done if state is State.DONE else ~done)
    return [_shown(row) for row in db.session.execute(query.limit(MOST))]


def _of_day(day: Day) -> Select[tuple[()]]:
    done = and_(NeedDone.booking_id == BookingNeeds.booking_id, NeedDone.day_id == day.id)
    # Not by the index of types, which SQLite would take: it read each ticket for a few needs.
    of_type = admits_to.c.ticket_type_id == Ticket.ticket_type_id + 0
    return (
        select()
        .select_from(BookingNeeds)
        .join(Booking, Booking.id == BookingNeeds.booking_id)
        .join(Ticket, and_(Ticket.booking_id == Booking.id, Ticket.cancelled_at.is_(None)))
        .join(
            admits_to,
            and_(of_type, admits_to.c.day_id == day.id),
        )
        .outerjoin(NeedDone, done)
    )


def _shown(row: Any) -> DayNeed:
    return DayNeed(
        booking_id=row.id,
        reference=row.reference,
        name=f"{row.first_name} {row.last_name}".strip(),
        email=row.email,
        tickets=row.tickets,
        kinds=row.kinds,
        other=row.other,
        done_at=row.done_at,
        done_by=row.done_by,
    )


def count_open(day: Day) -> int:
    """Count the bookings whose needs for a day nobody has seen to yet."""
    number = func.count(func.distinct(BookingNeeds.booking_id))
    query = _of_day(day).add_columns(number).where(NeedDone.done_at.is_(None))
    return db.session.scalar(query) or 0
