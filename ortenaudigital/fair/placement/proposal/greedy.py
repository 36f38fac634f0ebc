"""A placing one by one, as somebody would do it by hand: what every proposal must be as good as."""

from collections import Counter, defaultdict
from uuid import UUID

from ortenaudigital.fair.placement.proposal.problem import Placing, Problem, Slot, points
from ortenaudigital.fair.placement.rules.facts import ExhibitorFacts, StandFacts


class Loads:
    """How much areas and circuits bear already, by day."""

    def __init__(self, problem: Problem, placing: Placing) -> None:
        self._problem = problem
        self._power: Counter[tuple[str, int, int]] = Counter()
        self._network: Counter[tuple[str, int, int]] = Counter()
        self._limits = {(kind, key): limit for kind, key, limit in problem.limits()}
        for slot, who in placing.items():
            self.add(slot, who)

    def add(self, slot: Slot, who: UUID, times: int = 1) -> None:
        """Count what an exhibitor takes at a slot."""
        exhibitor = self._problem.fair.exhibitors.get(who)
        if exhibitor is None:
            return
        for kind, key in self._of(self._problem.fair.stands[slot[0]]):
            self._power[kind, key, slot[1]] += times * exhibitor.power_w
            self._network[kind, key, slot[1]] += times * exhibitor.network

    def bear(self, stand: StandFacts, day: int, exhibitor: ExhibitorFacts) -> bool:
        """Say whether one more can be borne."""
        for kind, key in self._of(stand):
            limit = self._limits[kind, key]
            power = self._power[kind, key, day] + exhibitor.power_w
            network = self._network[kind, key, day] + exhibitor.network
            if limit.power_w is not None and exhibitor.power_w and power > limit.power_w:
                return False
            if limit.network is not None and exhibitor.network and network > limit.network:
                return False
        return True

    def _of(self, stand: StandFacts) -> list[tuple[str, int]]:
        both = [("area", stand.area), ("circuit", stand.circuit)]
        return [
            (kind, key) for kind, key in both if key is not None and (kind, key) in self._limits
        ]


def place_one_by_one(problem: Problem) -> Placing:
    """Give each exhibitor in turn the best stand that is left, those with few choices first."""
    placing: Placing = {}
    loads = Loads(problem, problem.fixed)
    choices = {
        each.id: [stand for stand in problem.stands if problem.suits(stand, each)]
        for each in problem.exhibitors
    }
    taken: set[Slot] = set()
    for exhibitor in sorted(problem.exhibitors, key=lambda each: len(choices[each.id])):
        for slot in _best(problem, exhibitor, choices[exhibitor.id], (taken, loads)):
            placing[slot] = exhibitor.id
            taken.add(slot)
            loads.add(slot, exhibitor.id)
    return placing


def _best(
    problem: Problem,
    exhibitor: ExhibitorFacts,
    choices: list[StandFacts],
    state: tuple[set[Slot], Loads],
) -> list[Slot]:
    taken, loads = state
    days = problem.open_days[exhibitor.id]
    free: dict[int, list[StandFacts]] = defaultdict(list)
    on_all = []
    for stand in choices:
        there = 0
        for day in days & stand.days:
            slot = (stand.id, day)
            if slot in problem.free and slot not in taken and loads.bear(stand, day, exhibitor):
                free[day].append(stand)
                there += 1
        if days and there == len(days):
            on_all.append(stand)
    if on_all:
        best = max(on_all, key=lambda stand: points(stand, exhibitor))
        return [(best.id, day) for day in sorted(days)]
    return [
        (max(free[day], key=lambda stand: points(stand, exhibitor)).id, day)
        for day in sorted(days)
        if free[day]
    ]
