"""Who is told that an event changed, and what they knew before."""

from collections.abc import Sequence
from datetime import datetime

from ortenaudigital.bookings import letters as guests
from ortenaudigital.bookings.telling import Told, count_guests, tell_guests
from ortenaudigital.bookings.wait_list.letters import OFFER_CHANGED
from ortenaudigital.bookings.wait_list.telling import tell_those_with_offers
from ortenaudigital.event_changes.queries import is_waiting
from ortenaudigital.events.announced import Announced, announced_of, merged
from ortenaudigital.events.models import Event
from ortenaudigital.fair import letters as exhibitors
from ortenaudigital.fair.inventory import count_concerned, tell_exhibitors

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


def tell_of_cancellation(event: Event, now: datetime) -> tuple[Told, int]:
    """Write to everybody concerned that the event does not take place; return how many."""
    told = tell_guests(event, coming_days(event, now), now, guests.EVENT_CANCELLED)
    return told, tell_exhibitors(event, now, exhibitors.EVENT_CANCELLED)


def count_told(event: Event, now: datetime) -> tuple[Told, int]:
    """Count the bookings and the exhibitors whom a change of the whole event concerns."""
    return count_guests(event, coming_days(event, now)), count_concerned(event)


def coming_days(event: Event, now: datetime) -> list[int]:
    """Return the ids of the days that are not over."""
    return [day.id for day in event.days if day.closes_at > now]
