"""A new code for a ticket whose old one is lost, or in the wrong hands."""

from datetime import datetime

from ortenaudigital.audit.commands import record
from ortenaudigital.bookings.changes.checking import (
    check_not_erased,
    check_open_to_changes,
    draw_revisions,
)
from ortenaudigital.bookings.changes.letters import CHANGED
from ortenaudigital.bookings.changes.told import due_of_letter, tell
from ortenaudigital.bookings.letters import CONFIRMATION
from ortenaudigital.bookings.links import booking_key, ticket_code
from ortenaudigital.bookings.models import RetiredCode, Ticket
from ortenaudigital.bookings.rules import HOLDER
from ortenaudigital.kernel.codes import fingerprint
from ortenaudigital.kernel.db import db
from ortenaudigital.outbox.commands import About, Sending, enqueue
from ortenaudigital.queue.rules import Priority

# Tickets that somebody waits for.
AT_ONCE = Sending(Priority.HIGH)


def reissue_ticket(ticket: Ticket, now: datetime, actor: str) -> None:
    """Give a ticket a new code; the old one is void from now on.

    The holder gets it by mail, if the booking has an address. Raises BookingErased.
    """
    check_not_erased(ticket.booking, now)
    _lock(ticket)
    _give_new_code(ticket, now, actor)
    booking = ticket.booking
    if not booking.email:
        return
    enqueue(CONFIRMATION, About(booking.id, booking.reference, booking.event_id), now, AT_ONCE)


def reissue_own(ticket: Ticket, seen: int, now: datetime) -> bool:
    """Give a ticket a new code at the wish of who booked; say whether it is new.

    `seen`: how often it was reissued when they were asked whether they are sure, so that a second
    press changes nothing. A ticket that was cancelled meanwhile gets none. Raises BookingErased,
    EventOver or BookingCalledOff.
    """
    booking = ticket.booking
    check_open_to_changes(booking, now)
    due_at = due_of_letter(booking, CHANGED, now)
    _lock(ticket)
    if ticket.reissue != seen or ticket.cancelled_at is not None:
        return False
    _give_new_code(ticket, now, HOLDER)
    # The new code stands on the page that follows: the letter may wait for other changes.
    tell(booking, CHANGED, due_at, now)
    return True


def _lock(ticket: Ticket) -> None:
    drawn = draw_revisions([ticket])
    # Who asked for one at the same moment was first, and this is the one after that.
    db.session.refresh(ticket)
    ticket.revision = drawn[ticket]


def _give_new_code(ticket: Ticket, now: datetime, actor: str) -> None:
    db.session.add(RetiredCode(code_hash=ticket.code_hash, ticket_id=ticket.id))
    ticket.reissue += 1
    ticket.code_hash = fingerprint(ticket_code(ticket.id, ticket.reissue))
    # The same as ever, unless the ticket key was changed: then the letter brings a new link too.
    ticket.booking.key_hash = fingerprint(booking_key(ticket.booking_id))
    where = {"event_id": ticket.booking.event_id}
    subject = ticket.booking_id
    record("bookings.ticket_reissued", subject, actor, now, **where, ticket=ticket.position)
