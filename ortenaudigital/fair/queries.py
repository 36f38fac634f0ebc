"""Questions about stands."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import subqueryload

from ortenaudigital.events.models import Event
from ortenaudigital.fair.errors import UnknownSlot
from ortenaudigital.fair.models import Slot, Stand
from ortenaudigital.kernel.db import db


def list_stands(event: Event) -> Sequence[Stand]:
    """List the stands of an event in the order of its file."""
    query = select(Stand).where(Stand.event_id == event.id).order_by(Stand.position)
    # All at once, however many: left to themselves, they are read by five hundred.
    return db.session.scalars(query.options(subqueryload(Stand.slots))).all()


def get_slot(event: Event, slot_id: int) -> Slot:
    """Return a slot of an event. Raises UnknownSlot."""
    slot = db.session.get(Slot, slot_id)
    if slot is None or slot.stand.event_id != event.id:
        raise UnknownSlot()
    return slot
