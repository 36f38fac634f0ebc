"""Give stands and pitches, hold, exchange and take them back; each inside one transaction."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from ortenaudigital.events.models import Event
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.inventory.errors import UnknownSlot
from ortenaudigital.fair.inventory.models import Slot
from ortenaudigital.fair.placement.changing import (
    By,
    Whose,
    change,
    from_json,
    lock_exhibitors,
    lock_placing,
    taken,
    whose,
)
from ortenaudigital.fair.placement.errors import (
    ChangedMeanwhile,
    NotAccepted,
    NothingToUndo,
    NotSeen,
    Unfit,
)
from ortenaudigital.fair.placement.models import PlacingStep
from ortenaudigital.fair.placement.pitches import pitch_conflicts
from ortenaudigital.fair.placement.reading import read_placements
from ortenaudigital.fair.placement.rules.conflicts import Conflict, Reason, conflicts
from ortenaudigital.fair.placement.rules.facts import Holding
from ortenaudigital.fair.placement.rules.placements import Placements, SlotFacts
from ortenaudigital.kernel.db import db

# The warnings that the organiser was shown, by their reasons; None: all there may be.
Seen = Collection[str] | None


def assign(slot: Slot, exhibitor: Exhibitor, now: datetime, actor: str) -> None:
    """Give a slot to an exhibitor, whatever warnings there are. Raises as `give`."""
    give(exhibitor.event, [slot.id], exhibitor.id, By(now, actor))


def give(event: Event, slots: Sequence[int], exhibitor_id: UUID, by: By, seen: Seen = None) -> None:
    """Give slots to an exhibitor, all or none.

    Raises SlotTaken, which names the holder, NotAccepted, Unfit, NotSeen with warnings that were
    not in `seen`, UnknownSlot and ExhibitorErased.
    """
    placements = _lock_and_read(event, exhibitor_id, by)
    _check(placements, slots, Holding(exhibitor_id), by, seen)
    change(event, dict.fromkeys(slots, Holding(exhibitor_id)), by)


def give_all_days(event: Event, slot_id: int, exhibitor_id: UUID, by: By, seen: Seen = None) -> int:
    """Give a stand on all days on which it is free and the exhibitor wants one; say how many.

    Raises as `give`.
    """
    placements = _lock_and_read(event, exhibitor_id, by)
    slots = days_to_give(placements, slot_id, exhibitor_id)
    _check(placements, slots, Holding(exhibitor_id), by, seen)
    change(event, dict.fromkeys(slots, Holding(exhibitor_id)), by)
    return len(slots)


def _lock_and_read(event: Event, exhibitor_id: UUID, by: By) -> Placements:
    lock_placing(event)
    # Who was forgotten meanwhile is told apart from who is not accepted.
    lock_exhibitors(event, [exhibitor_id], by.now)
    return read_placements(event, by.now)


def days_to_give(placements: Placements, slot_id: int, exhibitor_id: UUID) -> list[int]:
    """Return the slots that *all days* means: this one, and the same stand when it is needed."""
    slot, exhibitor = placements.slots.get(slot_id), placements.fair.exhibitors.get(exhibitor_id)
    if slot is None:
        raise UnknownSlot()
    if slot.stand is None or exhibitor is None:
        return [slot_id]
    served = {each.day for each in placements.of(exhibitor_id) if each.stand}
    others = [placements.slot_of(slot.stand, day) for day in sorted(exhibitor.days - served)]
    free = [each for each in others if each and each not in placements.held]
    return sorted({slot_id, *free})


def hold(event: Event, slot_id: int, exhibitor_id: UUID, until: datetime, by: By) -> None:
    """Hold a slot for an exhibitor until a moment; then it is free by itself.

    It may be held for who is not accepted yet. Raises SlotTaken, NotAccepted, Unfit, UnknownSlot.
    """
    holding = Holding(exhibitor_id, until)
    _check(_lock_and_read(event, exhibitor_id, by), [slot_id], holding, by, None)
    change(event, {slot_id: holding}, by)


def take_back(slot: Slot, exhibitor: Exhibitor, now: datetime, actor: str) -> None:
    """Take a slot back from an exhibitor. Raises UnknownSlot if it is not theirs."""
    free(exhibitor.event, [slot.id], exhibitor.id, By(now, actor))


def free(event: Event, slots: Sequence[int], exhibitor_id: UUID, by: By) -> None:
    """Take slots back that an exhibitor has. Raises UnknownSlot if one is not theirs."""
    lock_placing(event)
    for holding in whose(slots, by.now).values():
        if holding is None or holding.exhibitor != exhibitor_id:
            raise UnknownSlot()
    change(event, dict.fromkeys(slots), by)


def swap(
    event: Event,
    pairs: Sequence[tuple[int, int]],
    shown: Mapping[int, UUID | None],
    by: By,
    seen: Seen = None,
) -> None:
    """Exchange the holders of slots, pair by pair; where one is free, the other moves there.

    `shown` says whose they were on the page. Raises ChangedMeanwhile, Unfit, NotSeen, UnknownSlot.
    """
    lock_placing(event)
    placements = read_placements(event, by.now)
    slots = [slot for pair in pairs for slot in pair]
    if not placements.slots.keys() >= set(slots):
        raise UnknownSlot()
    now = {slot: placements.held.get(slot) for slot in slots}
    _check_shown(now, shown, by)
    wanted: Whose = {
        **{one: now[other] for one, other in pairs},
        **{other: now[one] for one, other in pairs},
    }
    emptied = placements.without(slots)
    for slot, holding in wanted.items():
        if holding:
            _check(emptied, [slot], holding, by, seen)
            emptied = emptied.having({slot: holding})
    change(event, wanted, by)


def undo(event: Event, by: By) -> None:
    """Undo what this organiser did last. Raises NothingToUndo, or ChangedMeanwhile."""
    lock_placing(event)
    step = find_last_step(event, by.actor)
    if step is None:
        raise NothingToUndo()
    before, after = from_json(step.before), from_json(step.after)
    done = {slot: each.exhibitor if each else None for slot, each in after.items()}
    _check_shown(whose(after, by.now), done, by)
    still = {
        slot: None if each and each.until and each.until <= by.now else each
        for slot, each in before.items()
    }
    change(event, still, by, undoes=True)
    step.undone_at = by.now


def find_last_step(event: Event, actor: str) -> PlacingStep | None:
    """Find what an organiser did last and has not undone."""
    mine = (PlacingStep.event_id == event.id, PlacingStep.actor == actor)
    query = select(PlacingStep).where(*mine, PlacingStep.undone_at.is_(None))
    return db.session.scalar(query.order_by(PlacingStep.id.desc()).limit(1))


def _check_shown(now: Whose, shown: Mapping[int, UUID | None], by: By) -> None:
    for slot_id, holding in now.items():
        if (holding.exhibitor if holding else None) != shown.get(slot_id):
            slot = db.session.get_one(Slot, slot_id)
            holder = taken(slot_id, by.now).details["holder"] if holding else "–"
            raise ChangedMeanwhile(stand=slot.label, holder=holder)


def _check(
    placements: Placements, slots: Sequence[int], holding: Holding, by: By, seen: Seen
) -> None:
    exhibitor = placements.fair.exhibitors.get(holding.exhibitor)
    if exhibitor is None:
        raise NotAccepted()
    for slot_id in slots:
        slot = placements.slots.get(slot_id)
        if slot is None:
            raise UnknownSlot()
        found = conflicts_at(placements, slot, holding)
        for conflict in found:
            if conflict.refuses:
                raise _refusal(conflict, slot, exhibitor.name, by)
        unseen = [each for each in found if seen is not None and each.reason not in seen]
        if unseen:
            raise NotSeen(conflicts=found, stand=slot.label, name=exhibitor.name)


def conflicts_at(placements: Placements, slot: SlotFacts, holding: Holding) -> list[Conflict]:
    """Say what is in the way of an exhibitor at a stand or a pitch."""
    exhibitor = placements.fair.exhibitors[holding.exhibitor]
    if slot.stand is None:
        found = pitch_conflicts(placements, exhibitor, slot)
    else:
        fair = placements.fair
        found = conflicts(fair, placements.near, exhibitor, fair.stands[slot.stand], slot.day)
    # It may be held for who waits.
    return [each for each in found if not (holding.until and each.reason is Reason.NOT_ACCEPTED)]


def _refusal(conflict: Conflict, slot: SlotFacts, name: str, by: By) -> Exception:
    if conflict.reason is Reason.TAKEN:
        return taken(slot.id, by.now)
    if conflict.reason is Reason.NOT_ACCEPTED:
        return NotAccepted()
    return Unfit(name=name, stand=slot.label, conflict=conflict)
