"""How an area is drawn: what stands cover, which side is open, and which name fits."""

from itertools import pairwise

import pytest

from ortenaudigital.fair.inventory.drawing import draw, draw_each
from ortenaudigital.fair.inventory.models import Area, Stand
from ortenaudigital.fair.inventory.names import write
from ortenaudigital.fair.inventory.rules import Box


def hall(**changes: object) -> Area:
    values = {"id": 1, "name": "Saal", "width_cm": 1000, "depth_cm": 600, "outline": ""}
    return Area(**(values | {"background_width_cm": 0} | changes))


def stand(**changes: object) -> Stand:
    values = {"id": 7, "label": "A1", "area_id": 1, "x_cm": 100, "y_cm": 50, "turned": 0}
    return Stand(**(values | {"width_cm": 300, "depth_cm": 200, "kind": "table"} | changes))


@pytest.mark.parametrize(
    ("turned", "box", "front"),
    [
        (0, Box(100, 50, 300, 200), (100, 250, 400, 250)),
        (90, Box(100, 50, 200, 300), (100, 50, 100, 350)),
        (180, Box(100, 50, 300, 200), (100, 50, 400, 50)),
        (270, Box(100, 50, 200, 300), (300, 50, 300, 350)),
    ],
)
def test_a_stand_is_drawn_as_it_is_turned(
    turned: int, box: Box, front: tuple[int, int, int, int]
) -> None:
    (shape,) = draw(hall(), [stand(turned=turned)]).shapes
    assert (shape.box, shape.front) == (box, front)


def test_stands_of_other_areas_and_without_a_place_are_not_drawn() -> None:
    (plan,) = draw_each([hall()], [stand(area_id=2), stand(area_id=None)], {}, {})
    assert plan.shapes == []
    assert draw(hall(), [stand(x_cm=None)]).shapes == []


@pytest.mark.parametrize(
    ("name", "sides", "lines"),
    [
        ("Roth AG", (300, 200), ["Roth AG"]),
        ("Gigabit Ortenau", (300, 200), ["Gigabit", "Ortenau"]),
        ("Stadt Kehl, Bürgerservice", (300, 150), ["Stadt Kehl,", "Bürgerservice"]),
        ("Stadt Kehl, Bürgerservice", (300, 100), ["Stadt Kehl,"]),
        # A long word is written small, and a longer one goes on in the next line.
        ("Donaudampfschifffahrt", (300, 200), ["Donaudampfschifffahrt"]),
        ("Donaudampfschifffahrtsamt", (300, 200), ["Donaudampfschifffahrt", "samt"]),
        ("Roth AG", (60, 200), []),
        ("Roth AG", (300, 60), []),
        ("", (300, 200), []),
    ],
)
def test_of_a_name_is_written_what_fits(
    name: str, sides: tuple[int, int], lines: list[str]
) -> None:
    box = Box(100, 50, *sides)
    written = write("A1", name, box)
    assert [line.words for line in written.lines] == lines
    assert written.label_size >= 30
    heights = [written.label, *written.lines]
    assert all(box.y < line.y < box.y + box.depth for line in heights)
    assert all(line.y - before.y >= 28 for before, line in pairwise(heights))


def test_what_visitors_see_has_neither_measures_nor_room_for_them() -> None:
    assert draw(hall(), [], metres=False).view_box == "-30 -30 1060 660"


def test_a_hall_has_its_outline_or_is_a_rectangle() -> None:
    plan = draw(hall(), [])
    assert (plan.outline, plan.view_box) == ("0,0 1000,0 1000,600 0,600", "-80 -80 1160 760")
    assert draw(hall(outline="0,0 5,0 5,5"), []).outline == "0,0 5,0 5,5"
    assert (plan.columns[-1], plan.lines[-1]) == (1000, 600)
