"""Make a series out of an event, and more dates of it; inside one transaction of the caller."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ortenaudigital.audit.commands import record
from ortenaudigital.audit.rules import from_to
from ortenaudigital.event_changes.copying import Wanted, copy_event, keep_team
from ortenaudigital.event_changes.rescheduling import DayTimes, Schedule, reschedule
from ortenaudigital.event_changes.states import Move, change_state
from ortenaudigital.event_changes.versions import file_of
from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import find_event
from ortenaudigital.events.rules import EventState
from ortenaudigital.events.series.errors import DateTaken, InOtherSeries, SeriesNameTaken
from ortenaudigital.events.series.models import Series
from ortenaudigital.events.series.rules import date_slug
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.constraints import constraint_as


@dataclass(frozen=True)
class Texts:
    """What a series says of itself, by language."""

    title: Mapping[str, str]
    summary: Mapping[str, str]


@dataclass(frozen=True)
class Dates:
    """The dates that a series is to get; hours as on clocks, those of the pattern if not said."""

    days: Sequence[date]
    opens: str = ""
    closes: str = ""


def create_series(slug: str, texts: Texts, first: Event, now: datetime, actor: str) -> Series:
    """Make a series whose first date is an event that there is.

    Raises SeriesNameTaken, or InOtherSeries if the event is a date of another one.
    """
    if first.series_id is not None:
        raise InOtherSeries(title=first.title)
    series = Series(slug=slug, title=dict(texts.title), summary=dict(texts.summary))
    with constraint_as("uq_series_slug", lambda: SeriesNameTaken(slug=slug)):
        db.session.add(series)
        db.session.flush()
    first.series_id = series.id
    record("series.created", f"series:{series.id}", actor, now, first=first.slug)
    return series


def change_series(series: Series, texts: Texts, now: datetime, actor: str) -> bool:
    """Let a series say something else of itself; say whether it is another."""
    wanted = {"title": dict(texts.title), "summary": dict(texts.summary)}
    was = {name: getattr(series, name) for name in wanted}
    changed = from_to(was, wanted, only_named=("summary",))
    for name, value in wanted.items():
        if was[name] != value:
            setattr(series, name, value)
    if changed:
        record("series.changed", f"series:{series.id}", actor, now, **changed)
    return bool(changed)


def add_dates(
    series: Series, pattern: Event, dates: Dates, now: datetime, actor: str
) -> Sequence[Event]:
    """Copy one date of a series to others; who belongs to it belongs to them too.

    They are drafts. All or none: raises DateTaken, or EventFileError with what a copy would have
    wrong, such as hours that end before they begin.
    """
    made = [_add(series, pattern, day, dates, (now, actor)) for day in dates.days]
    days = [day.isoformat() for day in dates.days]
    record("series.dates_added", f"series:{series.id}", actor, now, days=days, like=pattern.slug)
    return made


def _add(
    series: Series, pattern: Event, day: date, dates: Dates, done: tuple[datetime, str]
) -> Event:
    slug = date_slug(series.slug, day)
    if find_event(slug) is not None:
        raise DateTaken(date=day)
    # Two at once are settled by the unique slug of the event, in the words of the copy.
    copy = copy_event(pattern, Wanted(slug, day, pattern.title), *done)
    copy.series_id = series.id
    if dates.opens or dates.closes:
        _open_at(copy, dates, *done)
    keep_team(pattern, copy)
    return copy


def _open_at(event: Event, dates: Dates, now: datetime, actor: str) -> None:
    days = tuple(
        DayTimes(plan.date, plan.date, dates.opens or plan.opens, dates.closes or plan.closes)
        for plan in file_of(event).days
    )
    place = (event.venue_name, event.venue_town, event.venue_address)
    reschedule(event.slug, Schedule(days, *place), now, actor)


def publish_drafts(dates: Sequence[Event], now: datetime, actor: str) -> int:
    """Publish those dates that are drafts; return how many. Raises what `change_state` raises."""
    waiting = [event.slug for event in dates if event.is_draft]
    for slug in waiting:
        change_state(slug, Move(EventState.PUBLISHED, tell=False), now, actor)
    return len(waiting)
