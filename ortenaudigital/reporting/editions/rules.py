"""Which events are editions of the same, and how they filled, on plain values."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

# How many tickets were booked on each date.
PerDay = Sequence[tuple[date, int]]
# A year or a date at the end of a name in addresses: `ortenau-digital-2027`.
_DATE = re.compile(r"(-\d{1,4})+$")


def stem_of(slug: str) -> str:
    """Return what the names of all editions begin with: `ortenau-digital`."""
    return _DATE.sub("", slug)


@dataclass(frozen=True)
class Known:
    """An event that may be an edition of the same; `first` is its first day."""

    id: int
    slug: str
    title: str
    series_id: int | None
    first: date

    @property
    def name(self) -> str:
        """Return the title with the year, which tells editions apart, if it does not say it."""
        year = str(self.first.year)
        return self.title if year in self.title else f"{self.title} ({year})"


def earlier_editions(of: Known, others: Iterable[Known], most: int) -> list[Known]:
    """Return the latest editions before an event: of its series, or with its name but for a year.

    So many at most, the latest first.
    """
    before = (each for each in others if each.id != of.id and each.first < of.first)
    found = [each for each in before if same(of, each)]
    return sorted(found, key=lambda each: (each.first, each.id), reverse=True)[:most]


def same(one: Known, other: Known) -> bool:
    """Say whether two events are editions of the same: of a series, or but for the year."""
    if one.series_id is not None and one.series_id == other.series_id:
        return True
    return stem_of(one.slug) == stem_of(other.slug)


@dataclass(frozen=True)
class Curve:
    """How tickets came together: pairs of days before the first day and how many there were then.

    The pairs fall in days; what was booked after the first day began counts as on it. Tickets that
    were cancelled later are in none of them.
    """

    title: str
    points: Sequence[tuple[int, int]]

    @property
    def total(self) -> int:
        """Return how many there were in the end, or are now."""
        return self.points[-1][1] if self.points else 0

    def at(self, days_before: int) -> int:
        """Return how many there were so many days before the first day."""
        reached = [number for days, number in self.points if days >= days_before]
        return reached[-1] if reached else 0


def few_curves(
    booked: Sequence[tuple[str, PerDay]], first: date, most: int, others: str
) -> list[Curve]:
    """Return a curve for each of several kinds, the largest first; none without two of them.

    What is beyond `most` is put together as `others`.
    """
    found = [each for each in booked if each[1]]
    found.sort(key=lambda each: -sum(number for _, number in each[1]))
    if len(found) > most:
        rest = [day for _, per_day in found[most - 1 :] for day in per_day]
        found = [*found[: most - 1], (others, rest)]
    return [curve_of(title, per_day, first) for title, per_day in found] if len(found) > 1 else []


def curve_of(title: str, per_day: Iterable[tuple[date, int]], first: date) -> Curve:
    """Add up what was booked on each date, in their order."""
    points: dict[int, int] = {}
    total = 0
    for day, number in sorted(per_day):
        total += number
        points[max(0, (first - day).days)] = total
    return Curve(title, list(points.items()))
