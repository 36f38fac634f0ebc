"""Questions about letters by time: to whom they go, and what was answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, select, tuple_
from sqlalchemy.orm import selectinload

from ortenaudigital.bookings.models import BookedCount, Booking, Ticket
from ortenaudigital.bookings.reminders.models import AttendanceAnswer, LetterRound
from ortenaudigital.bookings.reminders.rules import EARLIEST, LATEST, Visit, visits_of
from ortenaudigital.events.models import Day, Event, TicketType
from ortenaudigital.events.rules import EventState
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.lookups import unindexed


def list_events_near(now: datetime) -> Sequence[Event]:
    """List the public events that have a day for which a letter may be due by now."""
    near = exists().where(
        Day.event_id == Event.id, Day.opens_at < now + EARLIEST, Day.closes_at > now - LATEST
    )
    return db.session.scalars(
        select(Event).where(near, Event.state == EventState.PUBLISHED).order_by(Event.id)
    ).all()


def visits_to(event: Event) -> list[Visit]:
    """Return the visits that the tickets of an event admit to."""
    query = select(TicketType).where(TicketType.event_id == event.id)
    types = db.session.scalars(query.options(selectinload(TicketType.days))).unique()
    return visits_of({each.id: [day.date for day in each.days] for each in types})


def list_finished(event: Event) -> set[tuple[str, date]]:
    """Return the kinds and dates for which all letters are written."""
    query = select(LetterRound.kind, LetterRound.date).where(LetterRound.event_id == event.id)
    done = db.session.execute(query.where(LetterRound.finished_at.is_not(None)))
    return {(row.kind, row.date) for row in done}


@dataclass(frozen=True)
class Wanted:
    """To whom letters of a kind go: who holds tickets of these types and booked before a moment.

    `after`: those who come after one of them. `spared`: who gets none for another reason.
    """

    ticket_type_ids: frozenset[int]
    before: datetime
    after: UUID | None = None
    spared: tuple[ColumnElement[bool], ...] = ()


def list_to_write(event: Event, wanted: Wanted, most: int) -> Sequence[Row[UUID, str]]:
    """List id and reference of the next bookings that a letter goes to.

    All of them name an address at which letters arrive, and want such letters.
    """
    holds = exists().where(
        Ticket.booking_id == Booking.id,
        Ticket.cancelled_at.is_(None),
        Ticket.ticket_type_id.in_(wanted.ticket_type_ids),
    )
    query = _reachable(event).where(Booking.created_at < wanted.before, holds)
    query = query.where(*(~each for each in wanted.spared))
    if wanted.after is not None:
        place = select(Booking.created_at, Booking.id).where(Booking.id == wanted.after)
        # One by one, because rows cannot be compared with a question on every database.
        reached = db.session.execute(place).one_or_none()
        if reached is not None:
            query = query.where(tuple_(Booking.created_at, Booking.id) > tuple_(*reached))
    return db.session.execute(query.order_by(Booking.created_at, Booking.id).limit(most)).all()


def _reachable(event: Event) -> Select[UUID, str]:
    return select(Booking.id, Booking.reference).where(
        Booking.event_id == event.id,
        Booking.email != "",
        Booking.erased_at.is_(None),
        Booking.cancelled_at.is_(None),
        Booking.undelivered_at.is_(None),
        Booking.only_necessary.is_(False),
    )


def list_valid_tickets(booking_ids: Sequence[UUID]) -> Mapping[UUID, UUID]:
    """Return the booking of each valid ticket of some bookings."""
    query = select(Ticket.id, Ticket.booking_id)
    valid = query.where(Ticket.booking_id.in_(booking_ids), Ticket.cancelled_at.is_(None))
    return dict(db.session.execute(valid).all())


@dataclass(frozen=True)
class Answers:
    """How many tickets of a type come, were given back by a reminder, or nobody spoke for."""

    come: int = 0
    returned: int = 0
    silent: int = 0


def count_answers(event: Event) -> dict[int, Answers]:
    """Count what was answered to reminders, in tickets, by the id of the type."""
    of_event = select(TicketType.id).where(TicketType.event_id == event.id)
    returned = dict(
        db.session.execute(
            select(AttendanceAnswer.ticket_type_id, func.sum(AttendanceAnswer.returned))
            .where(AttendanceAnswer.ticket_type_id.in_(of_event))
            .group_by(AttendanceAnswer.ticket_type_id)
        ).all()
    )
    # Counted as they are booked and cancelled, so that none has to be looked at.
    counted = select(BookedCount.ticket_type_id, func.sum(BookedCount.number))
    counted = counted.where(BookedCount.ticket_type_id.in_(of_event))
    booked = db.session.execute(counted.group_by(BookedCount.ticket_type_id)).all()
    valid = {each: int(number) for each, number in booked if number}
    come = _count_coming(of_event)
    return {
        each: Answers(
            come.get(each, 0), int(returned.get(each, 0)), valid.get(each, 0) - come.get(each, 0)
        )
        for each in {*valid, *returned}
    }


def _count_coming(of_event: Select[int]) -> dict[int, int]:
    # From the side of the answers: of the tickets, each of the event would be read.
    answered = (
        Ticket.booking_id == AttendanceAnswer.booking_id,
        unindexed(Ticket.ticket_type_id) == AttendanceAnswer.ticket_type_id,
        Ticket.cancelled_at.is_(None),
    )
    query = select(AttendanceAnswer.ticket_type_id, func.count()).join(Ticket, and_(*answered))
    query = query.where(AttendanceAnswer.ticket_type_id.in_(of_event))
    return dict(db.session.execute(query.group_by(AttendanceAnswer.ticket_type_id)).all())


def has_answers(event: Event) -> bool:
    """Say whether anybody answered a reminder."""
    of_event = select(TicketType.id).where(TicketType.event_id == event.id)
    query = select(AttendanceAnswer.booking_id)
    return bool(
        db.session.scalar(query.where(AttendanceAnswer.ticket_type_id.in_(of_event)).limit(1))
    )
