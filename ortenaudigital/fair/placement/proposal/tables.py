"""The facts of a proposal as tables of numbers, by exhibitor, stand and day."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

import numpy as np

from ortenaudigital.fair.placement.proposal.problem import SERVED, WISH, Problem, kind_of
from ortenaudigital.fair.placement.rules.conflicts import are_apart
from ortenaudigital.fair.placement.rules.facts import ExhibitorFacts, StandFacts
from ortenaudigital.fair.placement.rules.ranking import fit, is_wish


class Tables:
    """Numbers of a problem. `of["area"]` is the area of each stand, -1 for none."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        exhibitors, stands = problem.exhibitors, problem.stands
        self.days = sorted({day for each in exhibitors for day in each.days})
        self._day = {day: number for number, day in enumerate(self.days)}
        self._stand = {stand.id: number for number, stand in enumerate(stands)}
        self._exhibitor = {each.id: number for number, each in enumerate(exhibitors)}
        self.power = np.array([each.power_w for each in exhibitors], dtype=float)
        self.network = np.array([each.network for each in exhibitors], dtype=float)
        self.of = {
            "area": np.array([-1 if each.area is None else each.area for each in stands]),
            "circuit": np.array([-1 if each.circuit is None else each.circuit for each in stands]),
        }
        self.area_numbers = self.of["area"]
        self.wanted = self._by_day([each.days for each in exhibitors])
        self.wishes = self._by_day([problem.open_days[each.id] for each in exhibitors])
        self.free = self._by_day(
            [{day for day in each.days if (each.id, day) in problem.free} for each in stands]
        )

    def _by_day(self, sets: Any) -> Any:
        table = np.zeros((len(sets), len(self.days)), dtype=bool)
        for number, days in enumerate(sets):
            for day in days:
                if day in self._day:
                    table[number, self._day[day]] = True
        return table

    @cached_property
    def suits(self) -> Any:
        """Say which stand meets the needs of which exhibitor."""
        return self._by_kind(self.problem.suits).astype(bool)

    @cached_property
    def points(self) -> Any:
        """Say what each stand is worth to each exhibitor on a day."""
        points = SERVED + self._by_kind(fit)
        wishing = [each for each in self.problem.exhibitors if each.wish]
        for exhibitor in wishing:
            for stand in self.problem.stands:
                if is_wish(stand, exhibitor):
                    points[self._exhibitor[exhibitor.id], self._stand[stand.id]] += WISH
        return points

    def _by_kind(self, rule: Callable[[StandFacts, ExhibitorFacts], int]) -> Any:
        """Ask a rule about each pair, but once only of those that are alike."""
        known: dict[Any, int] = {}
        stands = [(each, kind_of(each)) for each in self.problem.stands]
        table = np.zeros((len(self.problem.exhibitors), len(stands)), dtype=int)
        for row, who in enumerate(self.problem.exhibitors):
            needs = kind_of(who)
            for column, (stand, has) in enumerate(stands):
                if (needs, has) not in known:
                    known[needs, has] = int(rule(stand, who))
                table[row, column] = known[needs, has]
        return table

    @cached_property
    def kept(self) -> Any:
        """Say who keeps which stand on which day."""
        shape = (len(self.problem.exhibitors), len(self.problem.stands), len(self.days))
        table = np.zeros(shape, dtype=bool)
        for (stand, day), who in self.problem.fixed.items():
            if who in self._exhibitor and day in self._day and stand in self._stand:
                table[self._exhibitor[who], self._stand[stand], self._day[day]] = True
        return table

    @cached_property
    def apart(self) -> list[tuple[int, int]]:
        """List the pairs, by number, that must not stand next door."""
        number = self._exhibitor
        return [(number[one.id], number[other.id]) for one, other in self.problem.apart]

    @cached_property
    def in_pairs(self) -> list[int]:
        """List who is in such a pair."""
        return sorted({number for pair in self.apart for number in pair})

    @cached_property
    def fixed_apart(self) -> Any:
        """Count the neighbours who stay and must not be beside an exhibitor at a stand."""
        table = np.zeros(self.kept.shape, dtype=int)
        facts = self.problem.fair.exhibitors
        for (stand, day), who in self.problem.fixed.items():
            for one in self.in_pairs if day in self._day and who in facts else ():
                exhibitor = self.problem.exhibitors[one]
                if exhibitor.id != who and are_apart(exhibitor, facts[who]):
                    for beside in self.problem.near[stand]:
                        table[one, self._stand[beside], self._day[day]] += 1
        return table

    def beside(self, stands: Any) -> tuple[Any, Any]:
        """Return the neighbours of each of these stands, and whose neighbours they are."""
        lists = [self._near[stand] for stand in stands]
        owner = np.repeat(np.arange(len(lists)), [len(each) for each in lists])
        return owner, np.concatenate(lists) if lists else np.array([], dtype=int)

    @cached_property
    def _near(self) -> list[Any]:
        return [
            np.array(sorted(self._stand[each] for each in self.problem.near[stand.id]), dtype=int)
            for stand in self.problem.stands
        ]

    @cached_property
    def groups(self) -> list[tuple[Any, set[int]]]:
        """List the groups: the numbers of their members, and areas where somebody of them stays."""
        found = []
        for members in self.problem.groups.values():
            ids = {each.id for each in members}
            stays = {
                self.area_numbers[self._stand[stand]]
                for (stand, _), who in self.problem.fixed.items()
                if who in ids
            }
            found.append((np.array([self._exhibitor[each] for each in sorted(ids)]), stays))
        return found

    def loads(self, kind: str, key: int, day: int) -> tuple[int, int]:
        """Sum up what those take from an area or a circuit who stay there on a day."""
        there = [
            who
            for (stand, when), who_id in self.problem.fixed.items()
            if self._day.get(when) == day
            and self.of[kind][self._stand[stand]] == key
            and (who := self.problem.fair.exhibitors.get(who_id))
        ]
        return sum(each.power_w for each in there), sum(each.network for each in there)
