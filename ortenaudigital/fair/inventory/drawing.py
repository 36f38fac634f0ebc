"""The plan of an area as shapes, in centimetres: one drawing for pages, PDF and SVG files.

`templates/macros/fair/plan.html` writes it as SVG.
"""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from ortenaudigital.fair.inventory.models import Area, Stand
from ortenaudigital.fair.inventory.names import write
from ortenaudigital.fair.inventory.rules import Box, sides
from ortenaudigital.fair.inventory.shapes import Ground, Mark, Picture, Plan, Shape, Spot
from ortenaudigital.pictures.queries import PictureFacts


def draw(
    area: Ground,
    stands: Iterable[Spot],
    marks: Mapping[int, Mark] | None = None,
    facts: PictureFacts | None = None,
    metres: bool = True,
) -> Plan:
    """Draw those stands of an area that have a place in it; `marks` by the ids of stands."""
    marks = marks or {}
    shapes = [
        _shape(stand, box, marks.get(stand.id, Mark()))
        for stand in stands
        if (box := _box(stand)) is not None
    ]
    corners = area.outline or _rectangle(area)
    return Plan(area, corners, shapes, _picture(area, facts), metres)


def draw_each(
    areas: Iterable[Area],
    stands: Sequence[Stand],
    marks: Mapping[int, Mark],
    pictures: Mapping[UUID, PictureFacts],
) -> list[Plan]:
    """Draw areas with all stands that are in them."""
    return [
        draw(
            area,
            [stand for stand in stands if stand.area_id == area.id],
            marks,
            pictures.get(area.background_id) if area.background_id else None,
        )
        for area in areas
    ]


def is_placed(stand: Stand) -> bool:
    """Say whether a stand has a place in its area."""
    return stand.area_id is not None and stand.x_cm is not None and stand.y_cm is not None


def box_of(stand: Stand) -> Box | None:
    """Return what a stand covers, None if it is nowhere."""
    return _box(stand) if is_placed(stand) else None


def _box(stand: Spot) -> Box | None:
    if stand.x_cm is None or stand.y_cm is None:
        return None
    return Box(stand.x_cm, stand.y_cm, *sides(stand.width_cm, stand.depth_cm, stand.turned))


def _rectangle(area: Ground) -> str:
    return " ".join(
        f"{x},{y}"
        for x, y in (
            (0, 0),
            (area.width_cm, 0),
            (area.width_cm, area.depth_cm),
            (0, area.depth_cm),
        )
    )


def _picture(area: Ground, facts: PictureFacts | None) -> Picture | None:
    if facts is None:
        return None
    width = area.background_width_cm or area.width_cm
    depth = round(width * facts.height / facts.width)
    return Picture(facts, Box(area.background_x_cm, area.background_y_cm, width, depth))


def _shape(stand: Spot, box: Box, mark: Mark) -> Shape:
    return Shape(stand, box, mark, _front(box, stand.turned), write(stand.label, mark.name, box))


def _front(box: Box, turned: int) -> tuple[int, int, int, int]:
    left, top, right, bottom = box.x, box.y, box.x + box.width, box.y + box.depth
    return {
        0: (left, bottom, right, bottom),
        90: (left, top, left, bottom),
        180: (left, top, right, top),
        270: (right, top, right, bottom),
    }[turned]
