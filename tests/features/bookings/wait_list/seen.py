"""What people on a list do, and what is left of the places meanwhile."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from ortenaudigital.bookings.wait_list.answers import accept
from ortenaudigital.bookings.wait_list.commands import leave
from ortenaudigital.bookings.wait_list.links import entry_key
from ortenaudigital.bookings.wait_list.rules import EntryState
from ortenaudigital.events.models import Event, Quota, TicketType
from ortenaudigital.events.queries import get_event, public_capacities
from ortenaudigital.kernel.db import db, transaction
from tests.features.bookings.wait_list.people import (
    LATER,
)


def answer(entry_id: UUID, number: int = 1, now: datetime = LATER) -> UUID:
    with transaction():
        return accept(entry_key(entry_id), number, now)


def go(entry_id: UUID, state: EntryState = EntryState.LEFT) -> None:
    with transaction():
        leave(entry_id, LATER, state)


def quota(event: Event) -> tuple[int, int, int]:
    """Return what is taken, freed and saved of the places of citizens."""
    db.session.rollback()
    own = select(TicketType.quota_id).where(
        TicketType.event_id == event.id, TicketType.slug == "buergerticket"
    )
    columns = (Quota.taken, Quota.freed, Quota.saved)
    row = db.session.execute(select(*columns).where(Quota.id == own.scalar_subquery())).one()
    return row.taken, row.freed, row.saved


def left(event: Event) -> int:
    db.session.rollback()
    db.session.expire_all()
    return public_capacities([get_event(event.slug)], LATER)[event.id].left
