"""Questions about what can still be given to somebody."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import joinedload

from ortenaudigital.events.models import Event
from ortenaudigital.fair.applications.models import Assignment, Exhibitor
from ortenaudigital.fair.applications.rules import State
from ortenaudigital.fair.inventory.models import Slot, Stand
from ortenaudigital.fair.placement.reading import holds
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db


def list_free_slots(event: Event, now: datetime | None = None) -> Sequence[Slot]:
    """List the slots of stands that can still be assigned, by day and stand."""
    query = (
        select(Slot)
        .join(Stand, Stand.id == Slot.stand_id)
        .where(_is_free(event, now or utc_now()))
        .options(joinedload(Slot.stand).lazyload(Stand.slots))
        .order_by(Slot.day_id, Stand.position)
    )
    return db.session.scalars(query).all()


def count_free_slots(event: Event, now: datetime | None = None) -> int:
    """Count what can still be assigned of stands."""
    query = select(func.count()).select_from(Slot).join(Stand, Stand.id == Slot.stand_id)
    return db.session.scalar(query.where(_is_free(event, now or utc_now()))) or 0


def _is_free(event: Event, now: datetime) -> ColumnElement[bool]:
    taken = exists().where(Assignment.slot_id == Slot.id, holds(now))
    return and_(Stand.event_id == event.id, ~taken)


def list_given_back(event: Event) -> dict[int, str]:
    """Return the slots that came free because somebody withdrew, by id, with the name.

    What was given back last comes first. Whether somebody else has one by now, it does not say.
    """
    query = select(Exhibitor.name, Exhibitor.told_of).where(
        Exhibitor.event_id == event.id,
        Exhibitor.state == State.WITHDRAWN,
        Exhibitor.told_of != "",
    )
    found: dict[int, str] = {}
    for row in db.session.execute(query.order_by(Exhibitor.decided_at.desc(), Exhibitor.id)):
        for slot in row.told_of.split(","):
            found.setdefault(int(slot), row.name)
    return found
