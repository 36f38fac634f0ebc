"""How many tickets one mail address has, whatever its spelling."""

from collections import Counter
from uuid import UUID

from sqlalchemy import func, select

from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.bookings.rules import Listed
from ortenaudigital.bookings.search import find_bookings
from ortenaudigital.kernel.addresses import address_key
from ortenaudigital.kernel.db import db

# Nobody's address is a part of that many others at one event.
MOST_CANDIDATES = 500


def count_of_address(event_id: int, ticket_type_id: int, email: str) -> int:
    """Count the valid tickets of a type that an address has.

    Lock the type before: whoever books it at the same moment is then waited for and seen.
    """
    if not email:
        # Whoever has none is nobody else who has none.
        return 0
    candidates = find_bookings(_words(email), MOST_CANDIDATES, event_id, Listed.VALID)
    query = (
        select(Booking.id, Booking.email, func.count())
        .join(Ticket, Ticket.booking_id == Booking.id)
        .where(Booking.id.in_(candidates), Ticket.ticket_type_id == ticket_type_id)
        .where(Ticket.cancelled_at.is_(None))
        .group_by(Booking.id, Booking.email)
    )
    key, found = address_key(email), Counter[UUID]()
    for booking_id, address, number in db.session.execute(query):
        if address_key(address) == key:
            found[booking_id] += number
    return found.total()


def list_bookings_of(email: str) -> list[Booking]:
    """List the bookings of an address that hold valid tickets, of all events."""
    if not email:
        return []
    candidates = find_bookings(_words(email), MOST_CANDIDATES, state=Listed.VALID)
    rows = db.session.scalars(select(Booking).where(Booking.id.in_(candidates))).unique()
    return [booking for booking in rows if address_key(booking.email) == address_key(email)]


def _words(email: str) -> str:
    key = address_key(email)
    local, _, domain = key.rpartition("@")
    # The same domain may be stored in its own letters, or spelled in ASCII.
    return f"{local}@" if "xn--" in domain else key
