"""Tell those who wait that their event changed, or close their lists if it is called off.

Inside one transaction of the caller.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update

from ortenaudigital.audit.commands import record
from ortenaudigital.bookings.holds.commands import release_holds
from ortenaudigital.bookings.wait_list.commands import about
from ortenaudigital.bookings.wait_list.letters import ENDED, OFFER_CHANGED
from ortenaudigital.bookings.wait_list.models import WaitListEntry
from ortenaudigital.bookings.wait_list.queries import IS_OPEN, list_with_offer
from ortenaudigital.bookings.wait_list.rules import EntryState
from ortenaudigital.events.models import Event, TicketType
from ortenaudigital.kernel.db import connection, db
from ortenaudigital.outbox.commands import Sending, enqueue
from ortenaudigital.queue.rules import Priority


def count_waiting(event: Event) -> int:
    """Count who waits for places of an event, or is offered some."""
    query = select(func.count()).where(WaitListEntry.ticket_type_id.in_(_types_of(event)), IS_OPEN)
    return db.session.scalar(query) or 0


def close_lists(event: Event, now: datetime, actor: str, *, tell: bool) -> int:
    """Take everybody off the wait lists, and write to them if that is wished; return how many.

    What is offered is given back. Lock the event with its ticket types before, so that nobody
    joins, accepts or is offered anything meanwhile.
    """
    waits = (WaitListEntry.ticket_type_id.in_(_types_of(event)), IS_OPEN)
    holds = select(WaitListEntry.hold_id).where(*waits, WaitListEntry.hold_id.is_not(None))
    offered = [each for each in db.session.scalars(holds) if each is not None]
    closed = (
        update(WaitListEntry)
        .where(*waits)
        .values(state=EntryState.CLOSED, ended_at=now)
        .returning(WaitListEntry.id, WaitListEntry.ticket_type_id)
    )
    rows = connection().execute(closed).all()
    # Only now, since what comes free while somebody waits is kept for them.
    release_holds(offered, now)
    types = {each.id: each for each in event.ticket_types}
    batch = f"{ENDED}:{event.id}:{event.calendar_sequence}"
    for entry_id, type_id in rows:
        record("bookings.wait_list_closed", entry_id, actor, now, event_id=event.id)
        if tell:
            sending = Sending(Priority.BULK, batch, key=f"{batch}:{entry_id}")
            enqueue(ENDED, about(entry_id, types[type_id]), now, sending)
    return len(rows)


def tell_those_with_offers(day_ids: Sequence[int], now: datetime) -> int:
    """Write to everybody who may accept places for one of these days; return how many letters.

    Who only waits is shown the new days with the offer; if the event is called off, `close_lists`
    tells all of them.
    """
    entries = list_with_offer(day_ids)
    for entry in entries:
        enqueue(OFFER_CHANGED, about(entry.id, entry.ticket_type), now)
    return len(entries)


def _types_of(event: Event) -> list[int]:
    query = select(TicketType.id).where(TicketType.event_id == event.id)
    return list(db.session.scalars(query.order_by(TicketType.id)))
