"""When letters by time are written; on plain values.

A visit is one date, or several in a row, that a ticket admits to: whoever comes on Thursday and
Friday is reminded once, whoever comes to a course once a week is told before each time.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

# No letter by time is written at night.
FIRST_HOUR, LAST_HOUR = 10, 20
# Whoever was reminded lately, and whose day is moved, has the letter about that.
PAUSE = timedelta(days=7)
ONE_DAY = timedelta(days=1)
# An event may be reminded of at most so many days before; and nothing is written so long after it.
MOST_DAYS = 60
EARLIEST = timedelta(days=MOST_DAYS + 1)
LATEST = timedelta(days=6)


class Occasion(StrEnum):
    """What a letter by time is for; the names of its kinds are in `letters`."""

    REMINDER = "reminder"
    DAY_BEFORE = "day_before"
    THANKS = "thanks"


# For so many days it is still worth writing, if the worker stood still.
_LASTS = {Occasion.REMINDER: 2, Occasion.DAY_BEFORE: 1, Occasion.THANKS: 4}


@dataclass(frozen=True)
class Visit:
    """A date, or several in a row, that tickets of some types admit to.

    `begins` and `ends`: the types for which it is the first, or the last of all.
    """

    first: date
    last: date
    ticket_type_ids: frozenset[int]
    begins: frozenset[int]
    ends: frozenset[int]


@dataclass(frozen=True)
class Due:
    """Letters that are to be written now, to those who booked before `moment`."""

    occasion: Occasion
    date: date
    moment: datetime
    ticket_type_ids: frozenset[int]


def visits_of(days: Mapping[int, Collection[date]]) -> list[Visit]:
    """Return the visits to an event, from the dates that each ticket type admits to."""
    runs = {type_id: list(_runs(sorted(dates))) for type_id, dates in days.items() if dates}
    return [
        Visit(
            *run,
            frozenset(each for each, own in runs.items() if run in own),
            frozenset(each for each, own in runs.items() if run == own[0]),
            frozenset(each for each, own in runs.items() if run == own[-1]),
        )
        for run in sorted({run for own in runs.values() for run in own})
    ]


def _runs(dates: list[date]) -> Iterator[tuple[date, date]]:
    first = last = dates[0]
    for each in dates[1:]:
        if each - last > ONE_DAY:
            yield first, last
            first = each
        last = each
    yield first, last


def due_letters(
    visits: Collection[Visit], reminder_days: int, zone: str, now: datetime
) -> list[Due]:
    """Return which letters are to be written now, by the clocks at the event.

    Several visits that begin on one date, by tickets of different types, are one.
    """
    found: dict[tuple[Occasion, date], Due] = {}
    for visit in visits:
        for occasion, day, anchor, types in _plan(visit, reminder_days):
            moment = datetime.combine(day, time(FIRST_HOUR), ZoneInfo(zone))
            if not types or not _is_time(occasion, moment, now.astimezone(ZoneInfo(zone)), anchor):
                continue
            known = found.get((occasion, anchor))
            both = types | (known.ticket_type_ids if known else frozenset())
            found[occasion, anchor] = Due(occasion, anchor, moment, both)
    return list(found.values())


def next_reminder(
    visits: Collection[Visit], reminder_days: int, zone: str, now: datetime
) -> datetime | None:
    """Return when the next reminder is written; None if there is none to come."""
    moments = (
        datetime.combine(day, time(FIRST_HOUR), ZoneInfo(zone))
        for visit in visits
        for occasion, day, _, types in _plan(visit, reminder_days)
        if occasion is Occasion.REMINDER and types
    )
    return min((each for each in moments if each > now), default=None)


def _plan(
    visit: Visit, reminder_days: int
) -> Iterator[tuple[Occasion, date, date, frozenset[int]]]:
    # A reminder on the day before would be a second letter on that day.
    if reminder_days > 1:
        # Only before the first visit: what is given back is the whole ticket.
        day = visit.first - timedelta(days=reminder_days)
        yield Occasion.REMINDER, day, visit.first, visit.begins
    yield Occasion.DAY_BEFORE, visit.first - ONE_DAY, visit.first, visit.ticket_type_ids
    yield Occasion.THANKS, visit.last + ONE_DAY, visit.last, visit.ends


def _is_time(occasion: Occasion, moment: datetime, here: datetime, anchor: date) -> bool:
    if not FIRST_HOUR <= here.hour < LAST_HOUR:
        return False
    late = (here.date() - moment.date()).days
    if occasion is Occasion.REMINDER and anchor - here.date() <= ONE_DAY:
        # By now the letter of the day before says all that is to be said.
        return False
    return 0 <= late < _LASTS[occasion]


class Answer(StrEnum):
    """What somebody answers to a reminder; the words stand in addresses."""

    COMES = "ja"
    FEWER = "weniger"
    STAYS_AWAY = "nein"
