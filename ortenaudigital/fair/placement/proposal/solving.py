"""Find a proposal: by an integer program, then by exchanging; never worse than one by one.

Of a large fair, the program is solved with some of its columns, and with more as long as any could
help. Bounds are of work, not of time: the same fair has the same proposal everywhere.
"""

from typing import Any

import numpy as np

from ortenaudigital.adapters.solver import Program, gains, pair_up, solve
from ortenaudigital.fair.placement.proposal.exchanging import exchange
from ortenaudigital.fair.placement.proposal.greedy import place_one_by_one
from ortenaudigital.fair.placement.proposal.problem import (
    WISH,
    Placing,
    Problem,
    Report,
    Solution,
    worth,
)
from ortenaudigital.fair.placement.proposal.program import Choice, choice_of, program_of

# Up to so many columns the program is solved as it is.
ALL_AT_ONCE = 20_000
FIRST_OF_EACH = 8
MORE_OF_EACH = 2
MOST_ROUNDS = 4
# A round that finds less than half a wish is the last one.
TOO_LITTLE = WISH / 2


def propose(problem: Problem, report: Report = lambda _: None) -> Solution:
    """Place all who want a stand, as well as possible."""
    one_by_one = place_one_by_one(problem)
    report(10)
    found = _by_program(problem, one_by_one, report)
    if found is not None:
        placing = exchange(problem, found)
        value = worth(problem, placing)
        if value >= worth(problem, one_by_one):
            return Solution(placing, value, by_program=True)
    placing = exchange(problem, one_by_one)
    return Solution(placing, worth(problem, placing), by_program=False)


def _by_program(problem: Problem, known: Placing, report: Report) -> Placing | None:
    choice = choice_of(problem)
    if not len(choice.exhibitor):
        return None
    small = len(choice.exhibitor) <= ALL_AT_ONCE
    # Of a large fair, few who should be apart meet at all: those are exchanged afterwards.
    program = program_of(choice, apart=small)
    report(20)
    columns = np.arange(len(program.values))
    if not small:
        columns = _worth_a_look(choice, program, known, report)
    chosen = solve(program.of(columns))
    report(90)
    if chosen is None:
        return None
    taken = columns[np.flatnonzero(chosen > 0.5)]
    return choice.placing(taken[taken < len(choice.exhibitor)])


def _worth_a_look(choice: Choice, program: Program, known: Placing, report: Report) -> Any:
    """Return columns with which the program, but for whole numbers, is solved nearly as well."""
    number = len(choice.exhibitor)
    no_place = np.arange(number, len(program.values))
    first = _spread(choice, choice.values.astype(float), FIRST_OF_EACH)
    best = _best_of_each(choice, choice.values, FIRST_OF_EACH)
    columns = np.unique(np.concatenate([first, best, _those_of(choice, known), no_place]))
    before = -np.inf
    for turn in range(MOST_ROUNDS):
        most, gain = gains(program, columns)
        report(30 + 50 * turn // MOST_ROUNDS)
        if most - before < TOO_LITTLE:
            break
        before = most
        spread = _spread(choice, gain[:number], MORE_OF_EACH)
        more = np.union1d(spread, _best_of_each(choice, gain[:number], MORE_OF_EACH))
        columns = np.union1d(columns, more[gain[more] > 0])
    return columns


def _spread(choice: Choice, values: Any, times: int) -> Any:
    """Return columns that go together: of all pairs, those with the most value, then the next."""
    order = np.argsort(values, kind="stable")
    pairs = choice.exhibitor[order], choice.stand[order]
    shape = choice.tables.suits.shape
    table, column = np.full(shape, -1e9), np.full(shape, -1)
    table[pairs], column[pairs] = values[order], order
    found = []
    for _ in range(times):
        paired = pair_up(table)
        found.append(column[paired])
        table[paired] = -1e9
    every = np.concatenate(found)
    return np.unique(every[every >= 0])


def _best_of_each(choice: Choice, values: Any, most: int) -> Any:
    order = np.lexsort((np.arange(len(values)), -values, choice.exhibitor))
    owner = choice.exhibitor[order]
    starts = np.searchsorted(owner, owner, side="left")
    return order[np.arange(len(order)) - starts < most]


def _those_of(choice: Choice, placing: Placing) -> Any:
    problem, tables = choice.tables.problem, choice.tables
    wanted = np.array(
        [[placing.get((stand.id, day)) for day in tables.days] for stand in problem.stands],
        dtype=object,
    )
    ids = np.array([each.id for each in problem.exhibitors], dtype=object)
    has = wanted[choice.stand] == ids[choice.exhibitor][:, None]
    return np.flatnonzero(((has & choice.days) == choice.days).all(axis=1))
