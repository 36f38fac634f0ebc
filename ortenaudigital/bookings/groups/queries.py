"""Questions about groups."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select

from ortenaudigital.bookings.errors import UnknownBooking
from ortenaudigital.bookings.groups.models import BookingGroup, GroupGuest
from ortenaudigital.bookings.links import group_key
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.bookings.queries import get_booking_by_key
from ortenaudigital.kernel.db import db


def find_group(booking_id: UUID) -> BookingGroup | None:
    """Find for which group somebody booked, if it was one."""
    return db.session.get(BookingGroup, booking_id)


def organisations_of(booking_ids: Collection[UUID]) -> dict[UUID, str]:
    """Return for which organisation some of these bookings were made, by their ids."""
    query = select(BookingGroup.booking_id, BookingGroup.organisation)
    return dict(db.session.execute(query.where(BookingGroup.booking_id.in_(booking_ids))).all())


def get_group_booking(key: str, proof: str) -> tuple[Booking, BookingGroup]:
    """Return the booking of a group, for who read the letter about it. Raises UnknownBooking."""
    booking = get_booking_by_key(key)
    group = find_group(booking.id)
    if group is None or proof != group_key(booking.id):
        raise UnknownBooking()
    return booking, group


def list_addressed(booking: Booking) -> Sequence[tuple[Ticket, str]]:
    """List the valid tickets of a booking whose guests have an address, each with it."""
    query = (
        select(Ticket, GroupGuest.email)
        .join(GroupGuest, GroupGuest.ticket_id == Ticket.id)
        .where(Ticket.booking_id == booking.id, Ticket.cancelled_at.is_(None))
        .order_by(Ticket.position)
    )
    return [(ticket, email) for ticket, email in db.session.execute(query)]


def find_address(ticket_id: UUID) -> str | None:
    """Find where the ticket of somebody in a group goes."""
    return db.session.scalar(select(GroupGuest.email).where(GroupGuest.ticket_id == ticket_id))
