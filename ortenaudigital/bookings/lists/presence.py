"""Whether people came, as a condition of the list. The door, which is above bookings, knows it."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, select, true
from sqlalchemy.orm import aliased

from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.events.models import Day, admits_to
from ortenaudigital.kernel.db.lookups import unindexed


class Presence(StrEnum):
    """Whether somebody of a booking came to a day."""

    CAME = "gekommen"
    # Nobody of it, although a valid ticket admits to the day.
    MISSED = "fehlt"
    # In now, and not out again.
    INSIDE = "drin"


# The ids of the tickets that were let in at the entrances of days; those that are in now if asked.
LetIn = Callable[[Sequence[int], bool], Select[Any]]
# How many of them there are, without a look at each.
HowMany = Callable[[Sequence[int], bool], int]
_door: list[tuple[LetIn, HowMany]] = []


def know_who_was_let_in(tell: LetIn, count: HowMany) -> None:
    """Say who tells which tickets were let in, and how many."""
    _door[:] = [(tell, count)]


def of_presence(
    presence: Presence, days: Sequence[Day], one_by_one: int | None = None
) -> ColumnElement[bool]:
    """Say that somebody of a booking came to one of the days, is in now, or that nobody came.

    Looked up for all bookings at once, which takes half a second if 200,000 came; or, where more
    came than `one_by_one`, for each that is looked at, of which a page needs only some.
    """
    ids, inside = [day.id for day in days], presence is Presence.INSIDE
    ((tell, count),) = _door
    let_in = tell(ids, inside)
    missed = presence is Presence.MISSED
    if one_by_one is not None and (missed or count(ids, inside) > one_by_one):
        own = _own_ticket(_is_one_of(let_in))
        return _is_expected(days, _is_there) & _is_missing(own) if missed else _is_there(own)
    ticket, admitted = aliased(Ticket), let_in.subquery()
    (ticket_id,) = admitted.c
    # From those who were let in: SQLite would look at all of them twice for an IN.
    came = Booking.id.in_(select(ticket.booking_id).join(admitted, ticket_id == ticket.id))
    return _is_expected(days, Select.exists) & ~came if missed else came


def _is_expected(
    days: Sequence[Day], are_there: Callable[[Select[Any]], ColumnElement[bool]]
) -> ColumnElement[bool]:
    """Say that a booking has a valid ticket for one of the days."""
    kinds = days[0].event.ticket_types if days else []
    if kinds and all(set(kind.days) & set(days) for kind in kinds):
        # Whichever it has, without a look at each.
        return unindexed(Booking.ticket_count) > 0
    return are_there(_expected([day.id for day in days]))


def _expected(day_ids: Sequence[int]) -> Select[Any]:
    """Select the valid tickets of a booking for one of the days."""
    to_days = unindexed(Ticket.ticket_type_id).in_(
        select(admits_to.c.ticket_type_id).where(admits_to.c.day_id.in_(day_ids))
    )
    return _own_ticket(Ticket.cancelled_at.is_(None), to_days)


def _own_ticket(*conditions: ColumnElement[bool]) -> Select[Any]:
    own = select(Ticket.id).where(Ticket.booking_id == Booking.id, *conditions)
    return own.correlate(Booking)


def _is_one_of(let_in: Select[Any]) -> ColumnElement[bool]:
    (ticket_id,) = let_in.selected_columns
    return let_in.where(ticket_id == Ticket.id).correlate(Ticket).exists()


# As values of one row: of an EXISTS, PostgreSQL makes a question about all bookings. And as one of
# two words, which it expects of every other booking; a value that is NULL, of hardly any.
def _is_there(own: Select[Any]) -> ColumnElement[bool]:
    return func.coalesce(own.with_only_columns(true()).limit(1).scalar_subquery(), false())


def _is_missing(own: Select[Any]) -> ColumnElement[bool]:
    return func.coalesce(own.with_only_columns(false()).limit(1).scalar_subquery(), true())
