"""The proposal as an integer program: what may be chosen, and what limits the choice.

A column is an exhibitor at a stand, on all the days that they still want or on one of them. Import
it in the worker only, as the solver.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from scipy import sparse

from ortenaudigital.adapters.solver import Program
from ortenaudigital.fair.placement.proposal.problem import (
    APART,
    AREA_OF_GROUP,
    SAME_STAND,
    Placing,
    Problem,
)
from ortenaudigital.fair.placement.proposal.tables import Tables
from ortenaudigital.fair.placement.rules.facts import Limit


class _Rows:
    """Collects the entries of the matrix, and the columns that come with them."""

    def __init__(self, columns: int) -> None:
        self.columns = columns
        self.number = 0
        self.values: list[float] = []
        self._entries: list[tuple[Any, Any, Any]] = []
        self._most: list[Any] = []

    def add(self, rows: Any, columns: Any, entries: Any, most: Any) -> None:
        """Add rows, counted from 0 here; `most` says how much each row holds."""
        self._entries.append((np.asarray(rows) + self.number, columns, entries))
        self._most.append(most)
        self.number += len(most)

    def extend(self, rows: Any, columns: Any, entries: Any) -> None:
        """Add entries to the rows that were added last."""
        first = self.number - len(self._most[-1])
        self._entries.append((np.asarray(rows) + first, columns, entries))

    def new_column(self, value: float) -> int:
        """Add a column that is no place, but costs something."""
        self.values.append(value)
        return self.columns + len(self.values) - 1

    def program(self, values: Any) -> Program:
        """Write it all as a program."""
        width = self.columns + len(self.values)
        rows, columns, entries = (np.concatenate(each) for each in zip(*self._entries, strict=True))
        matrix = sparse.csc_matrix((entries, (rows, columns)), shape=(self.number, width))
        whole = np.zeros(width)
        whole[: self.columns] = 1
        all_values = np.concatenate([values, np.array(self.values)])
        return Program(all_values, matrix, np.concatenate(self._most), whole)


@dataclass(frozen=True)
class Choice:
    """The columns of a proposal: the number of its exhibitor and stand, and the days of each."""

    tables: Tables
    exhibitor: Any
    stand: Any
    days: Any

    @cached_property
    def values(self) -> Any:
        """Say what each column is worth."""
        tables = self.tables
        value = self.days.sum(axis=1) * tables.points[self.exhibitor, self.stand]
        wanted = tables.wanted[self.exhibitor].sum(axis=1)
        kept = tables.kept[self.exhibitor, self.stand] & tables.wanted[self.exhibitor]
        same = (wanted > 1) & (kept.sum(axis=1) + self.days.sum(axis=1) == wanted)
        beside = (self.days * tables.fixed_apart[self.exhibitor, self.stand]).sum(axis=1)
        return value + SAME_STAND * (wanted - 1) * same + APART * beside

    def placing(self, chosen: Any) -> Placing:
        """Return the slots of the columns that were chosen."""
        problem = self.tables.problem
        return {
            (problem.stands[self.stand[column]].id, self.tables.days[day]): problem.exhibitors[
                self.exhibitor[column]
            ].id
            for column in chosen
            for day in np.flatnonzero(self.days[column])
        }


def choice_of(problem: Problem) -> Choice:
    """List what may be chosen: each exhibitor at each stand that meets their needs."""
    tables = Tables(problem)
    found = []
    # On all days at once, where the stand is free on all of them; else, and also, on each.
    whole = tables.suits & ~(tables.wishes[:, None, :] & ~tables.free[None]).any(axis=2)
    exhibitor, stand = np.nonzero(whole & tables.wishes.any(axis=1)[:, None])
    found.append((exhibitor, stand, tables.wishes[exhibitor]))
    several = tables.wishes.sum(axis=1) > 1
    for day in range(len(tables.days)):
        wants = several & tables.wishes[:, day]
        exhibitor, stand = np.nonzero(tables.suits & tables.free[None, :, day] & wants[:, None])
        only = np.zeros((len(exhibitor), len(tables.days)), dtype=bool)
        only[:, day] = True
        found.append((exhibitor, stand, only))
    exhibitor, stand, days = (np.concatenate(each) for each in zip(*found, strict=True))
    return Choice(tables, exhibitor, stand, days)


def program_of(choice: Choice, apart: bool = True) -> Program:
    """Write down what limits the choice, with or without who must not stand side by side."""
    rows = _Rows(len(choice.exhibitor))
    for day in range(len(choice.tables.days)):
        there = np.flatnonzero(choice.days[:, day])
        once = np.ones(len(there))
        exhibitors, stands = choice.tables.suits.shape
        rows.add(choice.exhibitor[there], there, once, np.ones(exhibitors))
        rows.add(choice.stand[there], there, once, np.ones(stands))
        for kind, key, limit in choice.tables.problem.limits():
            _add_limit(choice, rows, there, day, (kind, key, limit))
        if apart:
            _add_apart(choice, rows, there)
    _add_groups(choice, rows)
    return rows.program(choice.values.astype(float))


def _add_limit(
    choice: Choice, rows: _Rows, there: Any, day: int, which: tuple[str, int, Limit]
) -> None:
    kind, key, limit = which
    tables = choice.tables
    at = there[tables.of[kind][choice.stand[there]] == key]
    power, network = tables.loads(kind, key, day)
    for most, taken, needs in (
        (limit.power_w, power, tables.power),
        (limit.network, network, tables.network),
    ):
        entries = needs[choice.exhibitor[at]]
        if most is not None and entries.any():
            left = np.array([max(0.0, most - taken)])
            rows.add(np.zeros(len(at), dtype=int), at, entries, left)


def _add_apart(choice: Choice, rows: _Rows, there: Any) -> None:
    tables = choice.tables
    of = {number: there[choice.exhibitor[there] == number] for number in tables.in_pairs}
    for one, other in tables.apart:
        mine, theirs = of[one], of[other]
        owner, beside = tables.beside(choice.stand[theirs])
        both = np.intersect1d(choice.stand[mine], beside)
        mine = mine[np.isin(choice.stand[mine], both)]
        kept = np.isin(beside, both)
        if not len(both):
            continue
        rows.add(
            np.searchsorted(both, choice.stand[mine]), mine, np.ones(len(mine)), np.ones(len(both))
        )
        rows.extend(
            np.searchsorted(both, beside[kept]), theirs[owner[kept]], np.ones(int(kept.sum()))
        )
        broken = rows.new_column(APART)
        rows.extend(np.arange(len(both)), np.full(len(both), broken), -np.ones(len(both)))


def _add_groups(choice: Choice, rows: _Rows) -> None:
    """Charge each area in which somebody of a group stands, unless somebody of it stays there."""
    tables = choice.tables
    for members, areas_paid in tables.groups:
        mine = np.flatnonzero(np.isin(choice.exhibitor, members))
        areas = tables.area_numbers[choice.stand[mine]]
        for area in np.unique(areas):
            if area in areas_paid:
                continue
            used = rows.new_column(AREA_OF_GROUP)
            here = mine[areas == area]
            for day in range(len(tables.days)):
                at = here[choice.days[here, day]]
                who, row = np.unique(choice.exhibitor[at], return_inverse=True)
                if len(who):
                    rows.add(row, at, np.ones(len(at)), np.zeros(len(who)))
                    rows.extend(np.arange(len(who)), np.full(len(who), used), -np.ones(len(who)))
