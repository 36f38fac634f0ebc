"""Publish an event, call it off, take it back: inside one transaction of the caller."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ortenaudigital.audit.commands import record
from ortenaudigital.event_changes.queries import is_relied_on
from ortenaudigital.event_changes.telling import (
    Concerned,
    call_off,
    count_concerned_by_all,
    take_place,
)
from ortenaudigital.event_changes.versions import check_version, file_of, next_version
from ortenaudigital.events.errors import UnknownEvent
from ortenaudigital.events.models import Event
from ortenaudigital.events.rules import EventState, check_move, possible_moves
from ortenaudigital.events.sections.event_file import document_of
from ortenaudigital.events.sections.storing import lock_event


@dataclass(frozen=True)
class Moves:
    """What an event may become, and whom it concerns if it is called off or takes place again."""

    possible: Collection[EventState]
    concerned: Concerned


def list_moves(event: Event, now: datetime) -> Moves:
    """Say what an event may become now, and whom that concerns."""
    ends = [day.closes_at for day in event.days]
    possible = possible_moves(event.state, ends, now, relied_on=is_relied_on(event))
    return Moves(possible, count_concerned_by_all(event, now))


@dataclass(frozen=True)
class Move:
    """What an event shall become, whether that is told, and the version that was looked at."""

    wanted: EventState
    tell: bool
    version: int | None = None


def change_state(slug: str, move: Move, now: datetime, actor: str) -> Concerned:
    """Make an event a draft, published or cancelled; return whom it was told.

    A draft concerns nobody. The wait lists of what is called off are closed. Raises UnknownEvent,
    MoveNotPossible, EventEnded, StillReliedOn or ChangedMeanwhile.
    """
    event = lock_event(slug)
    if event is None:
        raise UnknownEvent(slug=slug)
    was, wanted = event.state, move.wanted
    ends = [day.closes_at for day in event.days]
    check_move(was, wanted, ends, now, relied_on=is_relied_on(event))
    check_version(event, move.version)
    before = document_of(file_of(event))
    event.state = wanted
    next_version(event, before, now)
    # Calendars take entries with a higher one; and who books at this moment looks at it last.
    event.calendar_sequence += 1
    details: dict[str, Any] = {"was": was.value, "becomes": wanted.value, "told": move.tell}
    record(f"events.{wanted}", f"event:{event.id}", actor, now, **details)
    if EventState.DRAFT in (was, wanted):
        return Concerned()
    if wanted is EventState.CANCELLED:
        return call_off(event, now, actor, tell=move.tell)
    return take_place(event, now) if move.tell else Concerned()
