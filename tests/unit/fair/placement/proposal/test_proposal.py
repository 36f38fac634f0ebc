"""Proposals against all placings of small fairs, and against one by one of large ones."""

import itertools
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from ortenaudigital.fair.placement.proposal import solving
from ortenaudigital.fair.placement.proposal.apart import propose_apart
from ortenaudigital.fair.placement.proposal.greedy import place_one_by_one
from ortenaudigital.fair.placement.proposal.problem import (
    Placing,
    Problem,
    ask,
    worth,
    worth_to_program,
)
from ortenaudigital.fair.placement.proposal.program import choice_of, program_of
from ortenaudigital.fair.placement.proposal.solving import propose
from ortenaudigital.fair.placement.rules.conflicts import Reason, conflicts
from ortenaudigital.fair.placement.rules.facts import Fair, Holding, Limit
from ortenaudigital.fair.placement.rules.neighbours import next_door
from tests.unit.fair.placement.fairs import exhibitor, fair_of, large_fair, small_fairs, stand

# What somebody must have; the rest is as good as can be.
HARD = frozenset(Reason) - {Reason.APART, Reason.GROUP_ELSEWHERE, Reason.HAS_ANOTHER}


def broken_needs(problem: Problem, placing: Placing) -> list[str]:
    """Say which hard needs a placing does not meet, by the rules that hold for one by one."""
    fair = problem.fair.having({slot: Holding(who) for slot, who in placing.items()})
    return [
        f"{fair.exhibitors[who].name} at {slot}: {conflict}"
        for slot, who in placing.items()
        for conflict in conflicts(
            fair, problem.near, fair.exhibitors[who], fair.stands[slot[0]], slot[1]
        )
        if conflict.reason in HARD
    ]


def twice(placing: Placing) -> list[Any]:
    """Return who has two stands on a day."""
    taken = [(who, day) for (_, day), who in placing.items()]
    return [each for each in set(taken) if taken.count(each) > 1]


def every_placing(problem: Problem) -> Iterator[Placing]:
    """Try each exhibitor on each open day at each stand that suits, and at none."""
    wants = [
        [
            None,
            *(
                ((at.id, day), who.id)
                for at in problem.stands
                if (at.id, day) in problem.free and problem.suits(at, who)
            ),
        ]
        for who in problem.exhibitors
        for day in sorted(problem.open_days[who.id])
    ]
    for chosen in itertools.product(*wants):
        given_away = [each for each in chosen if each]
        placing = dict(given_away)
        if len(placing) == len(given_away) and not broken_needs(problem, placing):
            yield placing


@settings(max_examples=60)
@given(small_fairs())
def test_no_placing_of_a_small_fair_is_worth_more_to_the_program(fair: Fair) -> None:
    problem = ask(fair)
    best = max(worth_to_program(problem, each) for each in every_placing(problem))
    choice = choice_of(problem)
    if not len(choice.exhibitor):
        assert best == worth_to_program(problem, {})
        return
    found = solving._by_program(problem, {}, lambda _: None)
    assert found is not None
    assert worth_to_program(problem, found) == best


@settings(max_examples=60)
@given(small_fairs())
def test_a_proposal_serves_as_many_as_can_be_and_meets_their_needs(fair: Fair) -> None:
    problem = ask(fair)
    solution = propose(problem)
    assert not broken_needs(problem, solution.placing)
    assert not twice({**problem.fixed, **solution.placing})
    assert len(solution.placing) == max(len(each) for each in every_placing(problem))
    assert solution.worth >= worth(problem, place_one_by_one(problem))


@settings(max_examples=30)
@given(small_fairs())
def test_what_is_found_with_some_columns_is_never_worse_than_one_by_one(fair: Fair) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solving, "ALL_AT_ONCE", 0)
        problem = ask(fair)
        solution = propose(problem)
    assert not broken_needs(problem, solution.placing)
    assert solution.worth >= worth(problem, place_one_by_one(problem))


@pytest.mark.parametrize("size", [20, 100])
def test_generated_fairs_are_placed_alike_each_time_and_better_than_one_by_one(size: int) -> None:
    problem = ask(large_fair(size))
    solution = propose(problem)
    assert solution.by_program
    assert not broken_needs(problem, solution.placing)
    assert solution.worth >= worth(problem, place_one_by_one(problem))
    assert propose(ask(shuffled(large_fair(size)))).placing == solution.placing


def shuffled(fair: Fair) -> Fair:
    """Return the same fair as another question to the database might have read it."""
    return replace(
        fair,
        stands=dict(reversed(fair.stands.items())),
        exhibitors=dict(reversed(fair.exhibitors.items())),
    )


@pytest.mark.long
def test_five_hundred_stands_are_placed_within_ten_seconds() -> None:
    problem = ask(large_fair(500))
    began = time.process_time()
    solution = propose(problem)
    # Of work, not on the clock: other tests run beside it.
    assert time.process_time() - began < 10
    assert solution.by_program
    assert not broken_needs(problem, solution.placing)
    assert solution.worth > worth(problem, place_one_by_one(problem))


def test_without_a_solver_that_answers_one_by_one_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solving, "solve", lambda _: None)
    problem = ask(large_fair(20))
    solution = propose(problem)
    assert not solution.by_program
    assert solution.worth >= worth(problem, place_one_by_one(problem))


def test_the_same_stand_on_both_days_is_worth_more_than_a_better_fit() -> None:
    fair = fair_of(
        stand(1, days=frozenset({1}), power_w=0, network=False, accessible=False),
        stand(2, days=frozenset({2}), power_w=0, network=False, accessible=False),
        stand(3, power_w=9000),
        exhibitor(1),
    )
    assert propose(ask(fair)).placing.keys() == {(3, 1), (3, 2)}


def test_one_who_fits_nowhere_on_all_days_gets_a_stand_on_each() -> None:
    fair = fair_of(stand(1, days=frozenset({1})), stand(2, days=frozenset({2})), exhibitor(1))
    assert propose(ask(fair)).placing.keys() == {(1, 1), (2, 2)}


def test_members_of_a_group_stand_side_by_side() -> None:
    stands = [stand(number) for number in range(1, 7)]
    fair = fair_of(
        *stands,
        exhibitor(1, group="x", wish="A1"),
        exhibitor(2, group="x"),
        exhibitor(3, wish="A2"),
    )
    placing = propose(ask(fair)).placing
    at = {who.int: slot[0] for slot, who in placing.items()}
    assert abs(at[1] - at[2]) == 1


def test_who_should_be_apart_is_not_put_side_by_side() -> None:
    fair = fair_of(
        *(stand(number) for number in range(1, 4)),
        exhibitor(1, wish="A1", apart=frozenset({"firma 2"})),
        exhibitor(2, wish="A2"),
    )
    placing = propose(ask(fair)).placing
    at = {who.int: slot[0] for slot, who in placing.items()}
    assert at[2] not in next_door(fair.stands.values())[at[1]]


def test_what_a_circuit_bears_is_not_exceeded_by_who_stays_and_who_comes() -> None:
    circuits = {1: Limit("Kreis 1", 4000)}
    fair = fair_of(
        *(stand(number, circuit=1, power_w=9000) for number in range(1, 4)),
        *(exhibitor(number, power_w=2000) for number in range(1, 4)),
        circuits=circuits,
        held={(1, 1): Holding(exhibitor(1).id), (1, 2): Holding(exhibitor(1).id)},
    )
    placing = propose(ask(fair)).placing
    assert len(placing) == 2
    assert len(set(placing.values())) == 1


def test_rows_of_the_program_are_few_even_for_large_fairs() -> None:
    program = program_of(choice_of(ask(large_fair(100))))
    assert program.matrix.nnz < 10 * program.matrix.shape[1]


def test_a_process_of_its_own_finds_the_same_and_is_stopped_by_who_is_told() -> None:
    problem, told = ask(large_fair(4)), list[int]()
    found = propose_apart(problem, told.append)
    assert found == propose(problem)
    assert told[-1] == 90
    # Numbers of numpy's would have the worker load it after all.
    assert {type(number) for slot in found.placing for number in slot} == {int}

    def stop(_: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        propose_apart(problem, stop)
