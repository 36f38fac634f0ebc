"""Lines over the days before an event: where each bends, in percent, the first day on the right."""

from collections.abc import Sequence
from dataclasses import dataclass

from ortenaudigital.reporting.charts.levels import levels_to, percent

FEWEST_DAYS = 14
MOST_TICKS = 5
STRIDES = (1, 2, 7, 14, 28, 56, 91, 182)

# Pairs of days before and number; the days fall.
Points = Sequence[tuple[int, int]]


@dataclass(frozen=True)
class Line:
    """One line as SVG writes it: pairs of places from the left and from above, in percent."""

    title: str
    points: str
    number: int


@dataclass(frozen=True)
class LineChart:
    """What a page needs to draw lines; ticks are days before with their places from the left."""

    lines: Sequence[Line]
    ticks: Sequence[tuple[int, float]]
    levels: Sequence[tuple[int, float]]


def chart_of_lines(
    curves: Sequence[tuple[str, Points]], until: int, own: int = 1
) -> LineChart | None:
    """Draw how numbers grew; `own` lines end so many days before, the others at the first day.

    None if there is nothing in any of them.
    """
    filled = [points for _, points in curves if points]
    if not filled:
        return None
    days = max(FEWEST_DAYS, *(points[0][0] for points in filled))
    levels = levels_to(max(points[-1][1] for points in filled))
    ends = [until if place < own else 0 for place in range(len(curves))]
    lines = [
        Line(title, _path(points, end, days, levels[-1]), points[-1][1])
        for (title, points), end in zip(curves, ends, strict=True)
        if points
    ]
    stride = next((each for each in STRIDES if days / each <= MOST_TICKS), -(-days // MOST_TICKS))
    ticks = [(each, percent(days - each, days)) for each in range(0, days + 1, stride)]
    return LineChart(lines, ticks, [(level, percent(level, levels[-1])) for level in levels])


def _path(points: Points, end: int, days: int, top: int) -> str:
    """Write a line that rises on the days when there were more, and is level in between."""
    places = []
    before = 0
    for day, number in points:
        places += [(day, before), (day, number)]
        before = number
    places.append((min(end, points[-1][0]), before))
    return " ".join(
        f"{percent(days - day, days)},{round(100 - percent(number, top), 2)}"
        for day, number in places
    )
