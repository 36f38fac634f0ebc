"""Read earlier editions of an event. What is read names nobody, and outlives the erasure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import chain

from sqlalchemy import func, select

from ortenaudigital.bookings.queries import bookings_per_day_and_type
from ortenaudigital.events.models import Day, Event
from ortenaudigital.events.queries import IS_THERE
from ortenaudigital.events.rules import EventState
from ortenaudigital.kernel.db import db
from ortenaudigital.reporting.editions.rules import (
    Curve,
    Known,
    PerDay,
    curve_of,
    earlier_editions,
    same,
)

# More lines than that nobody tells apart in black and white.
MOST_EDITIONS = 3


def list_earlier(event: Event, now: datetime) -> list[Known]:
    """List the latest editions of an event that are over, the latest first."""
    query = (
        select(Event.id, Event.slug, Event.title, Event.series_id, func.min(Day.date))
        .join(Day, Day.event_id == Event.id)
        .where(Event.state == EventState.PUBLISHED, Event.id != event.id)
        .group_by(Event.id, Event.slug, Event.title, Event.series_id)
        .having(func.max(Day.closes_at) < now)
    )
    others = [Known(*row) for row in db.session.execute(query)]
    return earlier_editions(_known(event), others, MOST_EDITIONS)


def find_next(event: Event) -> str | None:
    """Find the name in addresses of the edition after an event, drafts too; None without one."""
    later = select(Event.id, Event.slug, Event.title, Event.series_id, func.min(Day.date))
    later = (
        later.join(Day, Day.event_id == Event.id)
        .where(IS_THERE)
        .group_by(Event.id, Event.slug, Event.title, Event.series_id)
    )
    later = later.having(func.min(Day.date) > event.last_day.date)
    of = _known(event)
    found = [each for each in (Known(*row) for row in db.session.execute(later)) if same(of, each)]
    return min(found, key=lambda each: each.first).slug if found else None


def read_curves(event: Event, earlier: Sequence[Known]) -> tuple[list[Curve], Mapping[int, PerDay]]:
    """Read how an event and earlier editions filled, its own curve first.

    With it comes what was booked of the event on each date, by the ids of its ticket types.
    """
    editions = [_known(event), *earlier]
    # All by the clock of the one in hand: what counts are days, not hours.
    booked = bookings_per_day_and_type([each.id for each in editions], event.timezone)
    curves = [
        curve_of(each.name, chain(*booked[each.id].values()), each.first) for each in editions
    ]
    return curves, booked[event.id]


def _known(event: Event) -> Known:
    return Known(event.id, event.slug, event.title, event.series_id, event.days[0].date)
