"""What the page of placing shows, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from flask_babel import format_decimal, gettext

from ortenaudigital.events.models import Day, Event
from ortenaudigital.fair.placement.commands import conflicts_at, days_to_give
from ortenaudigital.fair.placement.pitches import pitch_candidates
from ortenaudigital.fair.placement.rules.conflicts import Conflict, Size, load, missing
from ortenaudigital.fair.placement.rules.facts import ExhibitorFacts, Holding, Limit, StandFacts
from ortenaudigital.fair.placement.rules.placements import Placements, SlotFacts
from ortenaudigital.fair.placement.rules.ranking import Candidate, candidates, waiting_for
from ortenaudigital.kernel.text import fold
from ortenaudigital.web.shared.language import metres_text

# More are found by name.
BEST = 8
BEST_WAITING = 5


@dataclass(frozen=True)
class Total:
    """What a circuit or an area has to bear on a day."""

    limit: Limit
    day: Day
    power_w: int
    network: int

    @property
    def over(self) -> bool:
        """Say whether that is more than it bears."""
        pairs = [(self.power_w, self.limit.power_w), (self.network, self.limit.network)]
        return any(most is not None and used > most for used, most in pairs)


@dataclass(frozen=True)
class Board:
    """The page of placing: whose the slots are, and which of them is looked at."""

    event: Event
    placements: Placements
    chosen: SlotFacts | None = None
    # What is to be swapped with the slot that is pressed next.
    moving: SlotFacts | None = None
    words: str = ""

    @cached_property
    def stands(self) -> list[StandFacts]:
        """List the stands in their order."""
        return list(self.placements.fair.stands.values())

    @cached_property
    def pitches(self) -> list[SlotFacts]:
        """List the pitches by day, stage and time."""
        return self.placements.pitches()

    def slot(self, stand: StandFacts, day: Day) -> SlotFacts | None:
        """Return the slot of a stand on a day."""
        found = self.placements.slot_of(stand.id, day.id)
        return self.placements.slots[found] if found else None

    def holding(self, slot: SlotFacts) -> Holding | None:
        """Return whose a slot is."""
        return self.placements.held.get(slot.id)

    def who(self, slot: SlotFacts | None) -> ExhibitorFacts | None:
        """Return the exhibitor who has a slot."""
        holding = self.holding(slot) if slot else None
        return self.placements.fair.exhibitors.get(holding.exhibitor) if holding else None

    @property
    def in_the_way(self) -> list[Conflict]:
        """Say what is in the way of who has the chosen slot; stands and needs change later."""
        holding = self.holding(self.chosen) if self.chosen else None
        if self.chosen is None or holding is None or not self.who(self.chosen):
            return []
        return conflicts_at(self.placements, self.chosen, holding)

    @cached_property
    def outgrown(self) -> list[tuple[SlotFacts, ExhibitorFacts, list[Conflict]]]:
        """List who could not be given the stand any more that they have, and why."""
        fair, found = self.placements.fair, []
        for slot in self.placements.slots.values():
            who = self.who(slot)
            if who is None or slot.stand is None:
                continue
            refusing = [each for each in missing(fair.stands[slot.stand], who) if each.refuses]
            if refusing:
                found.append((slot, who, refusing))
        return found

    def day(self, day_id: int) -> Day:
        """Return a day by its id."""
        return next(day for day in self.event.days if day.id == day_id)

    @cached_property
    def unplaced(self) -> list[tuple[ExhibitorFacts, list[Day]]]:
        """List the accepted exhibitors without a stand on a day they want, and which days."""
        served = {
            (holding.exhibitor, day) for (_, day), holding in self.placements.fair.held.items()
        }
        found = []
        for each in self.placements.fair.exhibitors.values():
            missing = [day for day in self.event.days if day.id in each.days]
            missing = [day for day in missing if (each.id, day.id) not in served]
            if each.accepted and missing:
                found.append((each, missing))
        return sorted(found, key=lambda pair: fold(pair[0].name))

    @cached_property
    def unpitched(self) -> list[ExhibitorFacts]:
        """List the accepted exhibitors who want a pitch and have none, if there is a stage."""
        speakers = {
            self.placements.held[each.id].exhibitor for each in self.pitches if self.who(each)
        }
        found = [
            each
            for each in self.placements.fair.exhibitors.values()
            if self.pitches and each.accepted and each.pitch and each.id not in speakers
        ]
        return sorted(found, key=lambda each: fold(each.name))

    @property
    def served(self) -> int:
        """Count the accepted exhibitors who have all that they want."""
        waiting = {who.id for who, _ in self.unplaced} | {who.id for who in self.unpitched}
        return self.accepted - len(waiting)

    @property
    def accepted(self) -> int:
        """Count the accepted exhibitors."""
        return sum(each.accepted for each in self.placements.fair.exhibitors.values())

    @property
    def free(self) -> int:
        """Count the free slots of stands."""
        stands = sum(each.stand is not None for each in self.placements.slots.values())
        return stands - len(self.placements.fair.held)

    @cached_property
    def fitting(self) -> list[Candidate]:
        """List who could have the chosen slot, best first; of those that words find."""
        if self.chosen is None or self.holding(self.chosen):
            return []
        found = fold(self.words)
        return [
            each
            for each in candidates_for(self.placements, self.chosen)
            if found in fold(each.exhibitor.name)
        ]

    @cached_property
    def waiting(self) -> Sequence[Candidate]:
        """List who is not accepted and would fit into the chosen slot, the wait list first."""
        if self.chosen is None or self.holding(self.chosen):
            return []
        fitting = waiting_at(self.placements, self.chosen)
        return sorted(fitting, key=lambda each: not each.exhibitor.waits)[:BEST_WAITING]

    def days_for(self, candidate: Candidate) -> list[Day]:
        """Return the days that *all days* would give to a candidate."""
        if self.chosen is None:
            return []
        slots = days_to_give(self.placements, self.chosen.id, candidate.exhibitor.id)
        return [self.day(self.placements.slots[slot].day) for slot in slots]

    @cached_property
    def totals(self) -> list[Total]:
        """List what areas and circuits with a limit have to bear, by day."""
        fair = self.placements.fair
        limits: list[tuple[Limit, int | None, int | None]] = [
            (limit, area, None) for area, limit in fair.areas.items()
        ]
        limits += [(limit, None, circuit) for circuit, limit in fair.circuits.items()]
        return [
            Total(limit, day, *load(fair, day.id, area, circuit))
            for limit, area, circuit in limits
            if limit.power_w is not None or limit.network is not None
            for day in self.event.days
        ]


def candidates_for(placements: Placements, slot: SlotFacts) -> Sequence[Candidate]:
    """List who could have a slot, best first."""
    if slot.stand is None:
        return pitch_candidates(placements, slot)
    fair = placements.fair
    return candidates(fair, placements.near, fair.stands[slot.stand], slot.day)


def waiting_at(placements: Placements, slot: SlotFacts) -> Sequence[Candidate]:
    """List who is not accepted and would fit into a slot of a stand, best first."""
    if slot.stand is None:
        return []
    fair = placements.fair
    return waiting_for(fair, placements.near, fair.stands[slot.stand], slot.day)


def next_free(placements: Placements, after: int) -> int | None:
    """Return the next free slot, in the order of the page, that somebody could have."""
    order = list(placements.slots)
    start = order.index(after) + 1 if after in placements.slots else 0
    stands = placements.slots[after].stand is not None if after in placements.slots else True
    for slot_id in [*order[start:], *order[:start]]:
        slot = placements.slots[slot_id]
        if slot_id in placements.held or (slot.stand is not None) != stands:
            continue
        if any(not each.refused for each in candidates_for(placements, slot)):
            return slot_id
    return None


def in_words(conflict: Conflict) -> str:
    """Say what is in the way, in the language of the reader."""
    values = {name: _as_written(value) for name, value in conflict.values.items()}
    return str(gettext(conflict.words, **values))


def _as_written(value: object) -> object:
    if isinstance(value, int):
        return format_decimal(value)
    if not isinstance(value, Size):
        return value
    return " × ".join(map(metres_text, value.sides))


def whose(text: str) -> UUID | None:
    """Read whose a slot was on the page; nothing for a free one."""
    try:
        return UUID(text)
    except ValueError:
        return None
