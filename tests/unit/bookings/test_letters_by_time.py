"""When letters by time are due: by the clocks at the event, once for each visit, never at night."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ortenaudigital.bookings.reminders.rules import (
    EARLIEST,
    FIRST_HOUR,
    LAST_HOUR,
    LATEST,
    Occasion,
    due_letters,
    visits_of,
)

THURSDAY, FRIDAY = date(2027, 9, 30), date(2027, 10, 1)
CITIZENS, PROFESSIONALS, COURSE = 1, 2, 3
BERLIN = "Europe/Berlin"
Found = set[tuple[str, date, frozenset[int]]]


def due(now: datetime, days: int = 5, dates: dict[int, list[date]] | None = None) -> Found:
    visits = visits_of(dates or {CITIZENS: [FRIDAY], PROFESSIONALS: [THURSDAY, FRIDAY]})
    return {
        (each.occasion.value, each.date, each.ticket_type_ids)
        for each in due_letters(visits, days, BERLIN, now)
    }


def at(day: date, hour: int = 12) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo(BERLIN))


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at(date(2027, 9, 24)), set()),
        (at(date(2027, 9, 25), 9), set()),
        (at(date(2027, 9, 25), 10), {("reminder", THURSDAY, frozenset({PROFESSIONALS}))}),
        (at(date(2027, 9, 25), 20), set()),
        (at(date(2027, 9, 29)), {("day_before", THURSDAY, frozenset({PROFESSIONALS}))}),
        # Whoever came on Thursday already needs no letter about Friday.
        (at(THURSDAY), {("day_before", FRIDAY, frozenset({CITIZENS}))}),
        (at(FRIDAY), set()),
        (at(date(2027, 10, 2)), {("thanks", FRIDAY, frozenset({CITIZENS, PROFESSIONALS}))}),
        (at(date(2027, 10, 6)), set()),
    ],
)
def test_what_is_due_at_a_moment(now: datetime, expected: Found) -> None:
    assert due(now) == expected


def test_a_worker_that_stood_still_catches_up_for_as_long_as_it_helps() -> None:
    assert ("reminder", FRIDAY, frozenset({CITIZENS})) in due(at(date(2027, 9, 27)))
    assert due(at(date(2027, 9, 28))) == set()


@pytest.mark.parametrize("days", [0, 1])
def test_no_reminder_where_none_is_wanted_or_the_day_before_says_it(days: int) -> None:
    moments = [at(FRIDAY - timedelta(days=each)) for each in range(10)]
    assert all("reminder" not in str(due(now, days)) for now in moments)


def test_a_course_is_asked_about_once_and_told_before_each_time() -> None:
    dates = {COURSE: [date(2027, 3, 1), date(2027, 3, 8), date(2027, 3, 15)]}
    days = [date(2027, 2, 20) + timedelta(days=each) for each in range(40)]
    found = [(name, day) for now in days for name, day, _ in due(at(now), 5, dates)]

    assert {day for name, day in found if name == "reminder"} == {date(2027, 3, 1)}
    assert {day for name, day in found if name == "day_before"} == set(dates[COURSE])
    assert {day for name, day in found if name == "thanks"} == {date(2027, 3, 15)}


DATES = st.lists(st.dates(date(2027, 1, 1), date(2027, 2, 20)), min_size=1, max_size=6, unique=True)
HOURS = st.integers(0, 120 * 24).map(lambda each: timedelta(hours=each))


@given(
    dates=st.dictionaries(st.integers(1, 4), DATES, min_size=1),
    days=st.integers(0, 60),
    passed=HOURS,
    zone=st.sampled_from([BERLIN, "America/New_York", "Pacific/Auckland"]),
)
def test_nothing_is_due_at_night_or_by_a_date_that_nobody_looks_at(
    dates: dict[int, list[date]], days: int, passed: timedelta, zone: str
) -> None:
    now = datetime(2026, 11, 1, tzinfo=UTC) + passed
    for each in due_letters(visits_of(dates), days, zone, now):
        here = now.astimezone(ZoneInfo(zone))
        assert FIRST_HOUR <= here.hour < LAST_HOUR
        assert each.moment <= now
        assert each.ticket_type_ids <= set(dates)
        if each.occasion is Occasion.THANKS:
            assert here.date() > each.date
        else:
            assert here.date() < each.date
        # Whoever looks for events does not overlook one for which a letter is due.
        noon = datetime.combine(each.date, datetime.min.time(), ZoneInfo(zone))
        assert now - LATEST < noon + timedelta(hours=12) < now + EARLIEST
