"""Questions about needs: of one booking, and of all for a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, String, and_, cast, exists, func, select, tuple_
from sqlalchemy.sql import Select

from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.bookings.needs.models import BookingNeeds, NeedDone
from ortenaudigital.bookings.needs.rules import State
from ortenaudigital.events.models import Day, admits_to
from ortenaudigital.events.sections.questions.kinds import Need
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.paging import Page

# As many stand on a page.
MOST = 100
_ORDER = (Booking.sort_name, Booking.id)


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

    @property
    def id(self) -> UUID:
        """Return by what the list knows it."""
        return self.booking_id


def find_needs(booking_id: UUID) -> BookingNeeds | None:
    """Find what was told with a booking."""
    return db.session.get(BookingNeeds, booking_id)


def find_needing(booking_ids: Sequence[UUID]) -> Sequence[UUID]:
    """Find with which of some bookings needs were told."""
    query = select(BookingNeeds.booking_id).where(BookingNeeds.booking_id.in_(booking_ids))
    return db.session.scalars(query).all()


def list_day_needs(
    day: Day, kind: Need | None = None, state: State = State.ALL, most: int | None = None
) -> list[DayNeed]:
    """List the needs of those who have a valid ticket for a day, by name: all, or the first."""
    query = _listed(day, kind, state).order_by(*_ORDER)
    return [_shown(row) for row in db.session.execute(query.limit(most))]


def page_of_needs(
    day: Day, kind: Need | None, state: State, after: UUID | None = None
) -> Page[DayNeed]:
    """Read one page of that list: from its beginning, or after a booking."""
    query = _listed(day, kind, state).order_by(*_ORDER).limit(MOST + 1)
    place = after and db.session.execute(select(*_ORDER).where(Booking.id == after)).one_or_none()
    if place:
        query = query.where(tuple_(*_ORDER) > tuple_(*place))
    rows = [_shown(row) for row in db.session.execute(query)]
    return Page(rows[:MOST], newer=bool(place), older=len(rows) > MOST)


def _listed(day: Day, kind: Need | None, state: State) -> Select[Any]:
    query = _of_day(day)
    if kind is not None:
        query = query.where(cast(BookingNeeds.kinds, String).contains(f'"{kind}"'))
    if state is not State.ALL:
        done = NeedDone.done_at.is_not(None)
        query = query.where(done if state is State.DONE else ~done)
    return query


def _of_day(day: Day) -> Select[Any]:
    done = and_(NeedDone.booking_id == BookingNeeds.booking_id, NeedDone.day_id == day.id)
    tickets = _tickets_of(_types_by_day([day.id])[day.id])
    columns: tuple[Any, ...] = (
        *(Booking.id, Booking.reference, Booking.first_name, Booking.last_name, Booking.email),
        *(BookingNeeds.kinds, BookingNeeds.other, NeedDone.done_at, NeedDone.done_by),
        tickets.label("tickets"),
    )
    return (
        select(*columns)
        .select_from(BookingNeeds)
        .join(Booking, Booking.id == BookingNeeds.booking_id)
        .outerjoin(NeedDone, done)
        # Said once more, so that SQLite begins with the needs: it read each booking for a few.
        .where(Booking.id.in_(select(BookingNeeds.booking_id)), tickets > 0)
    )


def _types_by_day(day_ids: Sequence[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {each: [] for each in day_ids}
    query = select(admits_to.c.day_id, admits_to.c.ticket_type_id)
    for day_id, type_id in db.session.execute(query.where(admits_to.c.day_id.in_(day_ids))):
        found[day_id].append(type_id)
    return found


def _tickets_of(type_ids: Sequence[int]) -> ScalarSelect[int]:
    """Say how many valid tickets of some types a booking has that told needs."""
    # Types by their ids, and added to nothing: otherwise all tickets of the event would be read.
    of_type = (Ticket.ticket_type_id + 0).in_(type_ids)
    valid = (Ticket.booking_id == BookingNeeds.booking_id, Ticket.cancelled_at.is_(None))
    query = select(func.count(Ticket.id)).where(*valid, of_type)
    return query.correlate(BookingNeeds).scalar_subquery()


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


def count_open(days: Sequence[Day]) -> dict[int, int]:
    """Count by the id of a day the bookings whose needs nobody has seen to yet."""
    types = _types_by_day([day.id for day in days])
    counts = [func.count().filter(_tickets_of(types[each]) > 0, ~_is_done(each)) for each in types]
    row = db.session.execute(select(*counts).select_from(BookingNeeds)).one()
    return dict(zip(types, row, strict=True))


def _is_done(day_id: int) -> ColumnElement[bool]:
    of_day = (NeedDone.booking_id == BookingNeeds.booking_id, NeedDone.day_id == day_id)
    return exists().where(*of_day).correlate(BookingNeeds)
