"""The plan of an area as shapes, in centimetres: one drawing for pages, PDF and signs.

`templates/macros/fair/plan.html` writes it as SVG.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ortenaudigital.fair.inventory.models import Area, Stand
from ortenaudigital.fair.inventory.rules import Box, sides
from ortenaudigital.pictures.queries import PictureFacts

# Around the area, for the numbers of the metres.
MARGIN_CM = 80
# A metre is never drawn smaller, so that the name of a stand can be read on a phone.
PIXELS_A_METRE = 20
_LETTER, _LARGEST, _SMALLEST, _SMALL = 0.62, 75, 30, 40
_METRE = 100
FREE, TAKEN, HELD, MARKED = "free", "taken", "held", "marked"


@dataclass(frozen=True)
class Mark:
    """What is said of a stand besides its name: whose it is, and where more about it stands.

    `state` is FREE, TAKEN, HELD or MARKED; `words` say the same for who cannot see it.
    """

    state: str = FREE
    name: str = ""
    words: str = ""
    href: str = ""


@dataclass(frozen=True)
class Shape:
    """A stand as it is drawn. `front` is the side that is open to visitors: x1, y1, x2, y2."""

    stand: Stand
    box: Box
    mark: Mark
    font: int
    front: tuple[int, int, int, int]
    # The name of who has it, as much of it as fits; empty if nothing does.
    name: str


@dataclass(frozen=True)
class Picture:
    """What lies under the stands."""

    facts: PictureFacts
    box: Box


@dataclass(frozen=True)
class Plan:
    """An area as it is drawn."""

    area: Area
    # Corners as SVG writes them.
    outline: str
    shapes: Sequence[Shape]
    picture: Picture | None

    @property
    def view_box(self) -> str:
        """Return the part that is shown, as SVG writes it."""
        margin = 2 * MARGIN_CM
        width, depth = self.area.width_cm + margin, self.area.depth_cm + margin
        return f"{-MARGIN_CM} {-MARGIN_CM} {width} {depth}"

    @property
    def pixels(self) -> tuple[int, int]:
        """Return how wide and high it is at least."""
        width, depth = self.area.width_cm + 2 * MARGIN_CM, self.area.depth_cm + 2 * MARGIN_CM
        return width * PIXELS_A_METRE // _METRE, depth * PIXELS_A_METRE // _METRE

    @property
    def columns(self) -> range:
        """Return where the lines of the metres are from left to right."""
        return range(0, self.area.width_cm + 1, _METRE)

    @property
    def lines(self) -> range:
        """Return where the lines of the metres are from top to bottom."""
        return range(0, self.area.depth_cm + 1, _METRE)


def draw(
    area: Area,
    stands: Iterable[Stand],
    marks: Mapping[int, Mark] | None = None,
    facts: PictureFacts | None = None,
) -> Plan:
    """Draw the stands of an area that have a place in it; `marks` by the ids of stands."""
    marks = marks or {}
    placed = [stand for stand in stands if stand.area_id == area.id]
    shapes = [_shape(stand, marks.get(stand.id, Mark())) for stand in placed if is_placed(stand)]
    corners = area.outline or _rectangle(area)
    return Plan(area, corners, shapes, _picture(area, facts))


def is_placed(stand: Stand) -> bool:
    """Say whether a stand has a place in its area."""
    return stand.area_id is not None and stand.x_cm is not None and stand.y_cm is not None


def box_of(stand: Stand) -> Box | None:
    """Return what a stand covers, None if it is nowhere."""
    if stand.area_id is None or stand.x_cm is None or stand.y_cm is None:
        return None
    return Box(stand.x_cm, stand.y_cm, *sides(stand.width_cm, stand.depth_cm, stand.turned))


def _rectangle(area: Area) -> str:
    return " ".join(
        f"{x},{y}"
        for x, y in (
            (0, 0),
            (area.width_cm, 0),
            (area.width_cm, area.depth_cm),
            (0, area.depth_cm),
        )
    )


def _picture(area: Area, facts: PictureFacts | None) -> Picture | None:
    if facts is None:
        return None
    width = area.background_width_cm or area.width_cm
    depth = round(width * facts.height / facts.width)
    return Picture(facts, Box(area.background_x_cm, area.background_y_cm, width, depth))


def _shape(stand: Stand, mark: Mark) -> Shape:
    box = box_of(stand) or Box(0, 0, 0, 0)
    fitting = min(box.width / (_LETTER * max(len(stand.label), 2)), box.depth * 0.7, _LARGEST)
    letters = int(box.width / (_LETTER * _SMALL)) - 1
    fits = box.depth >= _LARGEST + 2 * _SMALL and letters >= len("Name")
    name = _whole_words(mark.name, letters) if fits else ""
    return Shape(stand, box, mark, max(round(fitting), _SMALLEST), _front(box, stand.turned), name)


def _whole_words(name: str, letters: int) -> str:
    # Who hears a name must find in it what is seen, so that no word is cut.
    words = name.split()
    while words and len(" ".join(words)) > letters:
        words.pop()
    return " ".join(words)


def _front(box: Box, turned: int) -> tuple[int, int, int, int]:
    left, top, right, bottom = box.x, box.y, box.x + box.width, box.y + box.depth
    return {
        0: (left, bottom, right, bottom),
        90: (left, top, left, bottom),
        180: (left, top, right, top),
        270: (right, top, right, bottom),
    }[turned]
