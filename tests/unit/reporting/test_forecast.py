"""How many of those who booked will come: the range, and on what it rests."""

import random

import pytest

from ortenaudigital.reporting.forecast.rules import Shows, forecast

ONE = {"public": [Shows(1, 200, 150)]}
MANY = {"public": [Shows(number, 200, 150) for number in range(6)]}


def test_without_earlier_events_nothing_is_said() -> None:
    assert forecast({"public": 100}, {}) is None
    assert forecast({"public": 100}, {"public": [Shows(1, 19, 19)]}) is None
    assert forecast({}, ONE) is None


def test_the_share_of_before_is_expected_and_said() -> None:
    found = forecast({"public": 100}, ONE)
    assert found is not None
    assert (found.expected, found.events, found.tickets, found.came) == (75, 1, 200, 150)
    assert found.percent == 75
    assert 0 <= found.low < 75 < found.high <= 100


def test_the_range_narrows_with_events_that_agree() -> None:
    one, many = forecast({"public": 1000}, ONE), forecast({"public": 1000}, MANY)
    assert one is not None
    assert many is not None
    assert many.high - many.low < one.high - one.low


def test_events_that_differ_widen_it() -> None:
    shares = [100, 120, 140, 160, 180, 200]
    differ = {"public": [Shows(number, 200, came) for number, came in enumerate(shares)]}
    wide, narrow = forecast({"public": 1000}, differ), forecast({"public": 1000}, MANY)
    assert wide is not None
    assert narrow is not None
    assert wide.expected == narrow.expected == 750
    assert wide.high - wide.low > 2 * (narrow.high - narrow.low)


def test_each_kind_comes_by_its_own_share_and_a_new_one_by_that_of_all() -> None:
    earlier = {"public": [Shows(1, 100, 50)], "invitation": [Shows(1, 100, 100)]}
    both = forecast({"public": 100, "invitation": 100}, earlier)
    new = forecast({"exhibitors": 100}, earlier)
    assert both is not None
    assert new is not None
    assert both.expected == 150
    assert new.expected == 75


@pytest.mark.parametrize("booked", [1, 7, 100, 20_000])
def test_the_range_holds_what_is_expected_and_is_possible(booked: int) -> None:
    for came in (0, 1, 100, 199, 200):
        found = forecast({"x": booked}, {"x": [Shows(1, 200, came)]})
        assert found is not None
        assert 0 <= found.low <= found.expected <= found.high <= booked


def test_about_four_of_five_events_end_within_the_range() -> None:
    chance = random.Random(27)
    within = 0
    for _ in range(400):
        shares = [min(1.0, max(0.0, chance.gauss(0.7, 0.08))) for _ in range(6)]
        *earlier, coming = (
            Shows(number, 300, sum(chance.random() < share for _ in range(300)))
            for number, share in enumerate(shares)
        )
        found = forecast({"x": 300}, {"x": earlier})
        assert found is not None
        within += found.low <= coming.came <= found.high
    assert 0.70 <= within / 400 <= 0.92


def test_no_fewer_come_than_have_come() -> None:
    found = forecast({"public": 100}, ONE, arrived=95)
    assert found is not None
    assert found.low == found.expected == 95
    assert 95 <= found.high <= 100
    # Whoever came without a ticket is counted among those who came.
    crowded = forecast({"public": 100}, ONE, arrived=120)
    assert crowded is not None
    assert (crowded.low, crowded.expected, crowded.high) == (100, 100, 100)
