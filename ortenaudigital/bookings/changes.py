"""What can be changed about a booking. Each function runs inside one transaction of its caller."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update

from ortenaudigital.audit.commands import record
from ortenaudigital.bookings.errors import TicketsInside
from ortenaudigital.bookings.letters import CANCELLATION, CONFIRMATION
from ortenaudigital.bookings.links import booking_key, ticket_code
from ortenaudigital.bookings.models import Booking, RetiredCode, Ticket
from ortenaudigital.bookings.rules import (
    RESEND_PERIOD,
    check_changeable,
    check_kept,
    check_resendable,
)
from ortenaudigital.events.places import release_places
from ortenaudigital.events.revisions import next_revisions
from ortenaudigital.events.rules import erase_at
from ortenaudigital.kernel.codes import fingerprint
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import row_count
from ortenaudigital.kernel.text import search_text
from ortenaudigital.limits.commands import Claim, take_or_refuse
from ortenaudigital.outbox.commands import About, Sending, enqueue, retry
from ortenaudigital.outbox.queries import list_recent
from ortenaudigital.queue.rules import Priority

HOLDER = "holder"
# Tickets that somebody waits for.
AT_ONCE = Sending(Priority.HIGH)
FindInside = Callable[[Sequence[UUID], datetime], Iterable[UUID]]
_door: set[FindInside] = set()


def rename_ticket(ticket: Ticket, name: str, now: datetime, actor: str = HOLDER) -> None:
    """Write another name on a ticket. Raises EventOver, BookingCalledOff, BookingErased."""
    _check_kept(ticket.booking, now)
    _check_changeable(ticket.booking, now)
    if ticket.name == name:
        return
    (revision,) = next_revisions(ticket.ticket_type_id)
    # Somebody may have been forgotten, or got another name, while we waited.
    db.session.refresh(ticket.booking)
    _check_kept(ticket.booking, now)
    ticket.revision, ticket.name = revision, name
    refresh_search_text(ticket.booking)
    record("bookings.ticket_renamed", ticket.booking_id, actor, now, ticket=ticket.position)


def _check_changeable(booking: Booking, now: datetime) -> None:
    event = booking.event
    check_changeable(now, event.last_day.closes_at, cancelled=event.is_cancelled)


def _check_kept(booking: Booking, now: datetime) -> None:
    ends = erase_at(day.closes_at for day in booking.event.days)
    check_kept(now, ends, booking.erased_at)


def refresh_search_text(booking: Booking) -> None:
    """Let a booking be found by the names that are on it now."""
    # Read now: somebody else may have named another of its tickets a moment ago.
    of_booking = select(Ticket).where(Ticket.booking_id == booking.id).order_by(Ticket.position)
    tickets = db.session.scalars(of_booking.execution_options(populate_existing=True))
    names = [ticket.name for ticket in tickets]
    words = [booking.first_name, booking.last_name, *names, booking.email, booking.reference]
    booking.search_text = search_text(*words)


def know_who_is_inside(find: FindInside) -> None:
    """Say who knows which tickets are inside right now: the door, which is above bookings."""
    _door.add(find)


def cancel_tickets(
    booking: Booking,
    positions: set[int],
    now: datetime,
    actor: str = HOLDER,
    *,
    although_inside: bool = False,
) -> int:
    """Cancel tickets of a booking and give their places back; return how many it still were.

    Raises EventOver, BookingCalledOff, BookingErased, or TicketsInside for who is inside, unless it
    shall be so all the same. Cancelling twice cancels once: the guarded UPDATE decides.
    """
    _check_kept(booking, now)
    _check_changeable(booking, now)
    wanted = [ticket for ticket in booking.valid_tickets if ticket.position in positions]
    drawn = _draw_revisions(wanted)
    # Only now, since whoever lets in waits for the same row.
    if not although_inside:
        _check_outside(wanted, now)
    details = {"although_inside": True} if although_inside else {}
    cancelled = _withdraw(drawn, now, actor, **details)
    if cancelled and booking.email:
        enqueue(CANCELLATION, About(booking.id, booking.reference, booking.event_id), now)
    return len(cancelled)


def cancel_outside(tickets: Sequence[Ticket], now: datetime, actor: str) -> None:
    """Cancel tickets of one or more bookings without a letter, but for those who are inside.

    Whoever is inside was counted, and stays so.
    """
    drawn = _draw_revisions(tickets)
    inside = _find_inside(tickets, now)
    _withdraw({each: drawn[each] for each in drawn if each.id not in inside}, now, actor)


def _draw_revisions(tickets: Sequence[Ticket]) -> dict[Ticket, int]:
    # Always in the same order: the first ticket of a type locks the row of the type.
    ordered = sorted(tickets, key=lambda ticket: ticket.ticket_type_id)
    return {ticket: next(iter(next_revisions(ticket.ticket_type_id))) for ticket in ordered}


def _withdraw(
    drawn: dict[Ticket, int], now: datetime, actor: str, **details: bool
) -> Sequence[Ticket]:
    """Cancel what is still valid, and return it; the types are locked by now."""
    cancelled = [ticket for ticket, revision in drawn.items() if _cancel(ticket, revision, now)]
    # All of them at once, since they may share a quota with others who cancel.
    release_places(Counter(ticket.ticket_type_id for ticket in cancelled))
    for ticket in cancelled:
        position = ticket.position
        record(
            "bookings.ticket_cancelled", ticket.booking_id, actor, now, ticket=position, **details
        )
    for booking in {ticket.booking for ticket in cancelled}:
        if not _any_valid(booking):
            booking.cancelled_at = now
    return cancelled


def _check_outside(tickets: Sequence[Ticket], now: datetime) -> None:
    inside = _find_inside(tickets, now)
    codes = [ticket.short_code for ticket in tickets if ticket.id in inside]
    if codes:
        raise TicketsInside(tickets=", ".join(codes))


def _find_inside(tickets: Sequence[Ticket], now: datetime) -> set[UUID]:
    return {found for find in _door for found in find([ticket.id for ticket in tickets], now)}


def _cancel(ticket: Ticket, revision: int, now: datetime) -> bool:
    guarded = (
        update(Ticket)
        .where(Ticket.id == ticket.id, Ticket.cancelled_at.is_(None))
        .values(cancelled_at=now, revision=revision)
    )
    return row_count(db.session.execute(guarded)) == 1


def _any_valid(booking: Booking) -> bool:
    valid = select(func.count()).where(
        Ticket.booking_id == booking.id, Ticket.cancelled_at.is_(None)
    )
    return bool(db.session.scalar(valid))


def reissue_ticket(ticket: Ticket, now: datetime, actor: str) -> None:
    """Give a ticket a new code; the old one is void from now on. The holder gets it by mail.

    Raises BookingErased.
    """
    _check_kept(ticket.booking, now)
    (revision,) = next_revisions(ticket.ticket_type_id)
    # Who asked for one at the same moment was first, and this is the one after that.
    db.session.refresh(ticket)
    ticket.revision = revision
    db.session.add(RetiredCode(code_hash=ticket.code_hash, ticket_id=ticket.id))
    ticket.reissue += 1
    ticket.code_hash = fingerprint(ticket_code(ticket.id, ticket.reissue))
    # The same as ever, unless the ticket key was changed: then the letter brings a new link too.
    ticket.booking.key_hash = fingerprint(booking_key(ticket.booking_id))
    record("bookings.ticket_reissued", ticket.booking_id, actor, now, ticket=ticket.position)
    booking = ticket.booking
    enqueue(CONFIRMATION, About(booking.id, booking.reference, booking.event_id), now, AT_ONCE)


def resend_confirmation(
    booking: Booking, now: datetime, actor: str, claim: Claim | None = None
) -> None:
    """Send the tickets once more; a letter that still waits leaves now, and no second one does.

    Only a new letter costs the claim. Raises BookingErased, JustSent, SentOften or TooMany.
    """
    _check_kept(booking, now)
    # Whoever else wants the same at this moment waits here, and then sees our letter.
    db.session.execute(select(Booking.id).where(Booking.id == booking.id).with_for_update())
    last = list_recent(CONFIRMATION, booking.id, now - RESEND_PERIOD)
    check_resendable(now, [letter.created_at for letter in last if letter.state == "sent"])
    record("bookings.confirmation_resent", booking.id, actor, now)
    waiting = [letter for letter in last if letter.state == "waiting"]
    if waiting:
        retry(waiting[-1].id, now)
    else:
        if claim is not None:
            take_or_refuse(claim, now)
        enqueue(CONFIRMATION, About(booking.id, booking.reference, booking.event_id), now, AT_ONCE)
