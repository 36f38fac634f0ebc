"""Give stands to exhibitors, and take them back, inside one transaction of the caller."""

from datetime import datetime

from sqlalchemy import select

from ortenaudigital.audit.commands import record
from ortenaudigital.fair.applications.commands import lock_exhibitor
from ortenaudigital.fair.applications.letters import ASSIGNMENT
from ortenaudigital.fair.applications.models import Assignment, Exhibitor
from ortenaudigital.fair.inventory.errors import UnknownSlot
from ortenaudigital.fair.inventory.models import Slot
from ortenaudigital.fair.placement.errors import SlotTaken
from ortenaudigital.fair.placement.rules import check_assignable
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.constraints import constraint_as
from ortenaudigital.kernel.db.rows import find_and_lock
from ortenaudigital.outbox.commands import About, enqueue


def assign(slot: Slot, exhibitor: Exhibitor, now: datetime, actor: str) -> None:
    """Give a slot to an exhibitor. Raises NotAccepted, or SlotTaken which names the holder.

    Raises ExhibitorErased, and UnknownSlot if the event file has no such stand any more.
    """
    lock_exhibitor(exhibitor, now)
    check_assignable(exhibitor.state)
    if find_and_lock(Slot, slot.id) is None:
        raise UnknownSlot()
    assignment = Assignment(
        slot_id=slot.id, exhibitor_id=exhibitor.id, assigned_at=now, assigned_by=actor
    )
    with constraint_as("uq_assignment_slot_id", lambda: _taken(slot)):
        db.session.add(assignment)
        db.session.flush()
    db.session.expire(exhibitor, ["assignments"])
    record("stands.assigned", exhibitor.id, actor, now, stand=slot.label)
    enqueue(ASSIGNMENT, About(exhibitor.id, exhibitor.name, exhibitor.event_id), now)


def _taken(slot: Slot) -> SlotTaken:
    query = select(Exhibitor.name).join(Assignment, Assignment.exhibitor_id == Exhibitor.id)
    holder = db.session.scalar(query.where(Assignment.slot_id == slot.id)) or "?"
    return SlotTaken(stand=slot.label, holder=holder)


def take_back(slot: Slot, exhibitor: Exhibitor, now: datetime, actor: str) -> None:
    """Take a slot back from an exhibitor.

    Raises ExhibitorErased, and UnknownSlot if it is not theirs.
    """
    lock_exhibitor(exhibitor, now)
    held = (Assignment.slot_id == slot.id, Assignment.exhibitor_id == exhibitor.id)
    assignment = db.session.scalars(select(Assignment).where(*held)).unique().one_or_none()
    if assignment is None:
        raise UnknownSlot()
    db.session.delete(assignment)
    db.session.flush()
    db.session.expire(exhibitor, ["assignments"])
    record("stands.taken_back", exhibitor.id, actor, now, stand=slot.label)
    enqueue(ASSIGNMENT, About(exhibitor.id, exhibitor.name, exhibitor.event_id), now)
