"""One more ticket of any type, at any time: organisers add it for somebody."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from ortenaudigital.audit.commands import record
from ortenaudigital.bookings.changes import (
    check_open_to_changes,
    next_position,
    refresh_search_text,
)
from ortenaudigital.bookings.changes.errors import BookingChanged, BookingFull
from ortenaudigital.bookings.changes.letters import CHANGED
from ortenaudigital.bookings.changes.limits import lock_with_types
from ortenaudigital.bookings.changes.told import due_of_letter, tell
from ortenaudigital.bookings.links import ticket_code
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.bookings.organising.places import check_kind, exchange_places, note_extra
from ortenaudigital.bookings.rules import MOST_POSITIONS
from ortenaudigital.events.models import TicketType
from ortenaudigital.events.revisions import next_revisions
from ortenaudigital.kernel.codes import fingerprint
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import insert_row


@dataclass(frozen=True)
class Addition:
    """A ticket of a type at the position that was shown, so that a second press adds nothing.

    `reason` as for `Move`.
    """

    kind: TicketType
    position: int
    name: str = ""
    reason: str = ""


def add_for(booking: Booking, wanted: Addition, now: datetime, actor: str) -> bool:
    """Add a ticket to a booking that holds valid ones; say whether it is new.

    Raises what `check_open_to_changes` does, NotForBookings, BookingChanged, BookingFull,
    NeedsPlaces or DayFull.
    """
    check_open_to_changes(booking, now)
    due_at = due_of_letter(booking, CHANGED, now, actor)
    booking = lock_with_types(booking, [wanted.kind.id])
    there = {ticket.position: ticket for ticket in booking.tickets}
    found = there.get(wanted.position)
    if found and (found.name, found.ticket_type_id) == (wanted.name, wanted.kind.id):
        return False
    if not booking.valid_tickets or wanted.position != next_position(booking):
        raise BookingChanged()
    if wanted.position > MOST_POSITIONS:
        raise BookingFull(most=MOST_POSITIONS)
    check_kind(wanted.kind)
    extra = exchange_places(wanted.kind.id, 1, None, beyond=bool(wanted.reason))
    details = note_extra(booking.id, wanted.reason, now, granted=extra)
    _insert(booking, wanted)
    record(
        "bookings.ticket_added",
        booking.id,
        actor,
        now,
        event_id=booking.event_id,
        ticket=wanted.position,
        **details,
    )
    refresh_search_text(booking)
    tell(booking, CHANGED, due_at, now)
    return True


def _insert(booking: Booking, wanted: Addition) -> None:
    (revision,) = next_revisions(wanted.kind.id)
    ticket_id = uuid4()
    row = {
        "id": ticket_id,
        "booking_id": booking.id,
        "ticket_type_id": wanted.kind.id,
        "position": wanted.position,
        "name": wanted.name,
        "code_hash": fingerprint(ticket_code(ticket_id, 0)),
        "revision": revision,
    }
    insert_row(Ticket, row)
    db.session.expire(booking, ["tickets"])
