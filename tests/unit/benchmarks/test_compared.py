"""Turns of two commits: who comes first, medians, ratios, and what is cleaned for the other one."""

import os

import pytest

from tests.benchmarks.compared import BEFORE, MEMORY, NOW, Turns, order, table_of_turns
from tests.benchmarks.frame.checkouts import environment_of_others
from tests.benchmarks.frame.settings import ROOT
from tests.benchmarks.frame.table import NOOP


def _turns(work: str, clients: int | None, before: list[float], now: list[float]) -> Turns:
    turns = Turns(work, "SQLite", clients)
    turns.taken |= {BEFORE: before, NOW: now}
    return turns


def test_each_comes_first_as_often_as_the_other() -> None:
    assert [order(number)[0] for number in range(4)] == [BEFORE, NOW, BEFORE, NOW]
    assert all(set(order(number)) == {BEFORE, NOW} for number in range(4))


def test_a_ratio_is_of_medians_so_that_one_bad_turn_does_not_count() -> None:
    assert _turns("scan", 8, [8, 9, 100], [2, 3, 3]).ratio == pytest.approx(3)


def test_multiples_are_of_the_noop_of_the_same_commit() -> None:
    turns = [
        _turns(NOOP, 8, [0.5], [0.25]),
        _turns("scan", 8, [4], [1]),
        # With fewer clients than the route was measured with.
        _turns("batch", 1, [2], [1]),
        _turns(MEMORY, None, [260], [130]),
    ]
    lines = [
        [cell.strip() for cell in line.split("|")[1:-1]]
        for line in table_of_turns(turns).splitlines()[2:]
    ]
    assert lines[1] == ["scan", "SQLite", "8", "4.00", "1.00", "4.00", "8.00", "4.00"]
    assert lines[2][-2:] == ["4.00", "4.00"]
    assert lines[3] == [MEMORY, "SQLite", "", "260", "130", "2.00", "", ""]


def test_another_checkout_is_set_up_by_its_own_python_and_with_nothing_of_this_run() -> None:
    own, other = str(ROOT / ".venv/bin"), "/usr/bin"
    given = {"PATH": os.pathsep.join([own, other]), "MAKEFLAGS": "COMPARE=1", "HOME": "/root"}
    assert environment_of_others(given) == {"PATH": other, "HOME": "/root"}
