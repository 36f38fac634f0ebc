"""Add stands, change, move, number and delete them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func, select, update

from ortenaudigital.events.models import Event
from ortenaudigital.events.sections.fair.floor import StandKind
from ortenaudigital.fair.inventory.editing.history import Editor, changing, lock_floor
from ortenaudigital.fair.inventory.editing.holding import drop_slots
from ortenaudigital.fair.inventory.editing.models import Deed
from ortenaudigital.fair.inventory.errors import LabelTaken, TooManyStands, UnknownPlace
from ortenaudigital.fair.inventory.models import Slot, Stand
from ortenaudigital.fair.inventory.rules import (
    Box,
    Direction,
    label_range,
    next_labels,
    row_corners,
    sides,
)
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.constraints import constraint_as

MOST_STANDS = 2000


@dataclass(frozen=True)
class StandValues:
    """All that is said of a stand; measures in centimetres."""

    label: str
    kind: StandKind = StandKind.TABLE
    area_id: int | None = None
    circuit_id: int | None = None
    width_cm: int = 0
    depth_cm: int = 0
    x_cm: int | None = None
    y_cm: int | None = None
    turned: int = 0
    power_w: int = 0
    network: bool = False
    accessible: bool = False
    note: str = ""
    days: frozenset[int] = frozenset()


@dataclass(frozen=True)
class RowOrder:
    """How many stands alike, from the first on, with how much between each two."""

    first: StandValues
    number: int
    gap_cm: int = 0
    direction: Direction = Direction.RIGHT


@dataclass(frozen=True)
class Placed:
    """Where a stand is to be, and how large."""

    stand_id: int
    area_id: int | None
    x_cm: int | None
    y_cm: int | None
    width_cm: int
    depth_cm: int
    turned: int


def get_stands(event: Event, ids: Collection[int]) -> Sequence[Stand]:
    """Return stands of an event in their order. Raises UnknownPlace if one of them is not there."""
    query = select(Stand).where(Stand.event_id == event.id, Stand.id.in_(ids))
    found = db.session.scalars(query.order_by(Stand.position, Stand.id)).all()
    if len(found) != len(set(ids)):
        raise UnknownPlace()
    return found


def save_stand(editor: Editor, stand: Stand, values: StandValues) -> None:
    """Change a stand. Raises LabelTaken, SlotHeld or FloorChangedMeanwhile."""
    with changing(editor, Deed.CHANGED, values.label):
        with constraint_as("uq_stand_event_id_label", LabelTaken):
            _write(stand, values)
            db.session.flush()
        there = {slot.day_id: slot.id for slot in stand.slots}
        drop_slots([there[day] for day in there.keys() - values.days], editor.now)
        _offer(stand.id, values.days - there.keys())


def _write(stand: Stand, values: StandValues) -> None:
    for name in StandValues.__dataclass_fields__:
        if name != "days":
            setattr(stand, name, getattr(values, name))


def _offer(stand_id: int, days: Iterable[int]) -> None:
    db.session.add_all(Slot(stand_id=stand_id, day_id=day) for day in sorted(days))


def add_row(editor: Editor, order: RowOrder) -> list[str]:
    """Add a row of stands, named one further each, and return their names.

    Names that are taken are passed over. Raises TooManyStands.
    """
    lock_floor(editor.event)
    taken, _ = _labels_of(editor.event)
    labels = next_labels(order.first.label, order.number, taken)
    named = zip(labels, _corners(order), strict=True)
    _add(editor, [replace(order.first, label=label, x_cm=x, y_cm=y) for label, (x, y) in named])
    return labels


def _add(editor: Editor, stands: Sequence[StandValues]) -> None:
    event = editor.event
    taken, last = _labels_of(event)
    if len(taken) + len(stands) > MOST_STANDS:
        raise TooManyStands(most=MOST_STANDS)
    with changing(editor, Deed.ADDED, label_range([each.label for each in stands])):
        for position, values in enumerate(stands):
            stand = Stand(event_id=event.id, position=last + 1 + position)
            _write(stand, values)
            db.session.add(stand)
            with constraint_as("uq_stand_event_id_label", LabelTaken):
                db.session.flush()
            _offer(stand.id, values.days)


def _labels_of(event: Event) -> tuple[set[str], int]:
    rows = db.session.execute(
        select(Stand.label, Stand.position).where(Stand.event_id == event.id)
    ).all()
    return {label for label, _ in rows}, max((position for _, position in rows), default=-1)


def _corners(order: RowOrder) -> Sequence[tuple[int | None, int | None]]:
    first = order.first
    if first.x_cm is None or first.y_cm is None:
        return [(None, None)] * order.number
    box = Box(first.x_cm, first.y_cm, *sides(first.width_cm, first.depth_cm, first.turned))
    return row_corners(box, order.number, order.gap_cm, order.direction)


def values_of(stand: Stand) -> StandValues:
    """Return all that is said of a stand."""
    names = [name for name in StandValues.__dataclass_fields__ if name != "days"]
    said: dict[str, Any] = {name: getattr(stand, name) for name in names}
    return StandValues(**said, days=frozenset(slot.day_id for slot in stand.slots))


def duplicate(editor: Editor, stands: Sequence[Stand]) -> list[str]:
    """Add a stand like each of some, beside it, with the next free name; return the names."""
    lock_floor(editor.event)
    taken, _ = _labels_of(editor.event)
    added = []
    for stand in stands:
        values = values_of(stand)
        (label,) = next_labels(stand.label, 1, taken)
        taken.add(label)
        beside = None if values.x_cm is None else values.x_cm + _across(stand)
        added.append(replace(values, label=label, x_cm=beside))
    _add(editor, added)
    return [each.label for each in added]


def _across(stand: Stand) -> int:
    return sides(stand.width_cm, stand.depth_cm, stand.turned)[0]


def delete_stands(editor: Editor, stands: Sequence[Stand]) -> None:
    """Delete stands. Raises SlotHeld if somebody has one of them on a day."""
    with changing(editor, Deed.DELETED, label_range([stand.label for stand in stands])):
        drop_slots([slot.id for stand in stands for slot in stand.slots], editor.now)
        for stand in stands:
            db.session.expire(stand, ["slots"])
            db.session.delete(stand)
        db.session.flush()


def place_stands(editor: Editor, placed: Sequence[Placed]) -> None:
    """Move, turn and resize stands, all at once."""
    stands = {stand.id: stand for stand in get_stands(editor.event, [p.stand_id for p in placed])}
    labels = [stand.label for stand in stands.values()]
    with changing(editor, Deed.MOVED, label_range(labels)):
        for each in placed:
            stand = stands[each.stand_id]
            if stand.area_id != each.area_id:
                stand.circuit_id = None
            for name in ("area_id", "x_cm", "y_cm", "width_cm", "depth_cm", "turned"):
                setattr(stand, name, getattr(each, name))


def number_stands(editor: Editor, ids: Sequence[int], first: str) -> list[str]:
    """Name stands in the order of their ids as given, from a first name on; return the names."""
    lock_floor(editor.event)
    stands = {stand.id: stand for stand in get_stands(editor.event, ids)}
    taken, _ = _labels_of(editor.event)
    labels = next_labels(first, len(ids), taken - {stand.label for stand in stands.values()})
    with changing(editor, Deed.NUMBERED, label_range(labels)):
        # Two that change their names with one another would meet on the way.
        for stand_id in ids:
            aside = update(Stand).where(Stand.id == stand_id).values(label=f"\u2026{stand_id}")
            db.session.execute(aside)
        for stand_id, label in zip(ids, labels, strict=True):
            db.session.execute(update(Stand).where(Stand.id == stand_id).values(label=label))
    return labels


def count_stands(event: Event) -> int:
    """Count the stands of an event."""
    query = select(func.count()).select_from(Stand).where(Stand.event_id == event.id)
    return db.session.scalar(query) or 0
