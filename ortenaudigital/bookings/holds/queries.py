"""Questions about places that are held."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from ortenaudigital.bookings.holds.models import Hold, HoldState
from ortenaudigital.events.models import Event, TicketType
from ortenaudigital.kernel.db import db


def count_held(event: Event) -> dict[int, int]:
    """Count the places of an event that are held, by the id of their ticket type."""
    query = (
        select(Hold.ticket_type_id, func.sum(Hold.number))
        .join(TicketType, TicketType.id == Hold.ticket_type_id)
        .where(TicketType.event_id == event.id, Hold.state == HoldState.OPEN)
        .group_by(Hold.ticket_type_id)
    )
    return {type_id: int(number) for type_id, number in db.session.execute(query)}


def list_overdue(now: datetime, most: int) -> list[UUID]:
    """List the ids of holds whose time is over, and that nobody has released."""
    query = select(Hold.id).where(Hold.state == HoldState.OPEN, Hold.until <= now)
    return list(db.session.scalars(query.order_by(Hold.until).limit(most)))
