"""Bars that lie below each other, each with its words: how long they are, in percent."""

from collections.abc import Sequence
from dataclasses import dataclass

from ortenaudigital.reporting.charts.levels import percent


@dataclass(frozen=True)
class Row:
    """One bar; `whole` is what its number is a part of, if it is of anything."""

    label: str
    number: int
    length: float
    whole: int | None = None
    whole_length: float = 0


def chart_of_rows(points: Sequence[tuple[str, int, int | None]]) -> list[Row]:
    """Draw a bar for each: its words, its number, and what that is a part of; none without any."""
    most = max((max(number, whole or 0) for _, number, whole in points), default=0)
    if not most:
        return []
    return [
        Row(label, number, percent(number, most), whole, percent(whole or 0, most))
        for label, number, whole in points
    ]
