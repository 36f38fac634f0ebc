"""Order furniture, inside one transaction of the caller."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete

from ortenaudigital.audit.commands import record
from ortenaudigital.audit.rules import from_to
from ortenaudigital.fair.applications.commands import lock_exhibitor
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.portal.furniture.errors import FurnitureClosed, TooMuchFurniture
from ortenaudigital.fair.portal.furniture.models import FurnitureOrder
from ortenaudigital.fair.portal.furniture.queries import list_furniture, orders_of
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import insert_rows


def order_furniture(
    exhibitor: Exhibitor, wanted: Mapping[str, int], now: datetime, actor: str
) -> bool:
    """Order so many of each thing in the place of what was ordered; say whether it is another.

    Raises FurnitureClosed, TooMuchFurniture or ExhibitorErased.
    """
    lock_exhibitor(exhibitor, now)
    closes = exhibitor.event.furniture_close_at
    if closes is not None and now >= closes:
        raise FurnitureClosed()
    order = {}
    for thing in list_furniture(exhibitor.event):
        number = wanted.get(thing.slug, 0)
        if number > thing.most:
            raise TooMuchFurniture(title=thing.title, most=thing.most)
        if number > 0:
            order[thing.slug] = number
    before = orders_of(exhibitor)
    if order == before:
        return False
    theirs = FurnitureOrder.exhibitor_id == exhibitor.id
    db.session.execute(delete(FurnitureOrder).where(theirs))
    if order:
        rows = [{"item": item, "number": number} for item, number in order.items()]
        insert_rows(FurnitureOrder, [{"exhibitor_id": exhibitor.id, **row} for row in rows])
    things = [*before, *(each for each in order if each not in before)]
    was, becomes = (
        {f"furniture[{each}]": of.get(each, 0) for each in things} for of in (before, order)
    )
    details = {"number": sum(order.values()), **from_to(was, becomes)}
    where = exhibitor.event_id
    record("stands.furniture_ordered", exhibitor.id, actor, now, event_id=where, **details)
    return True
