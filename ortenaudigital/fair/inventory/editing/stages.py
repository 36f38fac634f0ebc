"""Add stages with their pitches, change and delete them."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from ortenaudigital.events.models import Event
from ortenaudigital.events.rules import opening_hours
from ortenaudigital.fair.inventory.editing.history import Editor, changing
from ortenaudigital.fair.inventory.editing.holding import drop_slots
from ortenaudigital.fair.inventory.editing.models import Deed
from ortenaudigital.fair.inventory.errors import NameTaken, PitchesOverlap, UnknownPlace
from ortenaudigital.fair.inventory.models import NO_OVERLAP, Slot, Stage
from ortenaudigital.fair.inventory.rules import pitch_times
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.constraints import constraint_as


@dataclass(frozen=True)
class PitchOrder:
    """Pitches in a window of a day, such as 10:00 to 12:00; length and break in minutes."""

    day_id: int
    starts: str
    ends: str
    length: int
    pause: int


def get_stage(event: Event, stage_id: int) -> Stage:
    """Return a stage of an event. Raises UnknownPlace."""
    stage = db.session.get(Stage, stage_id)
    if stage is None or stage.event_id != event.id:
        raise UnknownPlace()
    return stage


def save_stage(editor: Editor, stage: Stage | None, name: str, area_id: int | None) -> None:
    """Change a stage, or add one. Raises NameTaken or FloorChangedMeanwhile."""
    with changing(editor, Deed.ADDED if stage is None else Deed.CHANGED, name):
        if stage is None:
            query = select(func.count()).select_from(Stage)
            number = db.session.scalar(query.where(Stage.event_id == editor.event.id)) or 0
            stage = Stage(event_id=editor.event.id, position=number)
            db.session.add(stage)
        stage.name, stage.area_id = name, area_id
        with constraint_as("uq_stage_event_id_name", NameTaken):
            db.session.flush()


def delete_stage(editor: Editor, stage: Stage) -> None:
    """Delete a stage with its pitches. Raises SlotHeld if somebody has one."""
    with changing(editor, Deed.DELETED, stage.name):
        drop_slots([slot.id for slot in stage.slots], editor.now)
        db.session.expire(stage, ["slots"])
        db.session.delete(stage)


def add_pitches(editor: Editor, stage: Stage, order: PitchOrder) -> int:
    """Add pitches to a stage, and return how many. Raises PitchesOverlap."""
    event = editor.event
    day = next((each for each in event.days if each.id == order.day_id), None)
    if day is None:
        raise UnknownPlace()
    window = opening_hours(day.date, order.starts, order.ends, event.timezone)
    length, pause = timedelta(minutes=order.length), timedelta(minutes=order.pause)
    times = pitch_times(*window, length, pause)
    with (
        changing(editor, Deed.ADDED, f"{stage.name} {order.starts}–{order.ends}"),
        constraint_as(NO_OVERLAP, PitchesOverlap),
    ):
        db.session.add_all(
            Slot(stage_id=stage.id, day_id=day.id, starts_at=starts, ends_at=ends)
            for starts, ends in times
        )
        db.session.flush()
    return len(times)


def delete_pitches(editor: Editor, stage: Stage, ids: set[int]) -> None:
    """Delete pitches of a stage. Raises SlotHeld if somebody has one."""
    with changing(editor, Deed.DELETED, stage.name):
        drop_slots([slot.id for slot in stage.slots if slot.id in ids], editor.now)
