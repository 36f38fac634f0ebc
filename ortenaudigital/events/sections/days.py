"""The days of an event and the hours of their doors."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import chain, count
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator

from ortenaudigital.events.models import Day, Event
from ortenaudigital.events.rules import opening_hours
from ortenaudigital.events.sections.door import (
    Checkpoints,
    make_entrance,
    read_checkpoints,
    store_checkpoints,
)
from ortenaudigital.events.sections.values import (
    ClosingTime,
    EventDate,
    OpeningTime,
    Places,
    Section,
    Titles,
    in_german,
)

# In files from before it was one text.
Audience = Annotated[Titles | None, BeforeValidator(in_german)]


class DayPlan(Section):
    """One section `[[day]]`. Doors that close before they open close on the next day.

    `capacity` is how many the venue may hold; it is stored with the quotas.
    """

    date: EventDate
    title: Titles | None = None
    opens: OpeningTime
    closes: ClosingTime
    audience: Audience = None
    capacity: Places | None = None
    checkpoints: Checkpoints = []


def read_day(day: Day, zone: str) -> DayPlan:
    """Return a day as it is stored. Nothing is checked."""
    return DayPlan.model_construct(
        date=day.date,
        title=day.title or None,
        opens=_clock(day.opens_at, zone),
        # Midnight is said as the end of the day; what is later is on the next by itself.
        closes=_clock(day.closes_at, zone).replace("00:00", "24:00"),
        audience=day.audience or None,
        capacity=day.quota.size if day.quota else None,
        checkpoints=read_checkpoints(day),
    )


def _clock(value: datetime, zone: str) -> str:
    return value.astimezone(ZoneInfo(zone)).strftime("%H:%M")


def store_day(event: Event, plan: DayPlan) -> None:
    """Make the day of this date say what the section says, a new one if there is none."""
    day = next((each for each in event.days if each.date == plan.date), None)
    if day is None:
        key = _calendar_key(event.days, plan.date)
        day = Day(date=plan.date, calendar_key=key, checkpoints=[make_entrance()])
        event.days.append(day)
    hours = opening_hours(plan.date, plan.opens, plan.closes, event.timezone)
    day.opens_at, day.closes_at = hours
    day.title = dict(plan.title or {})
    day.audience = dict(plan.audience or {})
    store_checkpoints(day, plan.checkpoints)


def _calendar_key(days: Sequence[Day], date: date) -> str:
    """Return a name for a day in calendars that no other day has, moved ones included."""
    taken = {day.calendar_key for day in days}
    names = chain([date.isoformat()], (f"{date}-{number}" for number in count(2)))
    return next(name for name in names if name not in taken)
