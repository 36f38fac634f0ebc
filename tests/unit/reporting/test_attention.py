"""What an event needs now: what is said, and what comes before what."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from ortenaudigital.reporting.attention.facts import (
    Facts,
    FairFacts,
    LetterFacts,
    Moments,
    TypeFacts,
)
from ortenaudigital.reporting.attention.guests import days_until_full
from ortenaudigital.reporting.attention.items import Subject, Urgency
from ortenaudigital.reporting.attention.rules import list_items

OPENS = datetime(2027, 9, 30, 7, tzinfo=UTC)
ENDS = OPENS + timedelta(days=1, hours=4)
EARLY = OPENS - timedelta(days=100)
QUIET = Facts(Moments(OPENS, ENDS), phones=1)


def subjects(facts: Facts, now: datetime = EARLY) -> list[Subject]:
    return [each.subject for each in list_items(facts, now)]


def test_a_quiet_event_needs_nothing() -> None:
    for now in (EARLY, OPENS, ENDS, ENDS + timedelta(days=10)):
        assert list_items(QUIET, now) == []


def test_what_keeps_people_waiting_comes_before_what_is_only_near() -> None:
    facts = replace(
        QUIET,
        moments=Moments(OPENS, ENDS, booking_closes=EARLY + timedelta(days=2)),
        letters=LetterFacts(failed=2),
        fair=FairFacts(applied=3, applied_since=EARLY - timedelta(days=1), free=4, unplaced=1),
        types=[TypeFacts("Bürgerticket", 100, 5, 0)],
        conflicts=1,
    )
    assert subjects(facts) == [
        Subject.FAILED_LETTERS,
        Subject.CONFLICTS,
        Subject.APPLICATIONS,
        Subject.UNPLACED,
        Subject.BOOKING_CLOSES,
        Subject.NEARLY_FULL,
        Subject.FREE_STANDS,
    ]


def test_of_what_comes_near_the_next_comes_first() -> None:
    first, second, third = (EARLY + timedelta(days=number) for number in (1, 2, 3))
    for moments in permutations([first, second, third]):
        closes = Moments(
            OPENS,
            ENDS,
            booking_closes=moments[0],
            applications_close=moments[1],
            corrections_close=moments[2],
        )
        items = list_items(replace(QUIET, moments=closes), EARLY)
        assert [each.moment for each in items] == [first, second, third]


@pytest.mark.parametrize(
    ("days", "urgency"), [(6, Urgency.DECIDE), (8, Urgency.NOW)], ids=["a while", "too long"]
)
def test_an_application_becomes_urgent_after_a_week(days: int, urgency: Urgency) -> None:
    fair = FairFacts(applied=1, applied_since=EARLY - timedelta(days=days))
    (item,) = list_items(replace(QUIET, fair=fair), EARLY)
    assert (item.subject, item.urgency) == (Subject.APPLICATIONS, urgency)


def test_what_can_no_longer_be_done_is_not_asked_for() -> None:
    busy = replace(
        QUIET,
        fair=FairFacts(applied=1, unplaced=1, free=1, tasks=1),
        types=[TypeFacts("Bürgerticket", 100, 5, 50, waiting=3)],
        undelivered=1,
        letters=LetterFacts(failed=1),
        conflicts=1,
        feedback=1,
    )
    left = [Subject.FAILED_LETTERS, Subject.CONFLICTS, Subject.FEEDBACK]
    assert subjects(busy, ENDS) == left
    assert subjects(replace(busy, is_cancelled=True), EARLY) == left


def test_letters_that_wait_are_not_told_twice() -> None:
    letters = LetterFacts(late=9, trouble_since=EARLY - timedelta(minutes=5))
    assert subjects(replace(QUIET, letters=letters)) == [Subject.MAIL_TROUBLE]
    assert subjects(replace(QUIET, letters=LetterFacts(late=9))) == [Subject.LATE_LETTERS]


@pytest.mark.parametrize(
    ("left", "lately", "days"),
    [(30, 70, 3), (31, 70, 4), (1, 700, 1), (10, 0, None), (10, 1, 70)],
)
def test_days_until_full_are_never_too_few(left: int, lately: int, days: int | None) -> None:
    assert days_until_full(left, lately) == days


def test_a_type_is_nearly_full_by_what_is_left_or_by_its_pace() -> None:
    def days(each: TypeFacts) -> list[int | None]:
        return [item.days for item in list_items(replace(QUIET, types=[each]), EARLY)]

    assert days(TypeFacts("x", 100, 10, 0)) == [None]
    assert days(TypeFacts("x", 100, 11, 0)) == []
    assert days(TypeFacts("x", 100, 30, 70)) == [3]
    # Full, or without any limit: nothing is near.
    assert days(TypeFacts("x", 100, 0, 70)) == []
    assert days(TypeFacts("x", None, 0, 70)) == []


def test_free_places_are_for_those_who_wait() -> None:
    types = [TypeFacts("a", 100, 50, 0, waiting=2), TypeFacts("b", 10, 0, 0, waiting=3)]
    items = list_items(replace(QUIET, types=types), EARLY)
    assert [(each.subject, each.number, each.title) for each in items] == [
        (Subject.PLACES_FOR_WAITING, 2, "a"),
        (Subject.IN_LINE, 3, ""),
    ]


def test_phones_are_missed_the_day_before() -> None:
    bare = replace(QUIET, phones=0)
    assert subjects(bare, OPENS - timedelta(hours=25)) == []
    assert subjects(bare, OPENS - timedelta(hours=24)) == [Subject.NO_PHONE]
    assert subjects(bare, ENDS) == []


def test_a_draft_comes_first_of_all_and_nothing_else_that_comes_near() -> None:
    draft = replace(QUIET, phones=0, is_draft=True, moments=Moments(OPENS, ENDS, reminder=OPENS))
    found = [list_items(draft, OPENS - timedelta(days=days)) for days in (43, 42, 14, 1)]
    assert [each.subject for items in found for each in items] == [Subject.DRAFT] * 4
    later, now = [Urgency.WATCH, Urgency.DECIDE], [Urgency.NOW, Urgency.NOW]
    assert [each.urgency for items in found for each in items] == later + now
    busy = replace(draft, letters=LetterFacts(failed=1))
    assert subjects(busy) == [Subject.DRAFT, Subject.FAILED_LETTERS]
    assert subjects(draft, ENDS) == []


def test_erasure_is_near_for_a_week_and_then_over() -> None:
    erasure = ENDS + timedelta(days=28)
    facts = replace(QUIET, moments=Moments(OPENS, ENDS, erasure=erasure))
    assert subjects(facts, erasure - timedelta(days=8)) == []
    assert subjects(facts, erasure - timedelta(days=7)) == [Subject.ERASURE]
    assert subjects(facts, erasure) == []
