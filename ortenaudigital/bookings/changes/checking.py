"""What every change asks first: whether the booking still names somebody, and can be changed."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import select

from ortenaudigital.bookings.changes.errors import BookingChanged, BookingMerged
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.bookings.rules import check_changeable, check_kept
from ortenaudigital.events.revisions import next_revisions
from ortenaudigital.events.rules import erase_at
from ortenaudigital.kernel.db import db


def check_goes_on(booking: Booking, now: datetime) -> None:
    """Refuse a change after the event, or if there is none. Raises EventOver, BookingCalledOff."""
    event = booking.event
    check_changeable(now, event.last_day.closes_at, cancelled=event.is_cancelled)


def check_not_erased(booking: Booking, now: datetime) -> None:
    """Refuse whatever would need the data of somebody who was forgotten. Raises BookingErased."""
    ends = erase_at(day.closes_at for day in booking.event.days)
    check_kept(now, ends, booking.erased_at)


def check_open_to_changes(booking: Booking, now: datetime) -> None:
    """Refuse a change. Raises BookingErased, EventOver, BookingCalledOff or BookingMerged."""
    check_not_erased(booking, now)
    check_goes_on(booking, now)
    # Its link leads on: nobody would see what is changed here.
    if booking.merged_into_id is not None:
        raise BookingMerged()


def draw_revisions(tickets: Iterable[Ticket]) -> dict[Ticket, int]:
    """Lock the types of tickets, always in the same order, and draw a revision for each ticket.

    Raises BookingChanged if one went to another type or booking meanwhile.
    """
    # The first ticket of a type locks the row of the type.
    ordered = sorted(tickets, key=lambda ticket: ticket.ticket_type_id)
    drawn = {ticket: next(iter(next_revisions(ticket.ticket_type_id))) for ticket in ordered}
    _check_unmoved(ordered)
    return drawn


def _check_unmoved(tickets: Collection[Ticket]) -> None:
    # Else its place would be given back to a type that it was of, and phones miss the revision.
    columns = (Ticket.id, Ticket.ticket_type_id, Ticket.booking_id)
    query = select(*columns).where(Ticket.id.in_([each.id for each in tickets]))
    there = {tuple(row) for row in db.session.execute(query)}
    if there != {(each.id, each.ticket_type_id, each.booking_id) for each in tickets}:
        raise BookingChanged()
