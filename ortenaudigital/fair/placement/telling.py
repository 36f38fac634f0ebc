"""Tell exhibitors what was decided and where they stand: one letter each, when somebody says so."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, or_, select

from ortenaudigital.audit.commands import record
from ortenaudigital.events.models import Event
from ortenaudigital.fair.applications.deciding.decisions import recall_letter
from ortenaudigital.fair.applications.letters import ASSIGNMENT, UNASSIGNED
from ortenaudigital.fair.applications.models import Assignment, Exhibitor
from ortenaudigital.fair.applications.rules import DECISIONS, State
from ortenaudigital.fair.inventory.models import Slot
from ortenaudigital.fair.placement.changing import By, lock_exhibitors
from ortenaudigital.fair.placement.errors import PlacingChanged
from ortenaudigital.kernel.db import db
from ortenaudigital.outbox.commands import About, Sending, enqueue
from ortenaudigital.queue.rules import Priority


@dataclass(frozen=True)
class Untold:
    """Somebody who was not told of a decision, or was told of other slots than are theirs now."""

    id: UUID
    name: str
    state: State
    slots: tuple[Slot, ...]
    # Whether the letter is about slots, which says that they are accepted too.
    of_slots: bool
    # Whether they were told of some before.
    again: bool


def told_now(slots: Collection[int]) -> str:
    """Return what an exhibitor is to know, to compare with what they were told."""
    return ",".join(map(str, sorted(slots)))


def list_untold(event: Event) -> list[Untold]:
    """List whom to tell, by name."""
    theirs = _assigned(event)
    columns = (Exhibitor.id, Exhibitor.name, Exhibitor.state, Exhibitor.told_of, Exhibitor.untold)
    query = select(*columns).where(
        Exhibitor.event_id == event.id,
        or_(Exhibitor.state == State.ACCEPTED, Exhibitor.untold),
        Exhibitor.email != "",
        Exhibitor.erased_at.is_(None),
    )
    rows = db.session.execute(query.order_by(Exhibitor.name, Exhibitor.id)).all()
    return [each for row in rows if (each := _untold(row, tuple(theirs[row.id])))]


def _untold(row: Any, slots: tuple[Slot, ...]) -> Untold | None:
    changed = row.told_of != told_now([slot.id for slot in slots])
    of_slots = row.state is State.ACCEPTED and changed
    if not of_slots and not row.untold:
        return None
    return Untold(row.id, row.name, row.state, slots, of_slots, again=bool(row.told_of))


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
    exhibitors = lock_exhibitors(event, chosen, by.now)
    untold = [each for each in list_untold(event) if each.id in exhibitors]
    for each in untold:
        exhibitor = exhibitors[each.id]
        if each.of_slots:
            # Who is told of a stand is told that they are accepted: no letter says that alone.
            recall_letter(exhibitor, by.now)
            exhibitor.told_of = told_now([slot.id for slot in each.slots])
            exhibitor.told_at, exhibitor.confirmed_at = by.now, None
            exhibitor.decided_from = None
        # Else what was decided before is kept: until the letter leaves, it can be called back.
        exhibitor.untold = False
        kind = _kind_of(each)
        record("stands.told", each.id, by.actor, by.now, event_id=event.id)
        sending = Sending(Priority.NORMAL, batch=f"{kind}:{event.id}:{by.now.isoformat()}")
        enqueue(kind, About(each.id, each.name, event.id), by.now, sending)
    db.session.flush()
    return len(untold)


def _kind_of(untold: Untold) -> str:
    if not untold.of_slots:
        return DECISIONS[untold.state]
    return ASSIGNMENT if untold.slots else UNASSIGNED


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
        record(
            "stands.placing_confirmed", exhibitor.id, by.actor, by.now, event_id=exhibitor.event_id
        )
        db.session.flush()
