"""Questions about series."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from ortenaudigital.events.models import Day, Event, TicketType
from ortenaudigital.events.queries import IS_THERE
from ortenaudigital.events.rules import PUBLIC_STATES
from ortenaudigital.events.series.errors import UnknownSeries
from ortenaudigital.events.series.models import Series
from ortenaudigital.kernel.db import db

_STARTS = select(func.min(Day.opens_at)).where(Day.event_id == Event.id).scalar_subquery()
_ENDS = select(func.max(Day.closes_at)).where(Day.event_id == Event.id).scalar_subquery()


def get_series(slug: str) -> Series:
    """Return a series by its name in addresses. Raises UnknownSeries."""
    series = db.session.scalar(select(Series).where(Series.slug == slug))
    if series is None:
        raise UnknownSeries()
    return series


def find_series(event: Event) -> Series | None:
    """Find the series that an event is a date of."""
    return db.session.get(Series, event.series_id) if event.series_id else None


def list_series(event_ids: Collection[int] | None = None) -> Sequence[Series]:
    """List all series, or those with one of these events among their dates, by name."""
    query = select(Series).order_by(Series.slug)
    if event_ids is not None:
        dates = select(Event.series_id).where(Event.id.in_(event_ids))
        query = query.where(Series.id.in_(dates))
    return db.session.scalars(query).all()


@dataclass(frozen=True)
class Entry:
    """What stands once in a list: an event, or a series by its next date and how many it has."""

    first: Event
    series: Series | None = None
    number: int = 1


def agenda_of(events: Sequence[Event]) -> Sequence[Entry]:
    """Put the dates of each series together, where the first of them stands."""
    numbers = Counter(event.series_id for event in events if event.series_id)
    found = select(Series).where(Series.id.in_(numbers))
    series = {each.id: each for each in db.session.scalars(found)} if numbers else {}
    firsts: dict[int | None, Event] = {}
    for event in events:
        known = firsts.get(event.series_id)
        # What was called off stands for its series only if there is nothing else.
        if known is None or (known.is_cancelled and not event.is_cancelled):
            firsts[event.series_id] = event
    return [
        Entry(event, series.get(event.series_id or 0), numbers.get(event.series_id or 0, 1))
        for event in events
        if event.series_id is None or firsts[event.series_id] is event
    ]


def list_dates(series: Series, event_ids: Collection[int] | None = None) -> Sequence[Event]:
    """List the dates of a series for its organisers, the next first: all, or those of theirs."""
    query = select(Event).where(Event.series_id == series.id, IS_THERE).order_by(_STARTS, Event.id)
    if event_ids is not None:
        query = query.where(Event.id.in_(event_ids))
    return db.session.scalars(query.options(*_SHOWN)).all()


def list_public_dates(series: Series, now: datetime) -> Sequence[Event]:
    """List the dates of a series that everybody may see and that are not over, the next first."""
    query = select(Event).where(
        Event.series_id == series.id, Event.state.in_(PUBLIC_STATES), now < _ENDS
    )
    return db.session.scalars(query.order_by(_STARTS, Event.id).options(*_SHOWN)).all()


_SHOWN = (
    selectinload(Event.ticket_types).lazyload(TicketType.days),
    selectinload(Event.town_links),
)
