"""Names, rows, pitches and limits of the floor, on plain values."""

from datetime import UTC, datetime, timedelta

import pytest

from ortenaudigital.fair.inventory.loads import (
    Drawing,
    network_of_area,
    outside,
    overlapping,
    power_of_area,
    power_of_circuit,
)
from ortenaudigital.fair.inventory.rules import (
    Box,
    Direction,
    next_labels,
    outline_corners,
    outline_text,
    pitch_times,
    row_corners,
    sides,
)

TEN = datetime(2027, 10, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("first", "number", "taken", "labels"),
    [
        ("A1", 3, set(), ["A1", "A2", "A3"]),
        ("A9", 3, {"A10"}, ["A9", "A11", "A12"]),
        ("A01", 2, set(), ["A01", "A02"]),
        ("7", 2, set(), ["7", "8"]),
        ("Insel", 3, {"Insel 2"}, ["Insel", "Insel 3", "Insel 4"]),
        ("Halle 2-9", 2, set(), ["Halle 2-9", "Halle 2-10"]),
        ("A1", 1, {"A1"}, ["A2"]),
    ],
)
def test_names_go_on_by_themselves(
    first: str, number: int, taken: set[str], labels: list[str]
) -> None:
    assert next_labels(first, number, taken) == labels


@pytest.mark.parametrize(
    ("direction", "corners"),
    [
        (Direction.RIGHT, [(100, 50), (450, 50), (800, 50)]),
        (Direction.LEFT, [(100, 50), (-250, 50), (-600, 50)]),
        (Direction.DOWN, [(100, 50), (100, 300), (100, 550)]),
        (Direction.UP, [(100, 50), (100, -200), (100, -450)]),
    ],
)
def test_a_row_goes_on_with_a_gap(direction: Direction, corners: list[tuple[int, int]]) -> None:
    assert row_corners(Box(100, 50, 300, 200), 3, 50, direction) == corners


def test_a_turned_stand_changes_its_sides() -> None:
    assert [sides(300, 200, turned) for turned in (0, 90, 180, 270)] == [
        (300, 200),
        (200, 300),
        (300, 200),
        (200, 300),
    ]
    assert sides(0, 0, 0) == (200, 100)


def test_pitches_fill_their_window_and_none_is_cut_short() -> None:
    minutes = [
        ((starts - TEN).seconds // 60, (ends - TEN).seconds // 60)
        for starts, ends in pitch_times(
            TEN, TEN + timedelta(hours=1), timedelta(minutes=15), timedelta(minutes=5)
        )
    ]
    assert minutes == [(0, 15), (20, 35), (40, 55)]
    assert pitch_times(TEN, TEN, timedelta(minutes=15), timedelta()) == []
    assert pitch_times(TEN, TEN + timedelta(hours=1), timedelta(), timedelta()) == []


def test_outlines_are_stored_to_the_centimetre() -> None:
    corners = [[0.0, 0.0], [12.5, 0.0], [12.5, 8.01]]
    assert outline_text(corners) == "0,0 1250,0 1250,801"
    assert outline_corners(outline_text(corners)) == corners


def drawing(label: str, x: int, watts: int = 0, days: tuple[int, ...] = (1, 2)) -> Drawing:
    return Drawing(label, 1, 7, watts, watts > 0, days, Box(x, 0, 200, 100))


def test_what_stands_draw_counts_on_the_day_with_the_most() -> None:
    stands = [drawing("A1", 0, 2000), drawing("A2", 0, 3000, (1,)), drawing("A3", 0, 1500, (2,))]
    assert (power_of_area(stands, 1, 4999).used, power_of_area(stands, 1, 4999).over) == (
        5000,
        True,
    )
    assert not power_of_area(stands, 1, 5000).over
    assert not power_of_area(stands, 1, None).over
    assert power_of_circuit(stands, 7, 1).used == 5000
    assert power_of_circuit(stands, 8, 1).used == 0
    assert network_of_area(stands, 1, 2).used == 2


def test_stands_that_cover_the_same_ground_on_a_day_are_said() -> None:
    touching = [drawing("A1", 0), drawing("A2", 200)]
    assert overlapping(touching) == []
    assert overlapping([drawing("A1", 0), drawing("A2", 199)]) == [("A1", "A2")]
    assert overlapping([drawing("A1", 0, days=(1,)), drawing("A2", 0, days=(2,))]) == []
    assert outside(touching, {1: (400, 100)}) == []
    assert outside(touching, {1: (399, 100)}) == ["A2"]
