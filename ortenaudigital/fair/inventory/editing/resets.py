"""Which stands a file would set back to what they were before somebody changed them by hand."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from ortenaudigital.events.models import Event
from ortenaudigital.events.versions import FieldChange
from ortenaudigital.fair.inventory.editing.models import Deed, FloorChange
from ortenaudigital.fair.inventory.queries import list_stands
from ortenaudigital.fair.inventory.rules import to_cm
from ortenaudigital.kernel.db import db

_PLACE = re.compile(r"stand\[(.*)\]\.(\w+)")
_LENGTHS = {"x": "x_cm", "y": "y_cm", "width": "width_cm", "depth": "depth_cm"}
_EXACT = ("turned", "power_w", "network", "accessible", "note", "kind")
# A file leaves out what is usual.
_USUAL = (None, 0, False, "", "table")


@dataclass(frozen=True)
class ByHand:
    """What was changed on the pages of the floor: by the id of a stand, and its column.

    `was` has the values before; `labels` are those by which a stand went or goes.
    """

    labels: dict[str, int]
    added: set[int] = field(default_factory=set)
    deleted: set[int] = field(default_factory=set)
    was: dict[tuple[int, str], list[Any]] = field(default_factory=lambda: defaultdict(list))


def list_resets(event: Event, changes: Sequence[FieldChange]) -> list[str]:
    """List the labels of stands that a file sets back; asked before the file is stored."""
    if not any(_PLACE.fullmatch(each.place) for each in changes):
        return []
    query = select(FloorChange.rows).where(
        FloorChange.event_id == event.id,
        FloorChange.undone_at.is_(None),
        FloorChange.deed != Deed.UNDONE,
    )
    rows = db.session.scalars(query.order_by(FloorChange.version)).all()
    by_hand = read_by_hand(
        {stand.label: stand.id for stand in list_stands(event)},
        [row for several in rows for row in several],
    )
    return resets(by_hand, changes)


def read_by_hand(labels: dict[str, int], rows: Iterable[list[Any]]) -> ByHand:
    """Sort what was noted of changes: table, id, values before and after. `labels` are today's."""
    found = ByHand(dict(labels))
    for table, row_id, before, after in rows:
        if table == "slot":
            # A day more or less.
            stand = (before or after)["stand_id"]
            found.was[stand, "days"].append(None)
        elif table == "stand" and before is None:
            found.added.add(row_id)
        elif table == "stand":
            found.labels.setdefault(before["label"], row_id)
            if after is None:
                found.deleted.add(row_id)
            for key in after or ():
                if before[key] != after[key]:
                    found.was[row_id, key].append(before[key])
    return found


def resets(by_hand: ByHand, changes: Sequence[FieldChange]) -> list[str]:
    """List the labels of stands that get back what somebody changed, in the order of the file."""
    found = {}
    for change in changes:
        place = _PLACE.fullmatch(change.place)
        if place and _is_reset(by_hand, place[1], place[2], change):
            found[place[1]] = True
    return list(found)


def _is_reset(by_hand: ByHand, label: str, name: str, change: FieldChange) -> bool:
    stand = by_hand.labels.get(label)
    if stand is None:
        return False
    if name == "label":
        # It goes again, or comes back.
        renamed = (stand, "label") in by_hand.was
        return renamed or stand in (by_hand.added if change.new is None else by_hand.deleted)
    if name in _LENGTHS:
        wanted = None if change.new is None else to_cm(change.new)
        return _was(by_hand, stand, _LENGTHS[name], wanted)
    if name in _EXACT:
        return _was(by_hand, stand, name, change.new)
    return (stand, "days" if name == "days" else f"{name}_id") in by_hand.was


def _was(by_hand: ByHand, stand: int, key: str, wanted: Any) -> bool:
    before = by_hand.was.get((stand, key), [])
    return wanted in before or (wanted is None and any(each in _USUAL for each in before))
