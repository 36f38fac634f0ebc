"""Whom free places are offered to: first fit, never too many, and nobody starves."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ortenaudigital.bookings.wait_list.rules import (
    PATIENCE,
    Outcome,
    Places,
    Waiting,
    ends_at,
    next_offers,
    offer_until,
    saves,
)

NOW = datetime(2027, 6, 1, 12, 0, tzinfo=UTC)
OWN, HALL, HOUSE = 1, 2, 3
# Two types that share a hall, and a third that shares only the house with them.
DRAWS = {1: frozenset({OWN, HALL}), 2: frozenset({HALL}), 3: frozenset({HOUSE}), 4: frozenset()}


def waiting(number: int, ticket_type: int = 1, passed_over: int = 0) -> Waiting:
    return Waiting(uuid4(), ticket_type, DRAWS[ticket_type], number, passed_over)


def places(own: int, hall: int = 50, house: int = 50, size: int = 50) -> Places:
    free = {OWN: own, HALL: hall, HOUSE: house}
    return Places(free, dict.fromkeys(free, size), frozenset(free))


def ids(outcome: Outcome) -> list[UUID]:
    return [each.key for each in outcome.offered]


def test_the_first_whom_it_fits_gets_it() -> None:
    four, two, one = waiting(4), waiting(2), waiting(1)
    outcome = next_offers(places(own=2), [four, two, one])
    assert ids(outcome) == [two.key]
    assert outcome.passed_over == [four.key]
    assert not outcome.saved


def test_in_order_as_long_as_there_are_places() -> None:
    everybody = [waiting(1) for _ in range(5)]
    assert ids(next_offers(places(own=3), everybody)) == [each.key for each in everybody[:3]]


def test_who_was_passed_over_often_enough_has_places_saved() -> None:
    four, one = waiting(4, passed_over=PATIENCE), waiting(1)
    outcome = next_offers(places(own=2), [four, one])
    assert ids(outcome) == []
    assert outcome.saved == {OWN: 2, HALL: 4}
    assert ids(next_offers(places(own=4), [four, one])) == [four.key]


def test_places_are_not_saved_for_those_behind_the_first_in_line() -> None:
    first, second = waiting(3), waiting(3, passed_over=9)
    outcome = next_offers(places(own=2), [first, second, waiting(2)])
    assert len(outcome.offered) == 1
    assert outcome.passed_over == [first.key]


def test_nothing_is_saved_near_the_end() -> None:
    four, one = waiting(4, passed_over=PATIENCE), waiting(1)
    assert ids(next_offers(places(own=2), [four, one], save=False)) == [one.key]


def test_what_can_never_fit_keeps_nobody_waiting() -> None:
    nine, one = waiting(9, passed_over=PATIENCE), waiting(1)
    outcome = next_offers(places(own=2, size=8), [nine, one])
    assert ids(outcome) == [one.key]
    assert outcome.passed_over == []
    assert not outcome.saved


def test_nobody_is_passed_over_by_what_was_free_before() -> None:
    before = replace(places(own=2), fresh=frozenset({HOUSE}))
    assert next_offers(before, [waiting(4)]).passed_over == []


def test_nobody_is_passed_over_where_there_is_nothing() -> None:
    assert next_offers(places(own=0), [waiting(4)]).passed_over == []


def test_a_type_that_nothing_limits_is_offered_at_once() -> None:
    one = waiting(3, ticket_type=4)
    assert ids(next_offers(places(own=0), [one])) == [one.key]


QUEUES = st.lists(
    st.builds(
        waiting,
        st.integers(1, 6),
        ticket_type=st.sampled_from([1, 2, 3]),
        passed_over=st.integers(0, PATIENCE + 2),
    ),
    max_size=12,
)
FREE = st.builds(
    places, st.integers(0, 4), st.integers(0, 4), st.integers(0, 4), st.sampled_from([4, 8])
)


@given(free=FREE, queue=QUEUES, save=st.booleans())
def test_offers_and_savings_are_never_more_than_is_free(
    free: Places, queue: list[Waiting], *, save: bool
) -> None:
    outcome = next_offers(free, queue, save=save)
    for key, number in free.free.items():
        offered = sum(each.number for each in outcome.offered if key in each.draws_on)
        assert offered + outcome.saved.get(key, 0) <= number


@given(free=FREE, queue=QUEUES, save=st.booleans())
def test_nobody_whom_it_fits_gets_nothing(
    free: Places, queue: list[Waiting], *, save: bool
) -> None:
    """What is left when all offers are made, and is saved for nobody, fits nobody who waits."""
    outcome = next_offers(free, queue, save=save)
    left = dict(free.free)
    for each in outcome.offered:
        for key in each.draws_on:
            left[key] -= each.number
    for key, number in outcome.saved.items():
        left[key] -= number
    for each in queue:
        if each.key not in ids(outcome):
            assert any(left[key] < each.number for key in each.draws_on)


@given(free=FREE, queue=QUEUES)
def test_nobody_gets_what_fits_somebody_before_of_the_same_type(
    free: Places, queue: list[Waiting]
) -> None:
    offered = set(ids(next_offers(free, queue)))
    for place, later in enumerate(queue):
        if later.key in offered:
            earlier = [
                each
                for each in queue[:place]
                if each.ticket_type_id == later.ticket_type_id and each.number <= later.number
            ]
            can = [each for each in earlier if each.number <= min(free.size.values())]
            assert all(each.key in offered for each in can)


@given(
    queue=st.lists(st.builds(waiting, st.integers(1, 6)), min_size=1, max_size=6),
    others=st.lists(st.integers(1, 2), max_size=60),
)
def test_nobody_starves(queue: list[Waiting], others: list[int]) -> None:
    """Places come free one by one; newcomers want few, and whatever is not kept is taken away."""
    kept, line = 0, list(queue)
    most = sum(each.number + PATIENCE for each in queue)
    for turn in range(most):
        if turn < len(others):
            line.append(waiting(others[turn]))
        now = Places({OWN: kept + 1}, {OWN: 50}, frozenset({OWN}))
        outcome = next_offers(now, line)
        line = [
            replace(each, passed_over=each.passed_over + (each.key in outcome.passed_over))
            for each in line
            if each.key not in ids(outcome)
        ]
        kept = outcome.saved.get(OWN, 0)
    assert not {each.key for each in queue} & {each.key for each in line}


HOURS = [(1000, 48), (96, 48), (60, 30), (10, 5), (3, 2), (1, 1)]


@pytest.mark.parametrize(("left", "hours"), HOURS)
def test_an_offer_is_shorter_near_the_end_and_never_beyond_it(left: int, hours: int) -> None:
    end = NOW + timedelta(hours=left)
    assert offer_until(NOW, 48, end) == NOW + timedelta(hours=hours)


@given(hours=st.integers(1, 336), minutes=st.integers(1, 100_000))
def test_an_offer_is_never_longer_than_booking(hours: int, minutes: int) -> None:
    end = NOW + timedelta(minutes=minutes)
    assert NOW < offer_until(NOW, hours, end) <= end


def test_a_type_ends_with_booking_or_with_its_last_day() -> None:
    later = NOW + timedelta(days=1)
    assert ends_at(None, NOW) == ends_at(later, NOW) == ends_at(NOW, later) == NOW
    assert not saves(NOW, later)
    assert saves(NOW, NOW + timedelta(days=4))


def by_right(number: int, left: int, right: UUID) -> Waiting:
    return replace(waiting(number), right=right, right_left=left)


def test_a_code_is_offered_no_more_than_it_is_good_for() -> None:
    code, other = uuid4(), uuid4()
    first, second = by_right(1, 1, code), by_right(1, 1, code)
    third, fourth = by_right(2, 3, other), by_right(2, 3, other)
    outcome = next_offers(places(own=9), [first, second, third, fourth, waiting(1)])
    assert [each.number for each in outcome.offered] == [1, 2, 1]
    assert ids(outcome)[:2] == [first.key, third.key]
    assert not outcome.passed_over


def test_nothing_is_saved_for_whose_code_is_used_up() -> None:
    used = replace(by_right(4, 3, uuid4()), passed_over=PATIENCE)
    outcome = next_offers(places(own=2), [used, waiting(1)])
    assert (len(outcome.offered), outcome.saved) == (1, {})


@given(
    st.lists(st.tuples(st.integers(1, 3), st.integers(0, 2)), max_size=12),
    st.lists(st.integers(0, 5), min_size=3, max_size=3),
    st.integers(0, 12),
)
def test_whoever_comes_by_whatever_code_none_is_offered_twice(
    people: list[tuple[int, int]], left: list[int], free: int
) -> None:
    codes = [uuid4() for _ in left]
    queue = [by_right(number, left[code], codes[code]) for number, code in people]
    outcome = next_offers(places(own=free), queue)
    for code, most in zip(codes, left, strict=True):
        assert sum(each.number for each in outcome.offered if each.right == code) <= most


def test_an_offer_ends_with_the_code_it_came_by() -> None:
    end, code_ends = NOW + timedelta(days=30), NOW + timedelta(hours=1)
    assert offer_until(NOW, 48, end, code_ends) == code_ends
    assert offer_until(NOW, 48, end, end + timedelta(days=1)) == NOW + timedelta(hours=48)
