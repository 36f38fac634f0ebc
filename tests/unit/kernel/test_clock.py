"""Steps of time in zones: by how much local time is ahead, and from when on."""

from datetime import UTC, datetime, timedelta

import pytest

from ortenaudigital.kernel.clock import local, moment_of_step, shifts

QUARTER = timedelta(minutes=15)


def step(moment: datetime) -> int:
    return int(moment.timestamp()) // 900


@pytest.mark.parametrize(
    ("zone", "ahead"),
    [
        ("Europe/Berlin", [4, 8, 4]),
        ("America/St_Johns", [-14, -10, -14]),
        ("Asia/Kathmandu", [23]),
        ("UTC", [0]),
    ],
)
def test_a_year_is_divided_where_clocks_change(zone: str, ahead: list[int]) -> None:
    first = step(datetime(2027, 1, 1, tzinfo=UTC))
    last = step(datetime(2027, 12, 31, tzinfo=UTC))
    found = shifts(first, last, QUARTER, zone)
    assert [number for _, number in found] == ahead
    assert found[0][0] == first
    for begins, number in found[1:]:
        before, after = (
            local(moment_of_step(each, QUARTER), zone) for each in (begins - 1, begins)
        )
        assert before.utcoffset() != after.utcoffset() == number * QUARTER


def test_clocks_may_change_within_the_last_hours() -> None:
    first = step(datetime(2027, 3, 27, 23, tzinfo=UTC))
    last = step(datetime(2027, 3, 28, 1, tzinfo=UTC))
    assert shifts(first, last, QUARTER, "Europe/Berlin") == [(first, 4), (last, 8)]
