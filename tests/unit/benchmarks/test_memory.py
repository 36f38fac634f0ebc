"""Whether memory grows is told by what it does once all is warm."""

import pytest

from tests.benchmarks.memory import slope


def test_what_is_loaded_at_first_is_no_leak() -> None:
    assert slope([100, 150, 158, 160, 160, 160, 160]) == 0


def test_what_is_kept_for_ever_is_one() -> None:
    assert slope([100, 150, 158, 160, 162, 164, 166]) == pytest.approx(2)


def test_a_short_run_has_a_slope_too() -> None:
    assert slope([100, 103]) == pytest.approx(3)
