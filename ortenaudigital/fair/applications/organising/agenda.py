"""What the fair office has to do now, counted in one question."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from ortenaudigital.events.models import Event
from ortenaudigital.fair.applications.models import (
    Assignment,
    Difference,
    Exhibitor,
    NeedDay,
    Task,
)
from ortenaudigital.fair.applications.rules import State
from ortenaudigital.fair.inventory.models import Slot
from ortenaudigital.kernel.db import db


@dataclass(frozen=True)
class Agenda:
    """How many exhibitors wait for organisers, and for what.

    Accepted ones that lack a stand, decisions that are not told, changes that nobody has looked at,
    and tasks that are due.
    """

    unplaced: int
    untold: int
    changed: int
    tasks: int


def read_agenda(event: Event, today: date) -> Agenda:
    """Count what waits for organisers, in one question."""
    of_event = Exhibitor.event_id == event.id
    # A pitch is no stand.
    theirs = (
        *(Assignment.exhibitor_id == Exhibitor.id, Assignment.held_until.is_(None)),
        *(Slot.id == Assignment.slot_id, Slot.stand_id.is_not(None)),
    )
    on_day = exists().where(*theirs, Slot.day_id == NeedDay.day_id)
    lacks = exists().where(NeedDay.exhibitor_id == Exhibitor.id, ~on_day)
    unplaced = and_(Exhibitor.state == State.ACCEPTED, or_(~exists().where(*theirs), lacks))
    waiting = (unplaced, Exhibitor.untold, is_changed(), is_due(today))
    counted = [func.count().filter(each) for each in waiting]
    row = db.session.execute(select(*counted).select_from(Exhibitor).where(of_event)).one()
    return Agenda(*map(int, row))


def is_changed() -> ColumnElement[bool]:
    """Return the condition that an exhibitor changed something nobody has looked at."""
    return exists().where(Difference.exhibitor_id == Exhibitor.id, Difference.seen_at.is_(None))


def is_due(today: date) -> ColumnElement[bool]:
    """Return the condition that a task about an exhibitor is due."""
    return exists().where(
        Task.exhibitor_id == Exhibitor.id, Task.done_at.is_(None), Task.due_on <= today
    )
