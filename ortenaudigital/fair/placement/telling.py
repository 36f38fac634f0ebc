"""Tell exhibitors where they stand: one letter each, when the organiser says so."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Row, select, update

from ortenaudigital.audit.commands import record
from ortenaudigital.events.models import Event
from ortenaudigital.fair.applications.letters import ASSIGNMENT
from ortenaudigital.fair.applications.models import Assignment, Exhibitor
from ortenaudigital.fair.applications.rules import State
from ortenaudigital.fair.inventory.models import Slot
from ortenaudigital.fair.placement.changing import By, lock_exhibitors
from ortenaudigital.fair.placement.errors import PlacingChanged
from ortenaudigital.kernel.db import db
from ortenaudigital.outbox.commands import About, Sending, enqueue
from ortenaudigital.queue.rules import Priority


@dataclass(frozen=True)
class Untold:
    """Somebody who was told of other slots than are theirs now, or of none."""

    id: UUID
    name: str
    slots: tuple[Slot, ...]
    # Whether they were told of some before.
    again: bool


def told_now(slots: Collection[int]) -> str:
    """Return what an exhibitor is to know, to compare with what they were told."""
    return ",".join(map(str, sorted(slots)))


def list_untold(event: Event) -> list[Untold]:
    """List whom to tell, by name: accepted, and with other slots than they were told last."""
    theirs = _assigned(event)
    query = select(Exhibitor.id, Exhibitor.name, Exhibitor.told_of).where(
        Exhibitor.event_id == event.id,
        Exhibitor.state == State.ACCEPTED,
        Exhibitor.email != "",
        Exhibitor.erased_at.is_(None),
    )
    rows = db.session.execute(query.order_by(Exhibitor.name, Exhibitor.id)).all()
    return [
        Untold(row.id, row.name, tuple(theirs[row.id]), again=bool(row.told_of))
        for row in rows
        if row.told_of != told_now([slot.id for slot in theirs[row.id]])
    ]


def _assigned(event: Event) -> dict[UUID, list[Slot]]:
    """Return the slots of each exhibitor of an event; what is only held is not told."""
    query = (
        select(Assignment.exhibitor_id, Slot)
        .join(Slot, Slot.id == Assignment.slot_id)
        .join(Exhibitor, Exhibitor.id == Assignment.exhibitor_id)
        .where(Exhibitor.event_id == event.id, Assignment.held_until.is_(None))
        .order_by(Slot.day_id, Slot.id)
    )
    found: dict[UUID, list[Slot]] = defaultdict(list)
    rows: Sequence[Row[UUID, Slot]] = db.session.execute(query).unique().all()
    for exhibitor_id, slot in rows:
        found[exhibitor_id].append(slot)
    return found


def tell(event: Event, chosen: Collection[UUID], by: By) -> int:
    """Write one letter to each who was chosen and does not know yet; say how many."""
    lock_exhibitors(event, chosen, by.now)
    untold = [each for each in list_untold(event) if each.id in set(chosen)]
    for each in untold:
        told_of = told_now([slot.id for slot in each.slots])
        changed = update(Exhibitor).where(Exhibitor.id == each.id)
        values = {"told_of": told_of, "told_at": by.now, "confirmed_at": None}
        # Who is told of a stand is told that they are accepted.
        values |= {"untold": False, "decided_from": None}
        db.session.execute(changed.values(values))
        record("stands.told", each.id, by.actor, by.now)
        sending = Sending(Priority.NORMAL, batch=f"{ASSIGNMENT}:{event.id}:{by.now.isoformat()}")
        enqueue(ASSIGNMENT, About(each.id, each.name, event.id), by.now, sending)
    return len(untold)


def confirm_placing(exhibitor: Exhibitor, shown: str, by: By) -> None:
    """Note that an exhibitor says yes to what they were told, as the page showed it by `told_of`.

    Once is enough. Raises PlacingChanged if that is not what holds any more.
    """
    event = exhibitor.event
    lock_exhibitors(event, [exhibitor.id], by.now)
    slots = [slot.id for slot in _assigned(event)[exhibitor.id]]
    holds = shown == exhibitor.told_of == told_now(slots)
    if exhibitor.state is not State.ACCEPTED or not slots or not holds:
        raise PlacingChanged()
    if exhibitor.confirmed_at is None:
        exhibitor.confirmed_at = by.now
        record("stands.placing_confirmed", exhibitor.id, by.actor, by.now)
        db.session.flush()
