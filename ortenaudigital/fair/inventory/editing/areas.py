"""Add areas, change and delete them, with their circuits."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select, update

from ortenaudigital.events.models import Event
from ortenaudigital.fair.inventory.editing.history import Editor, changing
from ortenaudigital.fair.inventory.editing.models import Deed
from ortenaudigital.fair.inventory.errors import NameTaken, UnknownPlace
from ortenaudigital.fair.inventory.models import Area, Circuit, Stage, Stand
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.constraints import constraint_as


@dataclass(frozen=True)
class AreaValues:
    """All that is said of an area; measures in centimetres, circuits by name with their watts."""

    name: str
    width_cm: int
    depth_cm: int
    outline: str
    power_limit_w: int | None
    network_limit: int | None
    circuits: Mapping[str, int]
    background_id: UUID | None = None
    background_x_cm: int = 0
    background_y_cm: int = 0
    background_width_cm: int = 0


def get_area(event: Event, area_id: int) -> Area:
    """Return an area of an event. Raises UnknownPlace."""
    area = db.session.get(Area, area_id)
    if area is None or area.event_id != event.id:
        raise UnknownPlace()
    return area


def save_area(editor: Editor, area: Area | None, values: AreaValues) -> None:
    """Change an area, or add one. Raises NameTaken or FloorChangedMeanwhile."""
    deed = Deed.ADDED if area is None else Deed.CHANGED
    with changing(editor, deed, values.name):
        if area is None:
            area = Area(event_id=editor.event.id, position=_last(editor.event) + 1)
            db.session.add(area)
        for name in AreaValues.__dataclass_fields__:
            if name != "circuits":
                setattr(area, name, getattr(values, name))
        with constraint_as("uq_area_event_id_name", NameTaken):
            db.session.flush()
        _write_circuits(area, values.circuits)


def _last(event: Event) -> int:
    query = select(func.max(Area.position)).where(Area.event_id == event.id)
    last = db.session.scalar(query)
    return -1 if last is None else last


def _write_circuits(area: Area, circuits: Mapping[str, int]) -> None:
    known = {circuit.name: circuit for circuit in area.circuits}
    for name in known.keys() - circuits.keys():
        unplug = update(Stand).where(Stand.circuit_id == known[name].id).values(circuit_id=None)
        db.session.execute(unplug)
        area.circuits.remove(known[name])
        db.session.delete(known[name])
    for name, limit in circuits.items():
        if name in known:
            known[name].limit_w = limit
        else:
            area.circuits.append(Circuit(name=name, limit_w=limit))
    db.session.flush()


def delete_area(editor: Editor, area: Area) -> None:
    """Delete an area; its stands and stages stay, and are in no area then."""
    with changing(editor, Deed.DELETED, area.name):
        nowhere = {"area_id": None, "circuit_id": None, "x_cm": None, "y_cm": None}
        db.session.execute(update(Stand).where(Stand.area_id == area.id).values(nowhere))
        db.session.execute(update(Stage).where(Stage.area_id == area.id).values(area_id=None))
        for circuit in list(area.circuits):
            db.session.delete(circuit)
        db.session.flush()
        db.session.delete(area)
