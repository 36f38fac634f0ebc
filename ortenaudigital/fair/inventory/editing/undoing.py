"""Take back the last change of a floor, and make it again."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select, update

from ortenaudigital.events.models import Event
from ortenaudigital.fair.inventory.editing.history import (
    TABLES,
    Editor,
    RowChange,
    Values,
    changing,
    lock_floor,
    snapshot,
)
from ortenaudigital.fair.inventory.editing.holding import drop_slots
from ortenaudigital.fair.inventory.editing.models import Deed, FloorChange
from ortenaudigital.fair.inventory.errors import CannotUndo, NothingToUndo
from ortenaudigital.fair.inventory.models import Stand
from ortenaudigital.kernel.db import db
from ortenaudigital.pictures.models import Picture

_OWN = (Deed.UNDONE, Deed.REDONE)
OFFERED = 20


def list_changes(event: Event) -> Sequence[FloorChange]:
    """List the last changes that can be undone or were undone, the newest first."""
    query = select(FloorChange).where(
        FloorChange.event_id == event.id, FloorChange.deed.not_in(_OWN)
    )
    return db.session.scalars(query.order_by(FloorChange.version.desc()).limit(OFFERED)).all()


def undo(editor: Editor) -> FloorChange:
    """Take back the last change. Raises NothingToUndo, CannotUndo or SlotHeld."""
    lock_floor(editor.event)
    change = next((each for each in list_changes(editor.event) if each.undone_at is None), None)
    if change is None:
        raise NothingToUndo()
    rows = [[table, row_id, after, before] for table, row_id, before, after in change.rows]
    with changing(editor, Deed.UNDONE, change.label):
        _apply(editor, rows)
        change.undone_at = editor.now
    return change


def redo(editor: Editor) -> FloorChange:
    """Make again what was taken back last. Raises NothingToUndo, CannotUndo or SlotHeld."""
    lock_floor(editor.event)
    undone = [each for each in list_changes(editor.event) if each.undone_at is not None]
    if not undone:
        raise NothingToUndo()
    change = undone[-1]
    with changing(editor, Deed.REDONE, change.label):
        _apply(editor, change.rows)
        change.undone_at = None
    return change


def _apply(editor: Editor, rows: Sequence[RowChange]) -> None:
    """Make rows that are as the third value says be as the fourth says."""
    now = snapshot(editor.event)
    if any(now.get((table, row_id)) != was for table, row_id, was, _ in rows):
        raise CannotUndo()
    gone = [row for row in rows if row[3] is None]
    drop_slots([row_id for table, row_id, *_ in gone if table == "slot"], editor.now)
    kept = [row for row in rows if row[3] is not None]
    _park_labels(kept)
    for table, row_id, was, values in _in_order(kept):
        model = TABLES[table]
        if was is None:
            db.session.execute(insert(model).values(_stored(values)))
        else:
            db.session.execute(update(model).where(model.id == row_id).values(_stored(values)))
    for table, row_id, *_ in reversed(list(_in_order(gone))):
        model = TABLES[table]
        db.session.execute(delete(model).where(model.id == row_id))
    db.session.expire_all()


def _in_order(rows: Sequence[RowChange]) -> Iterator[RowChange]:
    for name in TABLES:
        yield from (row for row in rows if row[0] == name)


def _park_labels(rows: Sequence[RowChange]) -> None:
    # Two that change their names with one another would meet on the way.
    for table, row_id, was, values in rows:
        if table == "stand" and was is not None and was["label"] != values["label"]:
            aside = update(Stand).where(Stand.id == row_id).values(label=f"\u2026{row_id}")
            db.session.execute(aside)


def _stored(values: Values) -> dict[str, Any]:
    stored = dict(values)
    for name in ("starts_at", "ends_at"):
        if stored.get(name):
            stored[name] = datetime.fromisoformat(stored[name])
    if picture := stored.get("background_id"):
        # It may have been deleted, since nobody showed it any more.
        there = db.session.scalar(select(Picture.id).where(Picture.id == UUID(picture)))
        stored["background_id"] = there
    return stored
