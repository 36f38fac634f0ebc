"""Move days, hours and place of an event at once, and write to everybody whom that concerns.

Inside one transaction of the caller.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from ortenaudigital.event_changes.commands import Outcome, import_event
from ortenaudigital.event_changes.versions import check_version, file_of
from ortenaudigital.events.errors import EventFileError, UnknownEvent
from ortenaudigital.events.messages.wholes import whole_fault
from ortenaudigital.events.models import Event
from ortenaudigital.events.rights import Decision
from ortenaudigital.events.sections.event_file import EventFile
from ortenaudigital.events.sections.fair.floor import StagePlan
from ortenaudigital.events.sections.storing import lock_event
from ortenaudigital.events.sections.toml.event import read_event_file, write_event_file


@dataclass(frozen=True)
class DayTimes:
    """A day: the date it had, the date it is to have, and from when to when its doors are open."""

    was: date
    date: date
    opens: str
    closes: str


@dataclass(frozen=True)
class Schedule:
    """When and where an event is to be; days that it does not name stay as they are.

    `version` is that of the event when somebody looked at it.
    """

    days: tuple[DayTimes, ...]
    venue_name: str
    venue_town: str
    venue_address: str
    version: int | None = None


def reschedule(
    slug: str, schedule: Schedule, now: datetime, actor: str, *, trial: bool = False
) -> Outcome:
    """Move an event and tell everybody concerned; with `trial` no letter is written.

    Raises UnknownEvent, ChangedMeanwhile, or EventFileError with every reason.
    """
    event = lock_event(slug)
    if event is None:
        raise UnknownEvent(slug=slug)
    check_version(event, schedule.version)
    moves = {day.was: day.date for day in schedule.days if day.date != day.was}
    _check_apart(event, moves)
    wanted = _with(file_of(event), schedule, moves)
    # Read as if somebody had sent it as a file: whatever is wrong with it is said.
    file = read_event_file(write_event_file(wanted))
    return import_event(file, Decision(moves, announce=True, trial=trial), now, actor)


def _check_apart(event: Event, moves: Mapping[date, date]) -> None:
    """Refuse two days on one date, once, and not for each ticket type once more."""
    dates = Counter(moves.get(day.date, day.date) for day in event.days)
    faults = [
        whole_fault("day", "move_together", old=was, new=becomes)
        for was, becomes in moves.items()
        if dates[becomes] > 1
    ]
    if faults:
        raise EventFileError(list(faults))


def _with(file: EventFile, schedule: Schedule, moves: Mapping[date, date]) -> EventFile:
    times = {day.was: day for day in schedule.days}
    days = []
    for plan in file.days:
        day = times.get(plan.date)
        changed = {"date": day.date, "opens": day.opens, "closes": day.closes} if day else {}
        days.append(plan.model_copy(update=changed))
    venue = file.event.venue.model_copy(
        update={
            "name": schedule.venue_name,
            "town": schedule.venue_town,
            "address": schedule.venue_address,
        }
    )
    return replace(
        file,
        event=file.event.model_copy(update={"venue": venue}),
        days=tuple(sorted(days, key=lambda plan: plan.date)),
        ticket_types=tuple(
            plan.model_copy(update={"admits_to": _moved(plan.admits_to, moves)})
            for plan in file.ticket_types
        ),
        stands=tuple(
            plan.model_copy(update={"days": _moved(plan.days, moves)}) if plan.days else plan
            for plan in file.stands
        ),
        stages=tuple(_moved_stage(plan, moves) for plan in file.stages),
    )


def _moved_stage(stage: StagePlan, moves: Mapping[date, date]) -> StagePlan:
    pitches = [
        pitch.model_copy(update={"date": moves.get(pitch.date, pitch.date)})
        for pitch in stage.pitches
    ]
    return stage.model_copy(update={"pitches": pitches})


def _moved(dates: list[date], moves: Mapping[date, date]) -> list[date]:
    return [moves.get(each, each) for each in dates]
