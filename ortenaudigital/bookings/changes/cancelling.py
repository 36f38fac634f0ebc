"""Cancel tickets, and give their places back."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update

from ortenaudigital.audit.commands import record
from ortenaudigital.bookings.access.uses import give_back
from ortenaudigital.bookings.changes.checking import check_open_to_changes, draw_revisions
from ortenaudigital.bookings.changes.told import due_of_letter, tell
from ortenaudigital.bookings.errors import TicketsInside
from ortenaudigital.bookings.letters import CANCELLATION
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.bookings.rules import COMPANION, HOLDER
from ortenaudigital.events.places import release_places
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import row_count
from ortenaudigital.outbox.commands import About, enqueue


@dataclass(frozen=True)
class Cancelling:
    """How tickets are cancelled: of who is inside as well; without a letter about it."""

    although_inside: bool = False
    silent: bool = False


USUAL = Cancelling()
FindInside = Callable[[Sequence[UUID], datetime], Iterable[UUID]]
FindLetIn = Callable[[Sequence[UUID]], Iterable[UUID]]
_door: set[FindInside] = set()
_entries: set[FindLetIn] = set()


def know_who_is_inside(find: FindInside) -> None:
    """Say who knows which tickets are inside right now: the door, which is above bookings."""
    _door.add(find)


def know_who_entered(find: FindLetIn) -> None:
    """Say who knows which tickets were ever let in, at whatever checkpoint."""
    _entries.add(find)


def find_let_in(tickets: Sequence[Ticket]) -> set[UUID]:
    """Find which tickets were ever let in; lock their types before."""
    return {found for find in _entries for found in find([ticket.id for ticket in tickets])}


def cancel_tickets(
    booking: Booking,
    positions: set[int],
    now: datetime,
    actor: str = HOLDER,
    how: Cancelling = USUAL,
) -> int:
    """Cancel tickets of a booking and give their places back; return how many it still were.

    Raises what `check_open_to_changes` and `draw_revisions` do, or TicketsInside for who is inside,
    unless it shall be so all the same. Cancelling twice cancels once: the guarded UPDATE decides.
    """
    check_open_to_changes(booking, now)
    wanted = [ticket for ticket in booking.valid_tickets if ticket.position in positions]
    if not wanted:
        return 0
    # Before anything is locked, since it takes from the limit of a mailbox.
    own = actor in (HOLDER, COMPANION)
    due_at = due_of_letter(booking, CANCELLATION, now) if own else None
    drawn = draw_revisions(wanted)
    # Only now, since whoever lets in waits for the same row.
    if not how.although_inside:
        _check_outside(wanted, now)
    details = {"although_inside": True} if how.although_inside else {}
    cancelled = _withdraw(drawn, now, actor, **details)
    if not cancelled:
        return 0
    if own:
        tell(booking, CANCELLATION, due_at, now)
    elif booking.email and not how.silent:
        enqueue(CANCELLATION, About(booking.id, booking.reference, booking.event_id), now)
    return len(cancelled)


def cancel_outside(tickets: Sequence[Ticket], now: datetime, actor: str) -> None:
    """Cancel tickets of one or more bookings without a letter, but for those who are inside.

    Whoever is inside was counted, and stays so.
    """
    drawn = draw_revisions(tickets)
    inside = _find_inside(tickets, now)
    _withdraw({each: drawn[each] for each in drawn if each.id not in inside}, now, actor)


def _withdraw(
    drawn: dict[Ticket, int], now: datetime, actor: str, **details: bool
) -> Sequence[Ticket]:
    """Cancel what is still valid, and return it; the types are locked by now."""
    cancelled = [ticket for ticket, revision in drawn.items() if _cancel(ticket, revision, now)]
    # All of them at once, since they may share a quota with others who cancel.
    release_places(Counter(ticket.ticket_type_id for ticket in cancelled))
    for ticket in cancelled:
        more: dict[str, Any] = {"event_id": ticket.booking.event_id, "ticket": ticket.position}
        record("bookings.ticket_cancelled", ticket.booking_id, actor, now, **more, **details)
    for booking, number in Counter(ticket.booking for ticket in cancelled).items():
        give_back(booking, number)
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
