"""Which dates a series gets, on plain values."""

from collections.abc import Sequence
from datetime import date, timedelta

# A year of weeks: more are not planned at once, and each is an event of its own.
MOST_DATES = 52
MOST_WEEKS = 52


def dates_from(first: date, number: int, weeks: int) -> Sequence[date]:
    """Return so many dates, so many weeks apart, on the weekday of the first."""
    return [first + timedelta(weeks=weeks * each) for each in range(number)]


def date_slug(series: str, day: date) -> str:
    """Return the name in addresses of the event on a day of a series."""
    return f"{series}-{day.isoformat()}"
