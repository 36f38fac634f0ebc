"""How many tickets a booking and its address may have, when one of them becomes another."""

from collections import Counter
from collections.abc import Collection

from sqlalchemy import select

from ortenaudigital.bookings.access.addresses import count_of_address
from ortenaudigital.bookings.access.uses import right_of
from ortenaudigital.bookings.changes.errors import BookingChanged, ReceiverHasEnough
from ortenaudigital.bookings.groups.queries import find_group
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.bookings.queries import get_offer
from ortenaudigital.bookings.rules import Offer, Right, for_group, for_invited, may_move
from ortenaudigital.events.models import TicketType
from ortenaudigital.events.revisions import next_revisions
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import lock


def lock_with_types(booking: Booking, others: Collection[int] = ()) -> Booking:
    """Wait for whoever changes a booking, or books what it holds, and read it anew.

    `others`: ticket types that its tickets shall be of. Raises BookingChanged if one of them went
    to yet another type meanwhile.
    """
    types = {ticket.ticket_type_id for ticket in booking.tickets} | set(others)
    for type_id in sorted(types):
        # The first thing that whoever books does as well.
        next_revisions(type_id)
    locked = lock(booking)
    of_booking = select(Ticket).where(Ticket.booking_id == booking.id)
    tickets = db.session.scalars(of_booking.execution_options(populate_existing=True)).all()
    if not types.issuperset(ticket.ticket_type_id for ticket in tickets):
        raise BookingChanged()
    db.session.expire(booking, ["tickets"])
    return locked


def offer_of(booking: Booking, kind: TicketType) -> tuple[Offer, Right | None]:
    """Return what is offered of a type to whoever has a booking, and by what they booked.

    Whoever booked for a group, or was invited, may have more than others.
    """
    offer = get_offer(booking.event.slug, kind.slug)
    right = right_of(booking, offer)
    if offer.max_per_group and find_group(booking.id):
        offer = for_group(offer)
    return for_invited(offer, right), right


def check_receiver(booking: Booking, email: str) -> None:
    """Refuse an address that would have more tickets than it may. Raises ReceiverHasEnough.

    Lock the types before, so that whoever books them for this address is waited for and seen.
    """
    held = Counter(ticket.ticket_type for ticket in booking.valid_tickets)
    for kind, number in held.items():
        offer, _ = offer_of(booking, kind)
        most = offer.max_per_address
        if most is None:
            continue
        booked = count_of_address(offer.event_id, kind.id, email)
        if not may_move(most, booked, number):
            raise ReceiverHasEnough(most=most, booked=booked)
