"""What the plan of an area is made of, in centimetres."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from ortenaudigital.fair.inventory.names import Written
from ortenaudigital.fair.inventory.rules import Box
from ortenaudigital.pictures.queries import PictureFacts

# Around the area: for the numbers of the metres, or so that the outline is whole.
MARGIN_CM, EDGE_CM = 80, 30
# A metre is never drawn smaller, so that the name of a stand can be read on a phone.
PIXELS_A_METRE = 20
_METRE = 100
FREE, TAKEN, HELD, MARKED = "free", "taken", "held", "marked"


class Ground(Protocol):
    """An area, as far as it is drawn: a row of the table, or what visitors are shown of it."""

    @property
    def name(self) -> str:
        """Return what it is called."""

    @property
    def width_cm(self) -> int:
        """Return how wide it is."""

    @property
    def depth_cm(self) -> int:
        """Return how deep it is."""

    @property
    def outline(self) -> str:
        """Return its corners as SVG writes them; empty for a rectangle."""

    @property
    def background_x_cm(self) -> int:
        """Return where the picture below the stands begins, from the left."""

    @property
    def background_y_cm(self) -> int:
        """Return where it begins, from the top."""

    @property
    def background_width_cm(self) -> int:
        """Return how wide it is; 0 for as wide as the area."""


class Spot(Protocol):
    """A stand, as far as it is drawn."""

    @property
    def id(self) -> int:
        """Return by what marks know it."""

    @property
    def label(self) -> str:
        """Return its name."""

    @property
    def kind(self) -> str:
        """Return its kind; an island is open on all sides."""

    @property
    def x_cm(self) -> int | None:
        """Return where its left side is; None while it is nowhere."""

    @property
    def y_cm(self) -> int | None:
        """Return where its upper side is; None while it is nowhere."""

    @property
    def width_cm(self) -> int:
        """Return its width before it is turned."""

    @property
    def depth_cm(self) -> int:
        """Return its depth before it is turned."""

    @property
    def turned(self) -> int:
        """Return by how many degrees it is turned."""


@dataclass(frozen=True)
class Mark:
    """What is said of a stand besides its name: whose it is, and where more about it stands.

    `state` is FREE, TAKEN, HELD or MARKED; `words` say the same for who cannot see it. A `pin`
    shows the way to a stand that somebody looks for.
    """

    state: str = FREE
    name: str = ""
    words: str = ""
    href: str = ""
    pin: bool = False


@dataclass(frozen=True)
class Shape:
    """A stand as it is drawn. `front` is the side that is open to visitors: x1, y1, x2, y2."""

    stand: Spot
    box: Box
    mark: Mark
    front: tuple[int, int, int, int]
    # Its label, and as much of the name of who has it as fits.
    written: Written


@dataclass(frozen=True)
class Picture:
    """What lies under the stands."""

    facts: PictureFacts
    box: Box


@dataclass(frozen=True)
class Plan:
    """An area as it is drawn; `metres` says whether also its measures are, and the open sides."""

    area: Ground
    # Corners as SVG writes them.
    outline: str
    shapes: Sequence[Shape]
    picture: Picture | None
    metres: bool = True

    @property
    def margin(self) -> int:
        """Return how much is shown around the area."""
        return MARGIN_CM if self.metres else EDGE_CM

    @property
    def size(self) -> tuple[int, int]:
        """Return how wide and high all that is shown is."""
        around = 2 * self.margin
        return self.area.width_cm + around, self.area.depth_cm + around

    @property
    def view_box(self) -> str:
        """Return the part that is shown, as SVG writes it."""
        width, depth = self.size
        return f"{-self.margin} {-self.margin} {width} {depth}"

    @property
    def pixels(self) -> tuple[int, int]:
        """Return how wide and high it is at least."""
        width, depth = self.size
        return width * PIXELS_A_METRE // _METRE, depth * PIXELS_A_METRE // _METRE

    @property
    def columns(self) -> range:
        """Return where the lines of the metres are from left to right."""
        return range(0, self.area.width_cm + 1, _METRE)

    @property
    def lines(self) -> range:
        """Return where the lines of the metres are from top to bottom."""
        return range(0, self.area.depth_cm + 1, _METRE)
