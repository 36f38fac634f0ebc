"""Tickets that a helper makes at the door for people who came without one."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import update

from ortenaudigital.bookings.links import booking_key, ticket_code
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.events.places import release_places
from ortenaudigital.events.rules import DEFAULT_LANGUAGE
from ortenaudigital.kernel.codes import fingerprint, random_reference
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import insert_if_absent, insert_row, row_count
from ortenaudigital.kernel.text import name_key, search_text

REFERENCE_DRAWS = 8


@dataclass(frozen=True)
class WalkIn:
    """Somebody at the door: a name is welcome, an address is not asked."""

    event_id: int
    ticket_type_id: int
    name: str
    request_id: UUID


def give_ticket(guest: WalkIn, revision: int, now: datetime) -> Ticket:
    """Make a ticket whose place was taken before; `revision` came with the place."""
    booking_id, ticket_id = uuid4(), uuid4()
    values = {
        "id": booking_id,
        "event_id": guest.event_id,
        "request_id": guest.request_id,
        "key_hash": fingerprint(booking_key(booking_id)),
        "language": DEFAULT_LANGUAGE,
        "first_name": "",
        "last_name": guest.name,
        "sort_name": name_key(guest.name, ""),
        "ticket_count": 1,
        "email": "",
        "created_at": now,
        "at_door": True,
    }
    _insert_booking(values, guest.name)
    ticket = {
        "id": ticket_id,
        "booking_id": booking_id,
        "ticket_type_id": guest.ticket_type_id,
        "position": 1,
        "code_hash": fingerprint(ticket_code(ticket_id, 0)),
        "revision": revision,
    }
    insert_row(Ticket, ticket)
    return db.session.get_one(Ticket, ticket_id)


def _insert_booking(values: dict[str, object], name: str) -> None:
    for _ in range(REFERENCE_DRAWS):
        reference = random_reference()
        own = {"reference": reference, "search_text": search_text(name, reference)}
        if insert_if_absent(Booking, values | own):
            return
    raise RuntimeError("no free reference was found")


def take_back_ticket(ticket: Ticket, now: datetime) -> None:
    """Cancel the only ticket of such a booking and give its place back, at any time."""
    guarded = (
        update(Ticket)
        .where(Ticket.id == ticket.id, Ticket.cancelled_at.is_(None))
        .values(cancelled_at=now)
    )
    if row_count(db.session.execute(guarded)) != 1:
        return
    release_places({ticket.ticket_type_id: 1})
    ticket.booking.cancelled_at = now
