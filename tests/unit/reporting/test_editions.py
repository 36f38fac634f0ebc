"""Earlier editions: which they are, and how they filled at the same distance to the event."""

from datetime import date

import pytest

from ortenaudigital.reporting.charts.lines import chart_of_lines
from ortenaudigital.reporting.charts.rows import Row, chart_of_rows
from ortenaudigital.reporting.editions.rules import (
    Known,
    curve_of,
    earlier_editions,
    few_curves,
    stem_of,
)


@pytest.mark.parametrize(
    ("slug", "stem"),
    [
        ("ortenau-digital-2027", "ortenau-digital"),
        ("ortenau-digital", "ortenau-digital"),
        ("showroom-2027-03-01", "showroom"),
        ("web3-2027", "web3"),
        ("2027", "2027"),
    ],
)
def test_editions_are_named_alike_but_for_the_date(slug: str, stem: str) -> None:
    assert stem_of(slug) == stem


def known(number: int, slug: str, year: int, series: int | None = None) -> Known:
    return Known(number, slug, slug, series, date(year, 10, 1))


def test_the_latest_editions_before_come_first_and_no_others() -> None:
    mine = known(9, "fest-2027", 2027)
    others = [
        known(1, "fest-2023", 2023),
        known(2, "fest-2026", 2026),
        known(3, "fest-2025", 2025),
        known(4, "fest-2028", 2028),
        known(5, "anderes-2026", 2026),
        mine,
    ]
    assert [each.id for each in earlier_editions(mine, others, 2)] == [2, 3]


def test_dates_of_a_series_are_editions_whatever_their_names() -> None:
    mine = known(9, "x", 2027, series=4)
    others = [known(1, "y", 2026, series=4), known(2, "z", 2026, series=5), known(3, "w", 2026)]
    assert [each.id for each in earlier_editions(mine, others, 3)] == [1]


def test_editions_of_one_title_are_told_apart_by_their_year() -> None:
    day = date(2021, 10, 1)
    assert Known(1, "fest-2021", "Fest", None, day).name == "Fest (2021)"
    assert Known(1, "fest-2021", "Fest 2021", None, day).name == "Fest 2021"


def test_a_curve_adds_up_and_is_read_at_any_distance() -> None:
    first = date(2027, 10, 1)
    per_day = [(date(2027, 9, 1), 5), (date(2027, 9, 28), 2), (date(2027, 10, 1), 1)]
    # Who comes without a ticket on the second day counts as on the first.
    curve = curve_of("x", [*per_day, (date(2027, 10, 2), 4)], first)
    assert curve.points == [(30, 5), (3, 7), (0, 12)]
    assert [curve.at(days) for days in (31, 30, 4, 3, 0)] == [0, 5, 5, 7, 12]
    assert curve.total == 12
    assert curve_of("x", [], first).total == 0


def test_kinds_are_drawn_largest_first_and_few() -> None:
    first = date(2027, 10, 1)
    days = [(date(2027, 9, 1), 1), (date(2027, 9, 11), 1)]
    kinds = [(f"{number}", [(date(2027, 9, 2), number)]) for number in (3, 9, 4, 2)]
    curves = few_curves([*kinds, ("x", days), ("none", [])], first, 3, "rest")
    assert [(each.title, each.total) for each in curves] == [("9", 9), ("4", 4), ("rest", 7)]
    assert curves[-1].points == [(30, 1), (29, 6), (20, 7)]
    assert few_curves([*kinds[:1], ("none", [])], first, 3, "rest") == []


def test_own_lines_end_today() -> None:
    chart = chart_of_lines([("a", [(20, 5)]), ("b", [(20, 5)])], until=10, own=2)
    assert chart is not None
    assert [each.points for each in chart.lines] == ["0.0,100.0 0.0,16.67 50.0,16.67"] * 2


def test_a_part_lies_in_its_whole() -> None:
    assert chart_of_rows([("a", 30, 40), ("b", 5, None)]) == [
        Row("a", 30, 75.0, 40, 100.0),
        Row("b", 5, 12.5),
    ]
    assert chart_of_rows([("a", 0, None)]) == []


def test_lines_end_today_and_on_the_first_day() -> None:
    chart = chart_of_lines([("neu", [(20, 5), (10, 10)]), ("alt", [(40, 20)])], until=5)
    assert chart is not None
    new, old = chart.lines
    assert new.points == "50.0,100.0 50.0,75.0 75.0,75.0 75.0,50.0 87.5,50.0"
    assert old.points == "0.0,100.0 0.0,0.0 100.0,0.0"
    assert chart.ticks[0] == (0, 100.0)
    assert chart.levels[-1] == (20, 100.0)
    assert all(0 <= place <= 100 for _, place in chart.ticks)


def test_without_any_number_there_is_no_chart() -> None:
    assert chart_of_lines([("neu", []), ("alt", [])], until=5) is None
    chart = chart_of_lines([("neu", []), ("alt", [(3, 1)])], until=5)
    assert chart is not None
    assert [each.title for each in chart.lines] == ["alt"]
