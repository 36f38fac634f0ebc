"""Questions about needs: of one booking, and of all for a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ScalarSelect, String, and_, cast, func, select
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


def find_needing(booking_ids: Sequence[UUID]) -> Sequence[UUID]:
    """Find with which of some bookings needs were told."""
    query = select(BookingNeeds.booking_id).where(BookingNeeds.booking_id.in_(booking_ids))
    return db.session.scalars(query).all()


def list_day_needs(
    day: Day, kind: Need | None = None, state: State = State.ALL, most: int | None = MOST
) -> list[DayNeed]:
    """List the needs of those who have a valid ticket for a day, by name."""
    number = _tickets_for(day).label("tickets")
    query = (
        _of_day(day)
        .add_columns(
            *(Booking.id, Booking.reference, Booking.first_name, Booking.last_name, Booking.email),
            *(BookingNeeds.kinds, BookingNeeds.other, NeedDone.done_at, NeedDone.done_by, number),
        )
        .order_by(func.lower(Booking.last_name), func.lower(Booking.first_name), Booking.id)
    )
    if kind is not None:
        query = query.where(cast(BookingNeeds.kinds, String).contains(f'"{kind}"'))
    if state is not State.ALL:
        done = NeedDone.done_at.is_not(None)
        query = query.where(done if state is State.DONE else ~done)
    return [_shown(row) for row in db.session.execute(query.limit(most))]


def _of_day(day: Day) -> Select[tuple[()]]:
    done = and_(NeedDone.booking_id == BookingNeeds.booking_id, NeedDone.day_id == day.id)
    return (
        select()
        .select_from(BookingNeeds)
        .join(Booking, Booking.id == BookingNeeds.booking_id)
        .outerjoin(NeedDone, done)
        # Said once more, so that SQLite begins with the needs: it read each booking for a few.
        .where(Booking.id.in_(select(BookingNeeds.booking_id)), _tickets_for(day) > 0)
    )


def _tickets_for(day: Day) -> ScalarSelect[int]:
    types = select(admits_to.c.ticket_type_id).where(admits_to.c.day_id == day.id)
    # Added to nothing: by the index of types, SQLite read each ticket of the event.
    of_day = (Ticket.ticket_type_id + 0).in_(types)
    valid = (Ticket.booking_id == Booking.id, Ticket.cancelled_at.is_(None))
    return select(func.count(Ticket.id)).where(*valid, of_day).correlate(Booking).scalar_subquery()


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
    query = _of_day(day).add_columns(func.count()).where(NeedDone.done_at.is_(None))
    return db.session.scalar(query) or 0
