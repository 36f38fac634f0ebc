"""Hold places, use them, give them back: inside one transaction of the caller.

Rows are locked in the order of `events/places`, holds between ticket types and quotas: event,
ticket types, holds, quotas, days.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from blinker import Signal
from sqlalchemy import select, update

from ortenaudigital.bookings.holds.errors import HoldEnded
from ortenaudigital.bookings.holds.models import Hold, HoldPurpose, HoldState
from ortenaudigital.events.models import TicketType
from ortenaudigital.events.places import Taken, held_places, move_places, release_places
from ortenaudigital.kernel.db import connection, db
from ortenaudigital.kernel.db.rows import find_and_lock, insert_row

# Sent inside the transaction that releases holds because their time is over, with `hold_ids` and
# `now`, after the places. Whoever releases one otherwise knows what follows from it.
holds_expired = Signal()


@dataclass(frozen=True)
class Wish:
    """So many places of a ticket type."""

    ticket_type_id: int
    number: int


def hold_places(wish: Wish, purpose: HoldPurpose, until: datetime, now: datetime) -> UUID:
    """Take places without tickets until a moment; return the id of the hold. Raises SoldOut."""
    find_and_lock(TicketType, wish.ticket_type_id)
    move_places({wish.ticket_type_id: wish.number})
    hold_id = uuid4()
    values = {
        "id": hold_id,
        "ticket_type_id": wish.ticket_type_id,
        "number": wish.number,
        "purpose": purpose,
        "state": HoldState.OPEN,
        "created_at": now,
        "until": until,
    }
    insert_row(Hold, values)
    return hold_id


def use_hold(hold_id: UUID, wish: Wish, now: datetime) -> Taken:
    """Use places that are held for tickets; what is not wished for of them is given back.

    The guarded UPDATE decides between whoever uses and whoever releases it. Raises HoldEnded.
    """
    taken = held_places(wish.ticket_type_id, wish.number)
    guarded = (
        update(Hold)
        .where(Hold.id == hold_id, Hold.ticket_type_id == wish.ticket_type_id)
        .where(Hold.number >= wish.number, Hold.until > now, Hold.state == HoldState.OPEN)
        .values(state=HoldState.USED, ended_at=now)
        .returning(Hold.number)
    )
    held = connection().scalar(guarded)
    if held is None:
        raise HoldEnded()
    if held > wish.number:
        release_places({wish.ticket_type_id: held - wish.number})
    return taken


def release_holds(hold_ids: Collection[UUID], now: datetime) -> frozenset[UUID]:
    """Give back places that are still held; return which holds were.

    Releasing twice releases once: the guarded UPDATE decides.
    """
    types = select(Hold.ticket_type_id).where(Hold.id.in_(hold_ids)).distinct()
    for type_id in sorted(db.session.scalars(types)):
        find_and_lock(TicketType, type_id)
    guarded = (
        update(Hold)
        .where(Hold.id.in_(hold_ids), Hold.state == HoldState.OPEN)
        .values(state=HoldState.RELEASED, ended_at=now)
        .returning(Hold.id, Hold.ticket_type_id, Hold.number)
    )
    released = connection().execute(guarded).all()
    places: Counter[int] = Counter()
    for row in released:
        places[row.ticket_type_id] += row.number
    release_places(places)
    return frozenset(row.id for row in released)


def release_expired(hold_ids: Collection[UUID], now: datetime) -> frozenset[UUID]:
    """Release holds whose time is over, and tell `holds_expired`; return which were still held."""
    ids = release_holds(hold_ids, now)
    if ids:
        holds_expired.send(Hold, hold_ids=ids, now=now)
    return ids
