"""Whether people came, as a condition of the list. The door, which is above bookings, knows it."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import aliased

from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.events.models import Day, admits_to


class Presence(StrEnum):
    """Whether somebody of a booking came to a day."""

    CAME = "gekommen"
    # Nobody of it, although a valid ticket admits to the day.
    MISSED = "fehlt"
    # In now, and not out again.
    INSIDE = "drin"


# The ids of the tickets that were let in at the entrances of days; those that are in now if asked.
LetIn = Callable[[Sequence[int], bool], Select[Any]]
_door: list[LetIn] = []


def know_who_was_let_in(tell: LetIn) -> None:
    """Say who tells which tickets were let in."""
    _door[:] = [tell]


def of_presence(presence: Presence, days: Sequence[Day]) -> ColumnElement[bool]:
    """Say that somebody of a booking came to one of the days, is in now, or that nobody came."""
    ids = [day.id for day in days]
    (tell,) = _door
    ticket = aliased(Ticket)
    let_in = tell(ids, presence is Presence.INSIDE)
    of_them = select(ticket.booking_id).where(ticket.id.in_(let_in))
    if presence is not Presence.MISSED:
        return Booking.id.in_(of_them)
    # Added to nothing: by the index of types, each ticket of the event would be read.
    to_days = (Ticket.ticket_type_id + 0).in_(
        select(admits_to.c.ticket_type_id).where(admits_to.c.day_id.in_(ids))
    )
    expected = exists().where(
        Ticket.booking_id == Booking.id, Ticket.cancelled_at.is_(None), to_days
    )
    return expected & Booking.id.not_in(of_them)
