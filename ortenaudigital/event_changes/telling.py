"""Who is told that an event changed, and what they knew before."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from ortenaudigital.bookings import letters as guests
from ortenaudigital.bookings.telling import Told, count_guests, tell_guests
from ortenaudigital.bookings.wait_list.letters import OFFER_CHANGED
from ortenaudigital.bookings.wait_list.telling import (
    close_lists,
    count_waiting,
    tell_those_with_offers,
)
from ortenaudigital.event_changes.queries import is_waiting
from ortenaudigital.events.announced import Announced, announced_of, merged
from ortenaudigital.events.models import Event
from ortenaudigital.fair.applications import letters as exhibitors
from ortenaudigital.fair.applications.telling import count_concerned, tell_exhibitors


@dataclass(frozen=True)
class Concerned:
    """Whom a change of the whole event concerns, or was told to.

    `waiting`: those on the wait lists, which close when an event is called off.
    """

    bookings: Told = field(default_factory=Told)
    exhibitors: int = 0
    waiting: int = 0

    @property
    def any(self) -> bool:
        """Say whether there is anybody."""
        return bool(self.bookings.bookings or self.exhibitors or self.waiting)

    @property
    def letters(self) -> int:
        """Return how many letters go out."""
        guests = self.bookings.bookings - self.bookings.without_address
        return guests + self.exhibitors + self.waiting


KINDS = (guests.EVENT_CHANGED, exhibitors.EVENT_CHANGED, OFFER_CHANGED)


def tell(
    event: Event, before: Announced, day_ids: Sequence[int], now: datetime, *, write: bool = True
) -> tuple[Told, int]:
    """Write to all with tickets for these days, and to all exhibitors, what is no longer `before`.

    Return how many bookings it concerns, and how many letters go to exhibitors; without `write`
    they are only counted.
    """
    if not day_ids:
        return Told(), 0
    # Who has not been sent the letter before knows only what was true before that one.
    told_later = is_waiting(event, KINDS)
    waiting = announced_of(event.before_change) if told_later else Announced()
    event.before_change = merged(waiting, before).as_json()
    if not write:
        return count_guests(event, day_ids), count_concerned(event)
    tell_those_with_offers(day_ids, now)
    return tell_guests(event, day_ids, now), tell_exhibitors(event, now)


def call_off(event: Event, now: datetime, actor: str, *, tell: bool) -> Concerned:
    """Close the wait lists, and write to all concerned, if wished; return whom it was told.

    Whoever does something about an event that was called off, such as booking it a moment before,
    is answered all the same.
    """
    waiting = close_lists(event, now, actor, tell=tell)
    if not tell:
        return Concerned()
    told = tell_guests(event, coming_days(event, now), now, guests.EVENT_CANCELLED)
    return Concerned(told, tell_exhibitors(event, now, exhibitors.EVENT_CANCELLED), waiting)


def take_place(event: Event, now: datetime) -> Concerned:
    """Write to everybody concerned that the event takes place after all; return how many."""
    return Concerned(*tell(event, Announced(cancelled=True), coming_days(event, now), now))


def count_concerned_by_all(event: Event, now: datetime) -> Concerned:
    """Count whom a change of the whole event concerns."""
    bookings = count_guests(event, coming_days(event, now))
    return Concerned(bookings, count_concerned(event), count_waiting(event))


def coming_days(event: Event, now: datetime) -> list[int]:
    """Return the ids of the days that are not over."""
    return [day.id for day in event.days if day.closes_at > now]
