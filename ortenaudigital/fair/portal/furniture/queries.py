"""Questions about furniture."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from ortenaudigital.events.models import Event
from ortenaudigital.events.sections.fair.portal import FurniturePlan
from ortenaudigital.fair.applications.models import Assignment, Exhibitor
from ortenaudigital.fair.applications.rules import State
from ortenaudigital.fair.inventory.models import Slot, Stand
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


@dataclass(frozen=True)
class Order:
    """What an exhibitor ordered, and the stands that it goes to."""

    name: str
    numbers: Mapping[str, int]
    stands: Sequence[str]


def list_orders(event: Event) -> list[tuple[str, Mapping[str, int]]]:
    """List by name what each accepted exhibitor ordered; who ordered nothing is left out."""
    return [(each.name, each.numbers) for each in list_orders_with_stands(event)]


def list_orders_with_stands(event: Event) -> list[Order]:
    """List the same, with the labels of the stands that are theirs."""
    query = (
        select(Exhibitor.id, Exhibitor.name, FurnitureOrder.item, FurnitureOrder.number)
        .join(FurnitureOrder, FurnitureOrder.exhibitor_id == Exhibitor.id)
        .where(Exhibitor.event_id == event.id, Exhibitor.state == State.ACCEPTED)
    )
    found: dict[UUID, tuple[str, dict[str, int]]] = {}
    for exhibitor_id, name, item, number in db.session.execute(query):
        found.setdefault(exhibitor_id, (name, {}))[1][item] = number
    stands = _stands(event)
    orders = [Order(name, numbers, stands.get(who, ())) for who, (name, numbers) in found.items()]
    return sorted(orders, key=lambda order: sort_key(order.name))


def _stands(event: Event) -> dict[UUID, list[str]]:
    query = (
        select(Assignment.exhibitor_id, Stand.label)
        .join(Slot, Slot.id == Assignment.slot_id)
        .join(Stand, Stand.id == Slot.stand_id)
        .where(Stand.event_id == event.id, Assignment.held_until.is_(None))
        .order_by(Stand.position, Stand.id)
    )
    found: dict[UUID, list[str]] = {}
    for exhibitor_id, label in db.session.execute(query):
        mine = found.setdefault(exhibitor_id, [])
        if label not in mine:
            mine.append(label)
    return found
