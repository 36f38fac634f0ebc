"""How many places there are too few when many tickets move to another type."""

import pytest

from ortenaudigital.bookings.bulk.rules import lacking

# Both types draw on the house (9); each has a quota of its own (1 and 2).
DRAWN = {1: {1, 9}, 2: {2, 9}, 3: {3}}


@pytest.mark.parametrize(
    ("left", "moving", "short"),
    [
        ({2: 5, 9: 0}, {1: 5}, 0),  # what both draw on lacks nothing, though it is full
        ({2: 5, 9: 0}, {1: 6}, 1),
        ({2: 5, 9: 1}, {1: 2, 3: 3}, 2),  # the house is new to those of the third type
        ({2: None, 9: None}, {1: 500}, 0),
        ({}, {1: 3}, 0),
        ({2: 0}, {}, 0),
    ],
)
def test_places_are_lacking_where_they_are_new(
    left: dict[int, int | None], moving: dict[int, int], short: int
) -> None:
    assert lacking(left, moving, DRAWN) == short
