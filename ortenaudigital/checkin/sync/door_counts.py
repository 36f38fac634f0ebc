"""The checkpoints of an event as phones know them, and how many are in where one scans."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, bindparam, case, func, or_, select

from ortenaudigital.checkin.models import AdmissionCount
from ortenaudigital.checkin.queries import count_expected
from ortenaudigital.checkin.rules import key_of
from ortenaudigital.events.models import Checkpoint, Day, Event
from ortenaudigital.events.rules import CheckpointKind
from ortenaudigital.kernel.db import db


@dataclass(frozen=True)
class NamedCheckpoint:
    """A checkpoint as phones know it: by its key, with its title by language."""

    key: str
    title: dict[str, str]


@dataclass(frozen=True)
class DoorCounts:
    """All checkpoints; where the phone scans (None at the entrance of today), and how many are in.

    `day` is that of where it scans; `expected` are its valid tickets.
    """

    checkpoints: Sequence[NamedCheckpoint]
    here: str | None
    day: Day | None
    inside: int
    expected: int


# Not by counting rows, and only of one checkpoint: phones ask for it all day.
_INSIDE = (
    select(func.sum(AdmissionCount.admitted))
    .where(AdmissionCount.checkpoint_id == Checkpoint.id)
    .scalar_subquery()
)
_IS_HERE = or_(
    Checkpoint.id == bindparam("here"),
    and_(Checkpoint.day_id == bindparam("today"), Checkpoint.kind == CheckpointKind.ENTRANCE),
)
_CHECKPOINTS = (
    select(
        Checkpoint.id,
        Checkpoint.slug,
        Checkpoint.title,
        Checkpoint.day_id,
        Day.date,
        case((_IS_HERE, _INSIDE)).label("inside"),
    )
    .join(Day, Day.id == Checkpoint.day_id)
    .where(Day.event_id == bindparam("event"))
    .order_by(Day.date, Checkpoint.position)
)


def door_counts(event: Event, today: Day | None, checkpoint_id: int | None = None) -> DoorCounts:
    """Count for a phone at a checkpoint, or at the entrance of today."""
    elsewhere = checkpoint_id is not None
    place = {"here": checkpoint_id, "today": None if elsewhere or today is None else today.id}
    rows = db.session.execute(_CHECKPOINTS, {"event": event.id} | place).all()
    chosen = next((row for row in rows if row.id == checkpoint_id), None)
    day = next(each for each in event.days if each.id == chosen.day_id) if chosen else today
    return DoorCounts(
        checkpoints=[NamedCheckpoint(_key(row), row.title) for row in rows],
        here=_key(chosen) if chosen else None,
        day=day,
        inside=sum(int(row.inside or 0) for row in rows),
        expected=count_expected(day) if day else 0,
    )


def _key(row: Any) -> str:
    return key_of(row.date, row.slug)
