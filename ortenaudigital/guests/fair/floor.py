"""The floor plan as visitors see it: areas, stands where they are, and who has them on a day."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Executable, bindparam, select

from ortenaudigital.events.models import Day, Event
from ortenaudigital.fair.applications.models import Assignment, Exhibitor
from ortenaudigital.fair.applications.rules import State
from ortenaudigital.fair.inventory.models import Area, Slot, Stand
from ortenaudigital.guests.fair.published import IS_PUBLISHED, knows
from ortenaudigital.kernel.db.kept import Kept, kept
from ortenaudigital.kernel.db.questions import ask
from ortenaudigital.pictures.models import Picture
from ortenaudigital.pictures.queries import PictureFacts


@dataclass(frozen=True)
class Holding:
    """Who has a stand on a day."""

    exhibitor_id: UUID
    name: str


@dataclass(frozen=True)
class Place:
    """A stand: its left upper corner, and its size before it is turned, in centimetres.

    Without a corner it is drawn nowhere, and only listed.
    """

    id: int
    label: str
    kind: str
    accessible: bool
    x_cm: int | None
    y_cm: int | None
    width_cm: int
    depth_cm: int
    turned: int
    holders: Mapping[date, Holding]

    @property
    def is_placed(self) -> bool:
        """Say whether it has a place in its area."""
        return self.x_cm is not None and self.y_cm is not None


@dataclass(frozen=True)
class Floor:
    """An area with its stands, measures in centimetres; `outline` as SVG knows the corners."""

    name: str
    width_cm: int
    depth_cm: int
    outline: str
    # What lies under the stands, with its corner and its width on the plan.
    picture: PictureFacts | None
    background_x_cm: int
    background_y_cm: int
    background_width_cm: int
    places: tuple[Place, ...]

    @property
    def drawn(self) -> list[Place]:
        """Return the stands that have a place on the plan."""
        return [place for place in self.places if place.is_placed and self.width_cm]


@dataclass(frozen=True)
class FloorPlan:
    """All areas of an event; stands without an area come last, in one without a name."""

    floors: tuple[Floor, ...]

    @property
    def is_drawn(self) -> bool:
        """Say whether there is anything to look at."""
        return any(floor.drawn for floor in self.floors)

    def find(self, label: str) -> tuple[Floor, Place] | None:
        """Return the stand with a label, whatever its case, and its area."""
        wanted = label.strip().casefold()
        for floor in self.floors:
            for place in floor.places:
                if place.label.casefold() == wanted:
                    return floor, place
        return None


def show_floor_plan(event: Event) -> FloorPlan:
    """Return the plan of an event, read at most once in a moment."""
    plans: Kept[int, FloorPlan] = kept("floor plans")
    return plans.get(event.id, lambda: _read(event.id, _PUBLISHED, knows), lambda _: True)


def read_floor_plan(event: Event) -> FloorPlan:
    """Return the plan as it stands now, with who was not told yet: for organisers."""
    return _read(event.id, _HOLDERS, lambda _: True)


_EVENT_ID: BindParameter[int] = bindparam("event_id")
_STANDS = (
    select(
        *(Stand.id, Stand.label, Stand.kind, Stand.accessible, Stand.x_cm, Stand.y_cm),
        *(Stand.width_cm, Stand.depth_cm, Stand.turned, Area.id.label("area_id"), Area.name),
        *(Area.width_cm.label("area_width"), Area.depth_cm.label("area_depth"), Area.outline),
        *(Area.background_x_cm, Area.background_y_cm, Area.background_width_cm),
        *(Picture.id.label("picture_id"), Picture.digest, Picture.width, Picture.height),
    )
    .outerjoin(Area, Area.id == Stand.area_id)
    .outerjoin(Picture, Picture.id == Area.background_id)
    .where(Stand.event_id == _EVENT_ID)
    .order_by(Area.position.is_(None), Area.position, Area.id, Stand.position, Stand.id)
)
_HOLDERS = (
    select(
        *(Slot.stand_id, Day.date, Exhibitor.id, Exhibitor.name),
        *(Assignment.slot_id, Exhibitor.told_of, Exhibitor.email),
    )
    .join(Day, Day.id == Slot.day_id)
    .join(Assignment, Assignment.slot_id == Slot.id)
    .join(Exhibitor, Exhibitor.id == Assignment.exhibitor_id)
    .where(Exhibitor.event_id == _EVENT_ID, Exhibitor.state == State.ACCEPTED)
    .where(Assignment.held_until.is_(None), Exhibitor.name != "")
)
_PUBLISHED = _HOLDERS.where(*IS_PUBLISHED)


def _read(event_id: int, whose: Executable, shown: Callable[[Any], bool]) -> FloorPlan:
    of_event = {"event_id": event_id}
    holders: dict[int, dict[date, Holding]] = {}
    for row in filter(shown, ask(whose, of_event)):
        if row.stand_id is not None:
            holders.setdefault(row.stand_id, {})[row.date] = Holding(row.id, row.name)
    by_area = groupby(ask(_STANDS, of_event), key=lambda row: row.area_id)
    return FloorPlan(tuple(_floor(list(rows), holders) for _, rows in by_area))


def _floor(rows: Sequence[Any], holders: Mapping[int, Mapping[date, Holding]]) -> Floor:
    first = rows[0]
    return Floor(
        name=first.name or "",
        width_cm=first.area_width or 0,
        depth_cm=first.area_depth or 0,
        outline=first.outline or "",
        picture=_picture(first),
        background_x_cm=first.background_x_cm or 0,
        background_y_cm=first.background_y_cm or 0,
        background_width_cm=first.background_width_cm or 0,
        places=tuple(_place(row, holders.get(row.id, {})) for row in rows),
    )


def _picture(row: Any) -> PictureFacts | None:
    if row.picture_id is None:
        return None
    return PictureFacts(row.picture_id, row.digest, row.width, row.height)


def _place(row: Any, holders: Mapping[date, Holding]) -> Place:
    return Place(
        id=row.id,
        label=row.label,
        kind=str(row.kind),
        accessible=row.accessible,
        x_cm=row.x_cm,
        y_cm=row.y_cm,
        width_cm=row.width_cm,
        depth_cm=row.depth_cm,
        turned=row.turned,
        holders=holders,
    )
