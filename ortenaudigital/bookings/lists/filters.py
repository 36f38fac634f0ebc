"""Which bookings of an event are listed: the conditions of a filter, each by an index."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Text, cast, exists, false, select

from ortenaudigital.bookings.groups.models import BookingGroup
from ortenaudigital.bookings.lists.presence import Presence, of_presence
from ortenaudigital.bookings.lists.rules import Reply
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.bookings.needs.models import BookingNeeds
from ortenaudigital.bookings.questions.models import CHOSEN, Answer
from ortenaudigital.bookings.reminders.models import AttendanceAnswer
from ortenaudigital.bookings.rules import Listed
from ortenaudigital.events.models import Day, Event, TicketType
from ortenaudigital.kernel.db.lookups import unindexed

# Of so few tickets the bookings are looked up first; among more, the newest are soon found.
FEW = 20_000


@dataclass(frozen=True)
class Given:
    """An answer that was chosen: the ticket type and the key of the question, and the answer.

    `alone`: nothing else can have been chosen beside it.
    """

    ticket_type_id: int
    question: str
    answer: str
    alone: bool = False


@dataclass(frozen=True)
class Filters:
    """What the bookings of a list have in common; None and nothing for whatever they have.

    `types` are ticket types, one of which a booking has a ticket of. `group`: whether it was made
    for a group. `presence` is meant at the entrances of `days`. `at_door`: whether helpers made it
    for who came without a ticket; `by_organiser`: whether organisers made it for who called.
    `needs`: whether somebody told what they need.
    """

    state: Listed = Listed.ALL
    types: Collection[TicketType] | None = None
    language: str = ""
    group: bool | None = None
    given: Given | None = None
    presence: Presence | None = None
    days: Sequence[Day] = ()
    at_door: bool | None = None
    by_organiser: bool | None = None
    needs: bool | None = None
    reply: Reply | None = None


ALL = Filters()


def are_many(event: Event) -> bool:
    """Say whether an event has so many bookings that a page must not look at all of them."""
    return sum(each.taken for each in event.ticket_types) > FEW


def conditions_of(filters: Filters, one_by_one: bool = False) -> Iterator[ColumnElement[bool]]:
    """Yield what must hold of a booking, its state left out.

    `one_by_one`: of very many, of which each is looked at in turn until enough are found.
    """
    if filters.types is not None:
        yield of_types(filters.types)
    if filters.language:
        yield Booking.language == filters.language
    if filters.group is not None:
        groups = select(BookingGroup.booking_id)
        yield Booking.id.in_(groups) if filters.group else Booking.id.not_in(groups)
    if filters.given is not None:
        yield _of_answer(filters.given)
    if filters.presence is not None:
        yield of_presence(filters.presence, filters.days, FEW if one_by_one else None)
    if filters.at_door is not None:
        yield Booking.at_door.is_(filters.at_door)
    if filters.by_organiser is not None:
        yield Booking.by_organiser.is_(filters.by_organiser)
    if filters.needs is not None:
        told = select(BookingNeeds.booking_id)
        yield Booking.id.in_(told) if filters.needs else Booking.id.not_in(told)
    if filters.reply is not None:
        yield from _of_reply(filters.reply)


def of_types(types: Collection[TicketType], *more: ColumnElement[bool]) -> ColumnElement[bool]:
    """Say that a booking has a ticket of one of some types, of which `more` holds too."""
    if not types:
        return false()
    ids = [each.id for each in types]
    if sum(each.taken for each in types) > FEW:
        # By the index of types, 200,000 tickets would take seconds.
        of_type = unindexed(Ticket.ticket_type_id).in_(ids)
        return exists().where(Ticket.booking_id == Booking.id, of_type, *more)
    few = select(Ticket.booking_id).where(Ticket.ticket_type_id.in_(ids), *more)
    return Booking.id.in_(few)


def _of_answer(given: Given) -> ColumnElement[bool]:
    """Say that a booking has an answer; keys need no escaping, they are slugs."""
    stored = cast(Answer.given, Text)
    chosen = select(Answer.booking_id).where(
        Answer.ticket_type_id == given.ticket_type_id,
        Answer.key == given.question,
        CHOSEN,
        # The whole of it is found by the index; for a part, all answers to the question are read.
        stored == f'["{given.answer}"]' if given.alone else stored.contains(f'"{given.answer}"'),
    )
    return Booking.id.in_(chosen)


def _of_reply(reply: Reply) -> Iterator[ColumnElement[bool]]:
    answered = exists().where(AttendanceAnswer.booking_id == Booking.id)
    if reply is Reply.NONE:
        yield ~answered
        return
    replied = select(AttendanceAnswer.booking_id)
    if reply is Reply.RETURNED:
        yield Booking.id.in_(replied.where(AttendanceAnswer.returned > 0))
        return
    # Whoever still has a ticket has said that they come.
    yield Booking.id.in_(replied)
    yield Booking.cancelled_at.is_(None)
