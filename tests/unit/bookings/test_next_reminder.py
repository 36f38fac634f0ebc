"""When the next reminder is written."""

from datetime import UTC, date, datetime

from ortenaudigital.bookings.reminders.rules import next_reminder, visits_of

DAYS = {1: [date(2027, 9, 30), date(2027, 10, 1)], 2: [date(2027, 10, 9)]}
FIRST = datetime(2027, 9, 25, 8, tzinfo=UTC)
SECOND = datetime(2027, 10, 4, 8, tzinfo=UTC)


def test_the_next_reminder_is_that_of_the_next_visit() -> None:
    visits = visits_of(DAYS)
    assert next_reminder(visits, 5, "Europe/Berlin", FIRST.replace(hour=7)) == FIRST
    assert next_reminder(visits, 5, "Europe/Berlin", FIRST) == SECOND
    assert next_reminder(visits, 5, "Europe/Berlin", SECOND) is None


def test_where_nobody_is_reminded_none_is_near() -> None:
    assert next_reminder(visits_of(DAYS), 0, "Europe/Berlin", FIRST.replace(month=1)) is None
    assert next_reminder([], 5, "Europe/Berlin", FIRST) is None
