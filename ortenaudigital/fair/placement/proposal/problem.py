"""What a proposal is asked for, and what a placing is worth; on plain values."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from ortenaudigital.fair.placement.rules.conflicts import are_apart, missing
from ortenaudigital.fair.placement.rules.facts import ExhibitorFacts, Fair, Limit, StandFacts
from ortenaudigital.fair.placement.rules.neighbours import Neighbours, next_door
from ortenaudigital.fair.placement.rules.ranking import fit, is_wish

Slot = tuple[int, int]
Placing = dict[Slot, UUID]
Kind = tuple[int, int, int, bool, bool]
# Is told how many percent are done.
Report = Callable[[int], None]

# In points. Whoever gets a stand on one more day outweighs all that is said about which one.
SERVED = 10_000
SAME_STAND = 2_000
WISH = 600
APART = -4_000
AREA_OF_GROUP = -1_000
NEAR_GROUP = 400


@dataclass(frozen=True)
class Problem:
    """A fair, and which of its slots are to be given; what is held stays as it is."""

    fair: Fair
    near: Neighbours

    @cached_property
    def exhibitors(self) -> list[ExhibitorFacts]:
        """List the accepted exhibitors, in an order of their own."""
        accepted = [each for each in self.fair.exhibitors.values() if each.accepted]
        return sorted(accepted, key=lambda each: (each.name, each.id.int))

    @cached_property
    def stands(self) -> list[StandFacts]:
        """List the stands in their order."""
        return sorted(self.fair.stands.values(), key=lambda each: (each.position, each.id))

    @cached_property
    def fixed(self) -> Placing:
        """Return whose the slots are that stay as they are."""
        return {slot: holding.exhibitor for slot, holding in self.fair.held.items()}

    @cached_property
    def open_days(self) -> dict[UUID, frozenset[int]]:
        """Return the days on which each accepted exhibitor still wants a stand."""
        served: dict[UUID, set[int]] = defaultdict(set)
        for (_, day), exhibitor in self.fixed.items():
            served[exhibitor].add(day)
        return {each.id: each.days - served[each.id] for each in self.exhibitors}

    @cached_property
    def free(self) -> frozenset[Slot]:
        """Return the slots that can be given."""
        every = {(stand.id, day) for stand in self.stands for day in stand.days}
        return frozenset(every - self.fixed.keys())

    @cached_property
    def groups(self) -> dict[str, list[ExhibitorFacts]]:
        """Return who belongs together, by the name of the group."""
        found: dict[str, list[ExhibitorFacts]] = defaultdict(list)
        for each in self.exhibitors:
            if each.group:
                found[each.group].append(each)
        return {name: members for name, members in found.items() if len(members) > 1}

    @cached_property
    def group_of(self) -> dict[UUID, str]:
        """Return the group of each who has one."""
        return {each.id: name for name, members in self.groups.items() for each in members}

    @cached_property
    def apart(self) -> list[tuple[ExhibitorFacts, ExhibitorFacts]]:
        """List the pairs that must not stand next door to one another."""
        wary = [each for each in self.exhibitors if each.apart]
        known = {each.id: number for number, each in enumerate(self.exhibitors)}
        pairs = {
            (min(known[one.id], known[other.id]), max(known[one.id], known[other.id]))
            for one in wary
            for other in self.exhibitors
            if one.id != other.id and are_apart(one, other)
        }
        return [(self.exhibitors[one], self.exhibitors[other]) for one, other in sorted(pairs)]

    def suits(self, stand: StandFacts, exhibitor: ExhibitorFacts) -> bool:
        """Say whether a stand meets all that an exhibitor needs."""
        # Of thousands of pairs, few differ in what is asked about.
        alike = (kind_of(stand), kind_of(exhibitor))
        if alike not in self._suits:
            self._suits[alike] = not missing(stand, exhibitor)
        return self._suits[alike]

    @cached_property
    def _suits(self) -> dict[tuple[Kind, Kind], bool]:
        return {}

    def limits(self) -> Iterator[tuple[str, int, Limit]]:
        """List the limits: of an area or a circuit, which one, and how much it bears."""
        yield from (("area", key, limit) for key, limit in sorted(self.fair.areas.items()))
        yield from (("circuit", key, limit) for key, limit in sorted(self.fair.circuits.items()))


@dataclass(frozen=True)
class Solution:
    """A proposal; `by_program` is false if the program found nothing better than one by one."""

    placing: Placing
    worth: int
    by_program: bool


def kind_of(facts: StandFacts | ExhibitorFacts) -> Kind:
    """Return what a stand has, or an exhibitor needs: those alike fit alike."""
    return facts.width_cm, facts.depth_cm, facts.power_w, facts.network, facts.accessible


def ask(fair: Fair, moved: Iterable[Slot] = ()) -> Problem:
    """Ask where exhibitors could stand; the slots in `moved` may be given anew."""
    return Problem(fair.without(moved), next_door(fair.stands.values()))


def points(stand: StandFacts, exhibitor: ExhibitorFacts) -> int:
    """Say what it is worth that an exhibitor has this stand on a day."""
    return SERVED + fit(stand, exhibitor) + WISH * is_wish(stand, exhibitor)


def worth(problem: Problem, placing: Mapping[Slot, UUID]) -> int:
    """Say what a placing is worth, with what stays as it is: the more points, the better."""
    whole = {**problem.fixed, **placing}
    return worth_to_program(problem, placing) + worth_of_nearness(problem, whole)


def worth_to_program(problem: Problem, placing: Mapping[Slot, UUID]) -> int:
    """Say what a placing is worth but for who of a group is next door to whom."""
    whole = {**problem.fixed, **placing}
    fair = problem.fair
    days_at: dict[UUID, Counter[int]] = defaultdict(Counter)
    total = 0
    for (stand, day), who in whole.items():
        exhibitor = fair.exhibitors.get(who)
        if exhibitor is not None and day in exhibitor.days:
            total += points(fair.stands[stand], exhibitor)
            days_at[who][stand] += 1
    for who, at in days_at.items():
        wanted = len(fair.exhibitors[who].days)
        if wanted > 1 and wanted in at.values():
            total += SAME_STAND * (wanted - 1)
    return total + _worth_of_apart(problem, whole) + _worth_of_groups(problem, whole)


def _worth_of_apart(problem: Problem, whole: Mapping[Slot, UUID]) -> int:
    slots: dict[UUID, list[Slot]] = defaultdict(list)
    for slot, who in whole.items():
        slots[who].append(slot)
    return APART * sum(
        whole.get((neighbour, day)) == other.id
        for one, other in problem.apart
        for stand, day in slots[one.id]
        for neighbour in problem.near[stand]
    )


def _worth_of_groups(problem: Problem, whole: Mapping[Slot, UUID]) -> int:
    group_of = problem.group_of
    areas = {
        (group_of[who], problem.fair.stands[stand].area)
        for (stand, _), who in whole.items()
        if who in group_of
    }
    return AREA_OF_GROUP * len(areas)


def worth_of_nearness(problem: Problem, whole: Mapping[Slot, UUID]) -> int:
    """Say what it is worth that members of a group have one of it next door."""
    group_of = problem.group_of
    near = 0
    for (stand, day), who in whole.items():
        if name := group_of.get(who):
            beside = (whole.get((each, day)) for each in problem.near[stand])
            near += any(each != who and group_of.get(each) == name for each in beside if each)
    return NEAR_GROUP * near
