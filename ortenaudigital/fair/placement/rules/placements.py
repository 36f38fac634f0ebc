"""Whose the slots of an event are, as plain values that can be asked what would be if."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from ortenaudigital.fair.placement.rules.facts import (
    ExhibitorFacts,
    Fair,
    Holding,
    StandFacts,
)
from ortenaudigital.fair.placement.rules.neighbours import Neighbours, next_door


@dataclass(frozen=True)
class SlotFacts:
    """A stand on a day, or a pitch on a stage from a moment on."""

    id: int
    stand: int | None
    stage: int | None
    day: int
    label: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True)
class Placements:
    """The slots of an event, and whose they are; the stands among them as a fair to decide upon."""

    fair: Fair
    slots: dict[int, SlotFacts]
    held: dict[int, Holding]

    def without(self, slots: Iterable[int]) -> "Placements":
        """Return them as they are once these slots are free."""
        gone = set(slots)
        held = {slot: holding for slot, holding in self.held.items() if slot not in gone}
        return replace(self, held=held, fair=replace(self.fair, held=by_stand(self.slots, held)))

    def having(self, given: Mapping[int, Holding]) -> "Placements":
        """Return them as they are once these slots are given."""
        held = {**self.held, **given}
        return replace(self, held=held, fair=replace(self.fair, held=by_stand(self.slots, held)))

    def slot_of(self, stand: int, day: int) -> int | None:
        """Return the id of the slot of a stand on a day."""
        return self.by_stand.get((stand, day))

    @cached_property
    def by_stand(self) -> dict[tuple[int, int], int]:
        """Return the slots of stands by stand and day."""
        return {(each.stand, each.day): each.id for each in self.slots.values() if each.stand}

    @cached_property
    def near(self) -> Neighbours:
        """Return which stands stand next to which."""
        return next_door(self.fair.stands.values())

    def pitches(self) -> list[SlotFacts]:
        """List the pitches by stage and time."""
        return [each for each in self.slots.values() if each.stage is not None]

    def of(self, exhibitor: UUID) -> list[SlotFacts]:
        """List what an exhibitor has, held or assigned."""
        mine = [slot for slot, holding in self.held.items() if holding.exhibitor == exhibitor]
        return [self.slots[each] for each in sorted(mine)]

    def basis(self) -> str:
        """Return the fingerprint of all that a proposal is made from."""
        fair = self.fair
        parts = [
            *sorted(repr(_plain(each)) for each in fair.stands.values()),
            *sorted(repr(_plain(each)) for each in fair.exhibitors.values() if each.accepted),
            *sorted(map(repr, fair.areas.items())),
            *sorted(map(repr, fair.circuits.items())),
            *sorted(f"{slot} {holding}" for slot, holding in fair.held.items()),
            *(f"pitch {each} {self.held.get(each.id)}" for each in self.pitches()),
        ]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _plain(facts: StandFacts | ExhibitorFacts) -> list[Any]:
    # A set is written in any order, and the fingerprint must be the same in each process.
    values = (getattr(facts, name) for name in type(facts).__dataclass_fields__)
    return [sorted(each) if isinstance(each, frozenset) else each for each in values]


def by_stand(
    slots: Mapping[int, SlotFacts], held: Mapping[int, Holding]
) -> dict[tuple[int, int], Holding]:
    """Return whose the stands are, by stand and day."""
    return {
        (slot.stand, slot.day): held[slot.id]
        for slot in slots.values()
        if slot.stand is not None and slot.id in held
    }
