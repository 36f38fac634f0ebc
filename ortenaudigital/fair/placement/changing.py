"""Change whose slots are: the one way in which they are given, held, exchanged and freed.

Locked are, in this order: the row of placing, the exhibitors, the slots. What is decided upon is
read after that; the unique slot of an assignment would refuse whatever went past it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select, update

from ortenaudigital.audit.commands import record
from ortenaudigital.audit.rules import from_to
from ortenaudigital.events.models import Event
from ortenaudigital.events.rules import erase_at
from ortenaudigital.fair.applications.models import Assignment, Exhibitor
from ortenaudigital.fair.applications.rules import AT_STAKE, State, check_kept
from ortenaudigital.fair.inventory.errors import UnknownSlot
from ortenaudigital.fair.inventory.models import Slot
from ortenaudigital.fair.placement.errors import NotAccepted, SlotTaken
from ortenaudigital.fair.placement.models import Placing, PlacingStep
from ortenaudigital.fair.placement.reading import holds
from ortenaudigital.fair.placement.rules.facts import Holding
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.constraints import constraint_as
from ortenaudigital.kernel.db.rows import insert_if_absent, row_count

Whose = Mapping[int, Holding | None]


@dataclass(frozen=True)
class By:
    """Who does something, and when."""

    now: datetime
    actor: str


def lock_placing(event: Event) -> None:
    """Let others who place at this event wait until the commit."""
    if not _count_up(event):
        insert_if_absent(Placing, {"event_id": event.id, "revision": 0})
        _count_up(event)


def _count_up(event: Event) -> int:
    one_more = update(Placing).where(Placing.event_id == event.id)
    return row_count(db.session.execute(one_more.values(revision=Placing.revision + 1)))


def lock_slots(slots: Iterable[int]) -> None:
    """Lock slots in their order. Raises UnknownSlot if one is gone."""
    wanted = sorted(set(slots))
    query = select(Slot.id).where(Slot.id.in_(wanted)).order_by(Slot.id)
    if len(db.session.scalars(query.with_for_update(of=Slot, key_share=True)).all()) < len(wanted):
        raise UnknownSlot()


def lock_exhibitors(event: Event, ids: Iterable[UUID], now: datetime) -> dict[UUID, Exhibitor]:
    """Lock exhibitors in their order, and read them anew. Raises ExhibitorErased."""
    query = select(Exhibitor).where(Exhibitor.id.in_(set(ids)), Exhibitor.event_id == event.id)
    query = query.order_by(Exhibitor.id).with_for_update(of=Exhibitor, key_share=True)
    found = db.session.scalars(query.execution_options(populate_existing=True)).unique().all()
    ends = erase_at(day.closes_at for day in event.days)
    for exhibitor in found:
        check_kept(now, ends, exhibitor.erased_at)
    return {exhibitor.id: exhibitor for exhibitor in found}


def whose(slots: Iterable[int], now: datetime) -> dict[int, Holding | None]:
    """Say whose slots are at a moment; what is held no longer is nobody's."""
    wanted = set(slots)
    query = select(Assignment.slot_id, Assignment.exhibitor_id, Assignment.held_until)
    rows = db.session.execute(query.where(Assignment.slot_id.in_(wanted), holds(now)))
    found = {row.slot_id: Holding(row.exhibitor_id, row.held_until) for row in rows}
    return {slot: found.get(slot) for slot in sorted(wanted)}


def change(event: Event, wanted: Whose, by: By, *, undoes: bool = False) -> None:
    """Make slots somebody's or nobody's, which are locked with all whom it concerns.

    Raises NotAccepted, and SlotTaken if somebody got in between. Says nothing to anybody: that is
    done when the organiser wants it.
    """
    before = whose(wanted, by.now)
    changed = {slot: holding for slot, holding in wanted.items() if before[slot] != holding}
    if not changed:
        return
    concerned = lock_exhibitors(event, _concerned(before, changed), by.now)
    lock_slots(changed)
    for holding in changed.values():
        if holding and not _may_have(concerned.get(holding.exhibitor), holding):
            raise NotAccepted()
    _write(changed, by)
    _record(event, before, changed, by)
    _ask_again(before, changed)
    if not undoes:
        _note_step(event, (before, changed), by)
    for exhibitor in concerned.values():
        db.session.expire(exhibitor)


def _may_have(exhibitor: Exhibitor | None, holding: Holding) -> bool:
    if exhibitor is None:
        return False
    return exhibitor.state == State.ACCEPTED or bool(holding.until and exhibitor.state in AT_STAKE)


def _concerned(before: Whose, changed: Whose) -> set[UUID]:
    every = [*(before[slot] for slot in changed), *changed.values()]
    return {holding.exhibitor for holding in every if holding}


def _write(changed: Whose, by: By) -> None:
    # Also what is held no longer, whoever it was held for.
    db.session.execute(delete(Assignment).where(Assignment.slot_id.in_(changed)))
    rows = [
        {
            "slot_id": slot,
            "exhibitor_id": holding.exhibitor,
            "held_until": holding.until,
            "assigned_at": by.now,
            "assigned_by": by.actor,
        }
        for slot, holding in changed.items()
        if holding
    ]
    if rows:
        with constraint_as("uq_assignment_slot_id", lambda: taken(next(iter(changed)), by.now)):
            db.session.execute(insert(Assignment), rows)


def taken(slot_id: int, now: datetime) -> SlotTaken:
    """Say who has a slot."""
    slot = db.session.get_one(Slot, slot_id)
    query = select(Exhibitor.name).join(Assignment, Assignment.exhibitor_id == Exhibitor.id)
    holder = db.session.scalar(query.where(Assignment.slot_id == slot_id, holds(now)))
    return SlotTaken(stand=slot.label, holder=holder or "?")


def _record(event: Event, before: Whose, changed: Whose, by: By) -> None:
    slots = {
        slot.id: slot.label
        for slot in db.session.scalars(select(Slot).where(Slot.id.in_(changed))).unique()
    }
    for slot, holding in changed.items():
        old = before[slot]
        more: dict[str, Any] = {"event_id": event.id, "stand": slots[slot]}
        if old and (not holding or holding.exhibitor != old.exhibitor):
            record("stands.taken_back", old.exhibitor, by.actor, by.now, **more)
        if holding:
            action = "stands.held" if holding.until else "stands.assigned"
            same = old if old and old.exhibitor == holding.exhibitor else None
            was = _said(same) if same else {"holding": _said(holding)["holding"]}
            values = from_to(was, _said(holding))
            record(action, holding.exhibitor, by.actor, by.now, **more, **values)


def _said(holding: Holding) -> dict[str, Any]:
    return {"holding": "held" if holding.until else "given", "held_until": holding.until}


def _ask_again(before: Whose, changed: Whose) -> None:
    """Who said yes to something else is asked again."""
    concerned = _concerned(before, changed)
    confirmed = update(Exhibitor).where(Exhibitor.id.in_(concerned))
    confirmed = confirmed.where(Exhibitor.confirmed_at.is_not(None))
    db.session.execute(confirmed.values(confirmed_at=None))


def _note_step(event: Event, step: tuple[Whose, Whose], by: By) -> None:
    before, changed = step
    db.session.add(
        PlacingStep(
            event_id=event.id,
            done_at=by.now,
            actor=by.actor,
            before=_as_json({slot: before[slot] for slot in changed}),
            after=_as_json(changed),
        )
    )
    db.session.flush()


def _as_json(whose_slots: Whose) -> dict[str, Any]:
    return {
        str(slot): holding and [str(holding.exhibitor), holding.until and holding.until.isoformat()]
        for slot, holding in whose_slots.items()
    }


def from_json(stored: Mapping[str, Any]) -> dict[int, Holding | None]:
    """Read what a step has stored."""
    return {
        int(slot): holding
        and Holding(UUID(holding[0]), datetime.fromisoformat(holding[1]) if holding[1] else None)
        for slot, holding in stored.items()
    }
