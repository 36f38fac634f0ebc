"""The chart of growth and its table: places by powers of ten, names apart, ratios that miss."""

import itertools

import lxml.etree
import pytest

from tests.benchmarks.growth.chart import GAP, Line, Panel, Scale, draw, names_apart
from tests.benchmarks.growth.halls import Size
from tests.benchmarks.growth.measured import growth_table, marked

SVG = "{http://www.w3.org/2000/svg}"
SIZES = [Size(1_000), Size(1_000_000), Size(1_000, 50)]


def test_powers_of_ten_stand_at_equal_distances() -> None:
    scale = Scale(1, 1000, 0, 300)
    assert [scale(each) for each in (1, 10, 100, 1000)] == [0, 100, 200, 300]


def test_names_of_lines_that_end_alike_do_not_cover_one_another() -> None:
    places = names_apart([100, 100, 20, 101])
    assert places[2] == 20
    ordered = sorted(places)
    assert all(b - a >= GAP for a, b in itertools.pairwise(ordered))


def test_a_chart_says_what_it_is_and_tells_lines_apart_without_colour() -> None:
    lines = [Line("scan <one>", [(1_000, 2), (1_000_000, 3)]), Line("page", [(1_000, 5), (1e6, 5)])]
    drawn = lxml.etree.fromstring(draw("Growth", "What it says", [Panel("SQLite", lines)]))
    assert drawn.get("role") == "img"
    assert [drawn.findtext(f"{SVG}title"), drawn.findtext(f"{SVG}desc")] == [
        "Growth",
        "What it says",
    ]
    curves = list(drawn.iter(f"{SVG}polyline"))
    assert len({curve.get("stroke-dasharray") for curve in curves}) == 2
    assert "scan <one>" in [text.text for text in drawn.iter(f"{SVG}text")]
    assert "prefers-color-scheme: dark" in str(drawn.findtext(f"{SVG}style"))


@pytest.mark.parametrize(("ratio", "written"), [(1.0, "1.00"), (1.2, "1.20"), (1.234, "**1.23**")])
def test_a_ratio_that_misses_the_aim_is_bold(ratio: float, written: str) -> None:
    assert marked(ratio) == written


def test_the_largest_and_the_one_among_others_are_held_against_the_smallest() -> None:
    line = growth_table(SIZES, {"SQLite": {"scan": [2.0, 5.0, 2.2]}}).splitlines()[2]
    assert [cell.strip() for cell in line.split("|")[1:-1]][-2:] == ["**2.50**", "1.10"]
