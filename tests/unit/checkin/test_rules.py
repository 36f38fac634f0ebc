from datetime import UTC, date, datetime, timedelta

import pytest

from ortenaudigital.checkin.rules import DayWindow, Presence, TicketFacts, Verdict, decide, key_of

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
