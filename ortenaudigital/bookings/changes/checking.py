"""What every change asks first: whether the booking still names somebody, and can be changed."""

from collections.abc import Iterable
from datetime import datetime

from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.bookings.rules import check_changeable, check_kept
from ortenaudigital.events.revisions import next_revisions
from ortenaudigital.events.rules import erase_at


def check_goes_on(booking: Booking, now: datetime) -> None:
    """Refuse a change after the event, or if there is none. Raises EventOver, BookingCalledOff."""
    event = booking.event
    check_changeable(now, event.last_day.closes_at, cancelled=event.is_cancelled)


def check_not_erased(booking: Booking, now: datetime) -> None:
    """Refuse whatever would need the data of somebody who was forgotten. Raises BookingErased."""
    ends = erase_at(day.closes_at for day in booking.event.days)
    check_kept(now, ends, booking.erased_at)


def check_open_to_changes(booking: Booking, now: datetime) -> None:
    """Refuse a change. Raises BookingErased, EventOver or BookingCalledOff."""
    check_not_erased(booking, now)
    check_goes_on(booking, now)


def draw_revisions(tickets: Iterable[Ticket]) -> dict[Ticket, int]:
    """Lock the types of tickets, always in the same order, and draw a revision for each ticket."""
    # The first ticket of a type locks the row of the type.
    ordered = sorted(tickets, key=lambda ticket: ticket.ticket_type_id)
    return {ticket: next(iter(next_revisions(ticket.ticket_type_id))) for ticket in ordered}
