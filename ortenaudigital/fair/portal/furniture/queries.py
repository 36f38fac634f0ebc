"""Questions about furniture."""

from collections.abc import Mapping

from sqlalchemy import func, select

from ortenaudigital.events.models import Event
from ortenaudigital.events.sections.fair.portal import FurniturePlan
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.applications.rules import State
from ortenaudigital.fair.portal.furniture.models import FurnitureOrder
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.text import sort_key


def list_furniture(event: Event) -> list[FurniturePlan]:
    """List what exhibitors of an event can order."""
    return [FurniturePlan.model_validate(each) for each in event.furniture]


def orders_of(exhibitor: Exhibitor) -> dict[str, int]:
    """Return how many of each thing an exhibitor ordered."""
    query = select(FurnitureOrder.item, FurnitureOrder.number)
    mine = query.where(FurnitureOrder.exhibitor_id == exhibitor.id)
    return dict(db.session.execute(mine).all())


def furniture_totals(event: Event) -> dict[str, int]:
    """Add up what the accepted exhibitors of an event ordered."""
    query = (
        select(FurnitureOrder.item, func.sum(FurnitureOrder.number))
        .join(Exhibitor, Exhibitor.id == FurnitureOrder.exhibitor_id)
        .where(Exhibitor.event_id == event.id, Exhibitor.state == State.ACCEPTED)
        .group_by(FurnitureOrder.item)
    )
    return {item: int(number) for item, number in db.session.execute(query)}


def list_orders(event: Event) -> list[tuple[str, Mapping[str, int]]]:
    """List by name what each accepted exhibitor ordered; who ordered nothing is left out."""
    query = (
        select(Exhibitor.id, Exhibitor.name, FurnitureOrder.item, FurnitureOrder.number)
        .join(FurnitureOrder, FurnitureOrder.exhibitor_id == Exhibitor.id)
        .where(Exhibitor.event_id == event.id, Exhibitor.state == State.ACCEPTED)
    )
    found: dict[object, tuple[str, dict[str, int]]] = {}
    for exhibitor_id, name, item, number in db.session.execute(query):
        found.setdefault(exhibitor_id, (name, {}))[1][item] = number
    return sorted(found.values(), key=lambda row: sort_key(row[0]))
