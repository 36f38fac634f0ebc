from datetime import UTC, datetime, timedelta

import pytest

from ortenaudigital.events.rules import (
    EventState,
    Phase,
    booking_phase,
    erase_at,
    most_tickets,
    text_in,
)

OPENS, CLOSES = datetime(2027, 10, 1, 6, 30, tzinfo=UTC), datetime(2027, 10, 1, 11, tzinfo=UTC)


def test_booking_phase_over_its_life() -> None:
    day = timedelta(days=1)
    phases = [
        booking_phase(EventState.PUBLISHED, at, OPENS - 9 * day, OPENS - day, [CLOSES])
        for at in (OPENS - 10 * day, OPENS - 9 * day, OPENS - day, CLOSES)
    ]
    assert phases == [Phase.NOT_YET, Phase.OPEN, Phase.CLOSED, Phase.OVER]
    assert booking_phase(EventState.PUBLISHED, OPENS, None, None, [CLOSES]) == Phase.OPEN


def test_erase_at_is_four_weeks_after_the_last_day() -> None:
    assert erase_at([OPENS, CLOSES]) == CLOSES + timedelta(weeks=4)


def test_text_in_falls_back_to_german() -> None:
    assert text_in({"de": "Tag", "fr": "jour"}, "fr") == "jour"
    assert text_in({"de": "Tag"}, "fr") == "Tag"
    assert text_in({}, "fr") == ""


@pytest.mark.parametrize(
    ("draws_on", "places", "most"),
    [
        ([], {}, 0),
        ([[1], [2]], {1: 5, 2: 3}, 8),
        # A hall that both share holds fewer than the two together.
        ([[1, 3], [2, 3]], {1: 5, 2: 3, 3: 6}, 6),
        # One of them has no limit of its own, and the other is full.
        ([[1, 3], [2, 3]], {2: 0, 3: 6}, 6),
        ([[1, 3], [2, 3]], {1: 5, 2: 5, 3: 0}, 0),
        # A ticket for both days takes a place from two others.
        ([[1, 8, 9], [2, 8], [3, 9]], {1: 9, 2: 9, 3: 9, 8: 4, 9: 4}, 8),
    ],
)
def test_no_place_counts_for_two_tickets(
    draws_on: list[list[int]], places: dict[int, int], most: int
) -> None:
    assert most_tickets(draws_on, places) == most
