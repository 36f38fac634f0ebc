"""Note each change of a floor, and refuse one that would overwrite what somebody else did."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, or_, select

from ortenaudigital.audit.commands import record
from ortenaudigital.events.models import Event
from ortenaudigital.events.versions import MOST_RECORDED
from ortenaudigital.fair.inventory.editing.models import Deed, FloorChange, FloorState
from ortenaudigital.fair.inventory.errors import FloorChangedMeanwhile
from ortenaudigital.fair.inventory.models import Area, Circuit, Slot, Stage, Stand
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import find_and_lock, insert_if_absent

# Rows come after those they refer to.
TABLES: Mapping[str, type[Area | Circuit | Stand | Stage | Slot]] = {
    "area": Area,
    "circuit": Circuit,
    "stand": Stand,
    "stage": Stage,
    "slot": Slot,
}
# As many can be undone; whoever looked at an older floor is told to look again.
KEPT = 50

Values = dict[str, Any]
Rows = dict[tuple[str, int], Values]
# A table, an id, and the values before and after.
RowChange = list[Any]


@dataclass(frozen=True)
class Editor:
    """Who changes which floor and when; `since` is the version they looked at, None for any."""

    event: Event
    since: int | None
    now: datetime
    actor: str


def floor_version(event: Event) -> int:
    """Return the version of the floor of an event."""
    state = db.session.get(FloorState, event.id, populate_existing=True)
    return state.version if state else 0


def snapshot(event: Event) -> Rows:
    """Read all rows of a floor as values that JSON knows."""
    areas = select(Area.id).where(Area.event_id == event.id)
    stands = select(Stand.id).where(Stand.event_id == event.id)
    stages = select(Stage.id).where(Stage.event_id == event.id)
    theirs: dict[str, ColumnElement[bool]] = {
        "area": Area.event_id == event.id,
        "circuit": Circuit.area_id.in_(areas),
        "stand": Stand.event_id == event.id,
        "stage": Stage.event_id == event.id,
        "slot": or_(Slot.stand_id.in_(stands), Slot.stage_id.in_(stages)),
    }
    return {
        (name, row["id"]): {key: _plain(value) for key, value in row.items()}
        for name, table in TABLES.items()
        for row in db.session.execute(select(table.__table__).where(theirs[name])).mappings()
    }


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    return str(value) if isinstance(value, UUID) else value


def lock_floor(event: Event) -> FloorState:
    """Keep others from changing a floor until the commit; what decides upon it reads after that."""
    insert_if_absent(FloorState, {"event_id": event.id, "version": 0})
    state = find_and_lock(FloorState, event.id)
    if state is None:
        raise LookupError("the floor of an event is never deleted")
    return state


@contextmanager
def changing(editor: Editor, deed: Deed, label: str) -> Iterator[None]:
    """Change a floor inside, and note what came of it; if nothing did, nothing is noted.

    Raises FloorChangedMeanwhile if somebody changed the same rows since `editor.since`.
    """
    event, state = editor.event, lock_floor(editor.event)
    before = snapshot(event)
    yield
    db.session.flush()
    rows = _differences(before, snapshot(event))
    if rows:
        _refuse_conflicts(editor, state.version, rows)
        state.version += 1
        _note(editor, state.version, FloorChange(deed=deed, label=label, rows=rows))
    db.session.flush()
    db.session.expire_all()


def _differences(before: Rows, after: Rows) -> list[RowChange]:
    keys = [*before, *(key for key in after if key not in before)]
    return [
        [*key, before.get(key), after.get(key)] for key in keys if before.get(key) != after.get(key)
    ]


def _refuse_conflicts(editor: Editor, version: int, rows: list[RowChange]) -> None:
    if editor.since is None or editor.since >= version:
        return
    query = select(FloorChange).where(
        FloorChange.event_id == editor.event.id, FloorChange.version > editor.since
    )
    later = db.session.scalars(query.order_by(FloorChange.version)).all()
    if len(later) < version - editor.since:
        raise FloorChangedMeanwhile(what="…")
    # What is new cannot have been changed by others.
    ours = {(table, row_id) for table, row_id, before, _ in rows if before is not None}
    for change in later:
        if ours & {(table, row_id) for table, row_id, *_ in change.rows}:
            raise FloorChangedMeanwhile(what=change.label)


def _note(editor: Editor, version: int, change: FloorChange) -> None:
    of_event = FloorChange.event_id == editor.event.id
    if change.deed not in (Deed.UNDONE, Deed.REDONE):
        # What was taken back cannot be made again once something else was done.
        undone = delete(FloorChange).where(of_event, FloorChange.undone_at.is_not(None))
        db.session.execute(undone)
    change.event_id, change.version, change.made_at = editor.event.id, version, editor.now
    db.session.add(change)
    old = delete(FloorChange).where(of_event, FloorChange.version <= version - KEPT)
    db.session.execute(old)
    subject, where = f"event:{editor.event.id}", editor.event.id
    details = {"deed": str(change.deed), "label": change.label, "changes": _said(change.rows)}
    record("floor.changed", subject, editor.actor, editor.now, event_id=where, **details)


def _said(rows: list[RowChange]) -> list[list[Any]]:
    """Say from what to what the values of rows changed that there were before and are after."""
    kept = [row for row in rows if row[2] is not None and row[3] is not None]
    said = [
        [f"{_place(table, before)}.{key}", before[key], after[key]]
        for table, _, before, after in kept
        for key in after
        if before[key] != after[key] and key != "position" and not key.endswith("_id")
    ]
    return said[:MOST_RECORDED]


def _place(table: str, row: Values) -> str:
    """Name a row as files of events do, such as `stand[A1]`."""
    name = row.get("label") or row.get("name")
    return f"{table}[{name}]" if name else table
