"""Other names: of who booked, and on tickets."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from ortenaudigital.audit.commands import record
from ortenaudigital.bookings.changes.checking import (
    check_not_erased,
    check_open_to_changes,
    draw_revisions,
)
from ortenaudigital.bookings.changes.letters import CHANGED
from ortenaudigital.bookings.changes.told import due_of_letter, tell
from ortenaudigital.bookings.groups.queries import find_group
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.bookings.rules import HOLDER
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import lock
from ortenaudigital.kernel.text import name_key, search_text


@dataclass(frozen=True)
class Names:
    """What a booking's names shall be: of who booked, if it is another, and by tickets' position.

    A ticket whose name is empty bears that of who booked.
    """

    holder: tuple[str, str] | None = None
    tickets: Mapping[int, str] = field(default_factory=dict)


def change_names(booking: Booking, names: Names, now: datetime, actor: str = HOLDER) -> bool:
    """Write other names; say whether any is another. A letter confirms it to who booked.

    Raises EventOver, BookingCalledOff or BookingErased.
    """
    check_open_to_changes(booking, now)
    renamed = {
        ticket.position: names.tickets[ticket.position]
        for ticket in booking.valid_tickets
        if names.tickets.get(ticket.position, ticket.name) != ticket.name
    }
    holder = names.holder if names.holder != (booking.first_name, booking.last_name) else None
    if not renamed and holder is None:
        return False
    due_at = due_of_letter(booking, CHANGED, now, actor)
    followers = [each for each in booking.valid_tickets if holder and not each.name]
    own = [each for each in booking.valid_tickets if each.position in renamed]
    _lock(booking, {*own, *followers}, now)
    if holder is not None:
        booking.first_name, booking.last_name = holder
        record("bookings.holder_renamed", booking.id, actor, now, event_id=booking.event_id)
    for ticket in own:
        _write(ticket, renamed[ticket.position], now, actor)
    refresh_search_text(booking)
    tell(booking, CHANGED, due_at, now)
    return True


def rename_ticket(ticket: Ticket, name: str, now: datetime, actor: str = HOLDER) -> None:
    """Write another name on a ticket, without a letter.

    Raises EventOver, BookingCalledOff or BookingErased.
    """
    check_open_to_changes(ticket.booking, now)
    if ticket.name == name:
        return
    _lock(ticket.booking, [ticket], now)
    _write(ticket, name, now, actor)
    refresh_search_text(ticket.booking)


def _lock(booking: Booking, tickets: Iterable[Ticket], now: datetime) -> None:
    for ticket, revision in draw_revisions(tickets).items():
        ticket.revision = revision
    # Somebody may have been forgotten, or got another name, while we waited.
    lock(booking)
    check_not_erased(booking, now)


def _write(ticket: Ticket, name: str, now: datetime, actor: str) -> None:
    ticket.name = name
    where = {"event_id": ticket.booking.event_id}
    subject = ticket.booking_id
    record("bookings.ticket_renamed", subject, actor, now, **where, ticket=ticket.position)


def refresh_search_text(booking: Booking) -> None:
    """Let a booking be found by what is on it now, and sorted by it.

    By all names, by whom it is for, and by the numbers of those that were merged into it.
    """
    # Read now: somebody else may have named another of its tickets a moment ago.
    of_booking = select(Ticket).where(Ticket.booking_id == booking.id).order_by(Ticket.position)
    query = of_booking.execution_options(populate_existing=True)
    tickets = db.session.scalars(query).all()
    names = [ticket.name for ticket in tickets]
    group = find_group(booking.id)
    names.append(group.organisation if group else "")
    former = db.session.scalars(
        select(Booking.reference).where(Booking.merged_into_id == booking.id)
    )
    references = [booking.reference, *former]
    words = [booking.first_name, booking.last_name, *names, booking.email, *references]
    booking.search_text = search_text(*words)
    booking.sort_name = name_key(booking.last_name, booking.first_name)
    booking.ticket_count = len([each for each in tickets if each.cancelled_at is None])
