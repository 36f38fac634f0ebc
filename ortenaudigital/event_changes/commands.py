"""Import an event file, or change one section of an event, inside one transaction of the caller."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from ortenaudigital.audit.commands import record
from ortenaudigital.bookings.questions.queries import Former, answered_now
from ortenaudigital.bookings.telling import Told
from ortenaudigital.checkin.queries import count_admitted
from ortenaudigital.event_changes.parts import put
from ortenaudigital.event_changes.queries import is_closed
from ortenaudigital.event_changes.telling import tell
from ortenaudigital.event_changes.versions import (
    check_version,
    file_of,
    next_version,
    version_faults,
)
from ortenaudigital.events.announced import Announced
from ortenaudigital.events.comparison import compare
from ortenaudigital.events.errors import EventFileError, UnknownEvent
from ortenaudigital.events.messages.wholes import whole_fault
from ortenaudigital.events.models import Event
from ortenaudigital.events.rights import Change, Decision
from ortenaudigital.events.rules import EventState
from ortenaudigital.events.sections.event_file import EventFile, document_of
from ortenaudigital.events.sections.storing import (
    check_state,
    drop_days,
    lock_event,
    rights_in,
    rights_of,
    store,
)
from ortenaudigital.events.versions import differences, recorded
from ortenaudigital.fair.placement.keeping import change_floor, count_holders, lost_assignments


@dataclass(frozen=True)
class Outcome:
    """What an import did: what changed for whom, and how many letters it wrote."""

    slug: str
    state: EventState
    is_new: bool
    change: Change
    bookings: Told
    exhibitors: int
    # Questions that were answered and are asked no more, or in other words.
    former: Sequence[Former] = ()


def import_event(
    file: EventFile, decision: Decision, now: datetime, actor: str, reopen: bool = False
) -> Outcome:
    """Create or update the event of a file, and write to everybody whom a change concerns.

    Raises EventFileError, with every reason, if the file would take away what people rely on, or,
    unless `reopen` is said, if the event is so long over that its personal data is erased.
    """
    event = lock_event(file.event.slug)
    is_new = event is None
    if event is not None and not reopen and is_closed(event, now):
        raise EventFileError([whole_fault("event.slug", "closed", slug=event.slug)])
    change = _compare(event, file, decision, now)
    ids = {day.date: day.id for day in event.days} if event else {}
    before = document_of(file_of(event)) if event else None
    asked = answered_now(event) if event else ()
    event = store(event, file, change)
    change_floor(event, file.floor, {plan.date for plan in file.days})
    drop_days(event, file)
    if before is not None:
        next_version(event, before, now)
    concerned = _concerned(event, change, ids, now)
    bookings, exhibitors = tell(event, *concerned, now, write=not decision.trial)
    fields: Mapping[str, Any] = {}
    if before is not None:
        fields = recorded(differences(before, document_of(file_of(event))))
    _record(event, change, fields, now, actor)
    former = [each for each in asked if each not in answered_now(event)]
    return Outcome(event.slug, event.state, is_new, change, bookings, exhibitors, former)


@dataclass(frozen=True)
class Edit:
    """One section as somebody wants it: its name, its values, and the version they looked at."""

    section: str
    values: Any
    version: int


def edit_section(slug: str, edit: Edit, decision: Decision, now: datetime, actor: str) -> Outcome:
    """Change one section of an event; all that guests rely on is guarded as by an import.

    Raises UnknownEvent, ChangedMeanwhile if it is no longer the version that was looked at, or
    EventFileError with every fault.
    """
    event = lock_event(slug)
    if event is None:
        raise UnknownEvent(slug=slug)
    if not decision.force:
        check_version(event, edit.version)
    wanted = put(file_of(event), edit.section, edit.values)
    return import_event(wanted, decision, now, actor)


def _compare(event: Event | None, file: EventFile, decision: Decision, now: datetime) -> Change:
    if event is None:
        moves = [f"--move: there is no event {file.event.slug} so far"] if decision.moves else []
        return Change(tuple(moves))
    before = rights_of(event, count_holders(event), count_admitted(event))
    change = compare(before, rights_in(file), decision, now)
    dates = {plan.date for plan in file.days}
    lost = lost_assignments(event, file.floor, dates, decision.moves)
    old = [] if decision.force else version_faults(event, file)
    return replace(change, faults=(*old, *check_state(event, file), *change.faults, *lost))


def _concerned(
    event: Event, change: Change, ids: Mapping[date, int], now: datetime
) -> tuple[Announced, list[int]]:
    """Return what people knew before, and the days of those who are told; none if nobody is."""
    days = [each for each in change.days if each.told]
    if not days and not change.place_told:
        return Announced(), []
    before = Announced(
        {ids[each.was]: (each.was, each.before.opens_at, each.before.closes_at) for each in days},
        change.place[0] if change.place and change.place_told else None,
    )
    coming = [day.id for day in event.days if day.closes_at > now and change.place_told]
    return before, [*coming, *before.days]


def _record(
    event: Event, change: Change, fields: Mapping[str, Any], now: datetime, actor: str
) -> None:
    days = [f"{each.was} {each.becomes}" for each in change.days]
    details = {"days": days, "place": change.place is not None, **fields}
    record("events.imported", f"event:{event.id}", actor, now, event_id=event.id, **details)
