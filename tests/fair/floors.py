"""Floors for tests."""

from sqlalchemy import select

from ortenaudigital.events.models import Event
from ortenaudigital.fair.inventory.models import Area, Stand
from ortenaudigital.kernel.db import db, transaction


def draw_floor(event: Event, name: str = "Halle") -> None:
    """Put all stands of an event that are nowhere into one hall, side by side."""
    with transaction():
        size = {"width_cm": 2400, "depth_cm": 1200}
        hall = Area(event_id=event.id, name=name, position=1, **size)
        db.session.add(hall)
        db.session.flush()
        nowhere = select(Stand).where(Stand.event_id == event.id, Stand.x_cm.is_(None))
        for number, stand in enumerate(db.session.scalars(nowhere)):
            stand.area_id, stand.x_cm, stand.y_cm = hall.id, 100 + 400 * number, 100
