"""Who holds a slot: known above, and asked before one goes."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from sqlalchemy import delete, select

from ortenaudigital.fair.inventory.errors import SlotHeld
from ortenaudigital.fair.inventory.models import Slot
from ortenaudigital.kernel.db import db

# By the ids of slots: the names of who has them at a moment. What was only held, and ran out, is
# given up by it.
FindHolders = Callable[[Collection[int], datetime], Mapping[int, str]]
_asked: list[FindHolders] = []


def know_who_holds(find: FindHolders) -> None:
    """Say how to find out who holds slots."""
    _asked[:] = [find]


def drop_slots(ids: Collection[int], now: datetime) -> None:
    """Delete slots. Raises SlotHeld if somebody has one; nobody gets one while we look."""
    if not ids:
        return
    locked = select(Slot.id).where(Slot.id.in_(ids)).order_by(Slot.id).with_for_update(of=Slot)
    db.session.execute(locked)
    for find in _asked:
        for slot_id, holder in find(ids, now).items():
            slot = db.session.get_one(Slot, slot_id)
            raise SlotHeld(place=slot.label, day=slot.day.date, holder=holder)
    db.session.execute(delete(Slot).where(Slot.id.in_(ids)))
