from datetime import UTC, date, datetime, timedelta

import pytest

from ortenaudigital.checkin.rules import DayWindow, Presence, TicketFacts, Verdict, decide, key_of
from ortenaudigital.events.rules import (
    EventState,
    Phase,
    booking_phase,
    erase_at,
    most_tickets,
    text_in,
)
from ortenaudigital.outbox.rules import PATIENCE

FIRST, SECOND, OTHER = date(2027, 9, 30), date(2027, 10, 1), date(2027, 10, 2)
OPENS, CLOSES = datetime(2027, 10, 1, 6, 30, tzinfo=UTC), datetime(2027, 10, 1, 11, tzinfo=UTC)
WINDOWS = [
    DayWindow(FIRST, OPENS - timedelta(days=1), CLOSES - timedelta(days=1)),
    DayWindow(SECOND, OPENS, CLOSES),
]
GOOD = TicketFacts(same_event=True, days=frozenset({SECOND}))
SECONDS = timedelta(seconds=1)


def verdict(ticket: TicketFacts | None, at: datetime = OPENS, today: date = SECOND) -> str:
    return decide(ticket, WINDOWS, key_of(today), at).verdict


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (OPENS - SECONDS, Verdict.NOT_OPEN),
        (OPENS, Verdict.WELCOME),
        (CLOSES - SECONDS, Verdict.WELCOME),
        (CLOSES, Verdict.NOT_OPEN),
    ],
)
def test_decide_at_the_edges_of_the_day(at: datetime, expected: Verdict) -> None:
    assert verdict(GOOD, at) == expected


def test_decide_each_reason() -> None:
    assert verdict(None) == Verdict.UNKNOWN
    assert verdict(TicketFacts(same_event=False, days=GOOD.days)) == Verdict.OTHER_EVENT
    assert verdict(TicketFacts(True, GOOD.days, replaced=True)) == Verdict.REPLACED
    assert verdict(TicketFacts(True, GOOD.days, cancelled=True)) == Verdict.CANCELLED
    assert (
        verdict(TicketFacts(True, GOOD.days, admitted={key_of(SECOND): Presence(OPENS)}))
        == Verdict.ALREADY_IN
    )
    assert verdict(GOOD, today=FIRST) == Verdict.WRONG_DAY
    assert verdict(GOOD, today=OTHER) == Verdict.WRONG_DAY


def test_decide_admission_of_another_day_does_not_count() -> None:
    both = TicketFacts(True, frozenset({FIRST, SECOND}), admitted={key_of(FIRST): Presence(OPENS)})
    assert verdict(both) == Verdict.WELCOME


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


def test_retry_delay_grows_to_its_limit() -> None:
    delays = [PATIENCE.delay(attempts) for attempts in range(1, 40)]
    assert delays == sorted(delays)
    assert delays[0] == timedelta(seconds=30)
    assert delays[-1] == PATIENCE.longest_delay


def test_gives_up_at_once_or_at_last() -> None:
    assert PATIENCE.gives_up(1, permanent=True)
    assert not PATIENCE.gives_up(1, permanent=False)
    assert PATIENCE.gives_up(PATIENCE.most_attempts, permanent=False)


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
