from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask_babel import Babel

from ortenaudigital.reporting.charts.bars import chart_of_arrivals, chart_of_days

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def german():
    app = Flask("charts")
    Babel(app, default_locale="de")
    with app.app_context():
        yield


def at(hour: int, minute: int) -> datetime:
    return datetime(2027, 10, 1, hour, minute, tzinfo=BERLIN)


def test_chart_without_points_is_none():
    assert chart_of_days([]) is None
    assert chart_of_arrivals([]) is None


def test_chart_of_days_leaves_room_for_days_without_any(german):
    chart = chart_of_days([(date(2027, 9, 1), 3), (date(2027, 9, 20), 6)])
    first, last = chart.bars
    assert (first.label, first.number) == ("1. Sept.", 3)
    assert first.left == pytest.approx(0.5)
    assert last.left + last.width == pytest.approx(99.5)
    assert first.height * 2 == last.height == 100
    assert chart.ticks[-1][0] == "20. Sept."


def test_chart_of_one_day_is_not_one_wide_bar(german):
    (bar,) = chart_of_days([(date(2027, 9, 1), 1)]).bars
    assert bar.width < 10
    assert bar.left > 90


def test_chart_of_arrivals_names_round_times():
    chart = chart_of_arrivals([(at(8, 35), 2), (at(10, 20), 7)])
    assert [label for label, _ in chart.ticks] == ["9:00", "9:30", "10:00"]
    assert all(0 <= place <= 100 for _, place in chart.ticks)


@pytest.mark.parametrize(
    ("most", "levels"),
    [
        (1, [0, 1]),
        (2, [0, 1, 2]),
        (7, [0, 4, 8]),
        (11, [0, 6, 12]),
        (100, [0, 50, 100]),
        (241, [0, 150, 300]),
    ],
)
def test_levels_are_round_and_none_is_exceeded(most, levels):
    chart = chart_of_arrivals([(at(9, 0), most)])
    assert [level for level, _ in chart.levels] == levels
    assert max(bar.height for bar in chart.bars) <= 100


@pytest.mark.parametrize("days", [1, 5, 12, 13, 40, 140, 141, 500])
def test_ticks_never_crowd(german, days):
    first = date(2027, 1, 1)
    last = date.fromordinal(first.toordinal() + days - 1)
    ticks = chart_of_days([(first, 1), (last, 1)] if days > 1 else [(first, 1)]).ticks
    assert 1 <= len(ticks) <= 6
