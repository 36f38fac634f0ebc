"""Questions about the inventory."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import subqueryload

from ortenaudigital.events.models import Event
from ortenaudigital.fair.inventory.errors import UnknownSlot
from ortenaudigital.fair.inventory.models import Area, Slot, Stage, Stand
from ortenaudigital.kernel.db import db


def list_areas(event: Event) -> Sequence[Area]:
    """List the areas of an event in their order."""
    query = select(Area).where(Area.event_id == event.id).order_by(Area.position, Area.id)
    return db.session.scalars(query).all()


def list_stages(event: Event) -> Sequence[Stage]:
    """List the stages of an event in their order, with their pitches."""
    query = select(Stage).where(Stage.event_id == event.id).order_by(Stage.position, Stage.id)
    return db.session.scalars(query.options(subqueryload(Stage.slots))).all()


def list_stands(event: Event) -> Sequence[Stand]:
    """List the stands of an event in the order of its file."""
    query = select(Stand).where(Stand.event_id == event.id).order_by(Stand.position, Stand.id)
    # All at once, however many: left to themselves, they are read by five hundred.
    return db.session.scalars(query.options(subqueryload(Stand.slots))).all()


def get_slot(event: Event, slot_id: int) -> Slot:
    """Return a slot of an event. Raises UnknownSlot."""
    slot = db.session.get(Slot, slot_id)
    if slot is None or slot.event_id != event.id:
        raise UnknownSlot()
    return slot
