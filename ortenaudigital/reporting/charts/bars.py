"""Bar charts over time: where each bar stands, in percent, so that it can be drawn at any width."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Generic, TypeVar

from babel.dates import format_skeleton
from flask_babel import get_locale

from ortenaudigital.reporting.charts.levels import levels_to, percent

MOST_TICKS = 5
FEWEST_STEPS = 12
BAR_SHARE = 0.8
# What a tick may count: days up to four weeks, and five minutes up to six hours.
DAY_STRIDES = (1, 2, 7, 14, 28)
ARRIVAL_STRIDES = (3, 6, 12, 24, 36, 48, 72)

When = TypeVar("When", date, datetime)


@dataclass(frozen=True)
class Axis(Generic[When]):
    """How a line of time is labelled: every so many steps, counted from the anchor."""

    write: Callable[[When], str]
    anchor: When
    strides: Sequence[int]


@dataclass(frozen=True)
class Bar:
    """One bar, from its left edge and up from the base line."""

    label: str
    number: int
    left: float
    width: float
    height: float


@dataclass(frozen=True)
class Chart:
    """What a page needs to draw a chart; ticks and levels are pairs of a text and its place."""

    bars: Sequence[Bar]
    ticks: Sequence[tuple[str, float]]
    levels: Sequence[tuple[int, float]]


def chart_of_days(points: Sequence[tuple[date, int]]) -> Chart | None:
    """Draw numbers by date, with the last one named; None if there are none."""
    if not points:
        return None
    return _chart(points, timedelta(days=1), Axis(_short_day, points[-1][0], DAY_STRIDES))


def chart_of_arrivals(points: Sequence[tuple[datetime, int]]) -> Chart | None:
    """Draw numbers by steps of five minutes, with round hours named; None if there are none."""
    if not points:
        return None
    midnight = points[0][0].replace(hour=0, minute=0)
    return _chart(points, timedelta(minutes=5), Axis(_short_time, midnight, ARRIVAL_STRIDES))


def _short_day(day: date) -> str:
    # Not `format_date`, which knows no style without the year.
    return format_skeleton("MMMd", day, locale=get_locale())


def _short_time(moment: datetime) -> str:
    return f"{moment.hour}:{moment.minute:02}"


def _chart(points: Sequence[tuple[When, int]], step: timedelta, axis: Axis[When]) -> Chart:
    last = points[-1][0]
    # A single bar as wide as the page would say nothing; the steps before it were empty.
    first = min(points[0][0], last - step * (FEWEST_STEPS - 1))
    steps = (last - first) // step + 1
    levels = levels_to(max(number for _, number in points))
    margin = (1 - BAR_SHARE) / 2
    bars = [
        Bar(
            axis.write(when),
            number,
            left=percent((when - first) // step + margin, steps),
            width=percent(BAR_SHARE, steps),
            height=percent(number, levels[-1]),
        )
        for when, number in points
    ]
    heights = [(level, percent(level, levels[-1])) for level in levels]
    return Chart(bars, _ticks(first, steps, step, axis), heights)


def _ticks(first: When, steps: int, step: timedelta, axis: Axis[When]) -> list[tuple[str, float]]:
    stride = next((s for s in axis.strides if steps / s <= MOST_TICKS), -(-steps // MOST_TICKS))
    places = range((axis.anchor - first) // step % stride, steps, stride)
    return [(axis.write(first + step * place), percent(place + 0.5, steps)) for place in places]
