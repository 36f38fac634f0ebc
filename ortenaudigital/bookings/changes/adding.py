"""One more ticket in a booking, if there is room."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from ortenaudigital.audit.commands import record
from ortenaudigital.bookings.access.addresses import count_of_address
from ortenaudigital.bookings.access.uses import use_right
from ortenaudigital.bookings.changes.checking import check_open_to_changes
from ortenaudigital.bookings.changes.errors import BookingChanged, BookingFull
from ortenaudigital.bookings.changes.letters import CHANGED
from ortenaudigital.bookings.changes.limits import lock_with_types, offer_of
from ortenaudigital.bookings.changes.naming import refresh_search_text
from ortenaudigital.bookings.changes.told import due_of_letter, tell
from ortenaudigital.bookings.links import ticket_code
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.bookings.rules import HOLDER, MOST_POSITIONS, check_address, check_offer
from ortenaudigital.events.models import TicketType
from ortenaudigital.events.places import take_places
from ortenaudigital.kernel.codes import fingerprint
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import insert_row


def next_position(booking: Booking) -> int:
    """Return the position that one more ticket of a booking would get."""
    return max((ticket.position for ticket in booking.tickets), default=0) + 1


def check_room(booking: Booking, now: datetime) -> TicketType:
    """Return the type that one more ticket would be of, if there may be one.

    Whether there is a place is for `add_ticket` to find out. Raises what `check_open_to_changes`
    and `check_offer` do, BookingChanged, BookingFull or
    EnoughForAddress.
    """
    check_open_to_changes(booking, now)
    valid = booking.valid_tickets
    if not valid:
        # Whoever has given all back books anew, as everybody does.
        raise BookingChanged()
    kind = valid[0].ticket_type
    offer, right = offer_of(booking, kind)
    check_offer(offer, 1, now, right, booking.email)
    if len(valid) >= offer.max_per_booking or next_position(booking) > MOST_POSITIONS:
        raise BookingFull(most=min(offer.max_per_booking, MOST_POSITIONS))
    if offer.max_per_address is not None:
        booked = count_of_address(offer.event_id, kind.id, booking.email)
        check_address(offer.max_per_address, booked, 1)
    return kind


def add_ticket(
    booking: Booking, position: int, name: str, now: datetime, actor: str = HOLDER
) -> bool:
    """Add a ticket of the same type as the first valid one; say whether it is new.

    `position`: the one that whoever asks was shown, so that a second press adds nothing. Raises
    what `check_room` does, or SoldOut.
    """
    if _is_repeat(booking, position, name):
        return False
    check_room(booking, now)
    due_at = due_of_letter(booking, CHANGED, now, actor)
    lock_with_types(booking)
    if _is_repeat(booking, position, name):
        return False
    kind = check_room(booking, now)
    if position != next_position(booking):
        raise BookingChanged()
    (revision,) = take_places(kind.id, 1).revisions
    if (right := offer_of(booking, kind)[1]) is not None:
        use_right(right, kind.id, 1, now)
    insert_row(Ticket, _row(booking, kind, position, name) | {"revision": revision})
    db.session.expire(booking, ["tickets"])
    record(
        "bookings.ticket_added", booking.id, actor, now, event_id=booking.event_id, ticket=position
    )
    refresh_search_text(booking)
    tell(booking, CHANGED, due_at, now)
    return True


def _is_repeat(booking: Booking, position: int, name: str) -> bool:
    return any(each.position == position and each.name == name for each in booking.tickets)


def _row(booking: Booking, kind: TicketType, position: int, name: str) -> dict[str, Any]:
    ticket_id = uuid4()
    return {
        "id": ticket_id,
        "booking_id": booking.id,
        "ticket_type_id": kind.id,
        "position": position,
        "name": name,
        "code_hash": fingerprint(ticket_code(ticket_id, 0)),
    }
