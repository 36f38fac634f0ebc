"""Merge two bookings of one person: tickets move to one of them, the other leads on to it."""

from datetime import datetime
from uuid import UUID

from blinker import Signal
from sqlalchemy import update

from ortenaudigital.audit.commands import record
from ortenaudigital.bookings.changes import (
    check_open_to_changes,
    next_position,
    refresh_search_text,
)
from ortenaudigital.bookings.changes.errors import BookingChanged, BookingFull
from ortenaudigital.bookings.changes.letters import CHANGED
from ortenaudigital.bookings.changes.limits import lock_with_types
from ortenaudigital.bookings.changes.told import due_of_letter, tell
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.bookings.organising.belongings import take_along
from ortenaudigital.bookings.organising.errors import (
    MergedBefore,
    MergedWithItself,
    NotMergeable,
    OtherEvent,
    OtherRight,
)
from ortenaudigital.bookings.organising.places import check_kind
from ortenaudigital.bookings.rules import MOST_POSITIONS
from ortenaudigital.events.revisions import next_revisions
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import row_count
from ortenaudigital.kernel.text import fold

# Sent inside the transaction, with `other` and `into`, the ids of the bookings, for those above who
# know bookings by their id.
bookings_merged = Signal()


def merge(into: Booking, other: Booking, now: datetime, actor: str) -> int:
    """Move all valid tickets of `other` to `into`; return how many.

    Their codes and links stay valid, only their numbers change; who is inside stays inside. `other`
    is closed, and its link leads on. One letter tells it. Raises what `check_mergeable` does,
    BookingFull, or BookingChanged if somebody else changed either a moment ago.
    """
    check_mergeable(into, other, now)
    due_at = due_of_letter(into, CHANGED, now, actor)
    _lock(into, other)
    check_mergeable(into, other, now)
    moved = other.valid_tickets
    if next_position(into) + len(moved) - 1 > MOST_POSITIONS:
        raise BookingFull(most=MOST_POSITIONS)
    for position, ticket in enumerate(moved, start=next_position(into)):
        _move(ticket, into, _name_on(ticket, into, other), position)
    _close(other, into.id, now)
    take_along(into.id, other.id, now)
    bookings_merged.send(None, other=other.id, into=into.id)
    for each in (into, other):
        db.session.expire(each)
        refresh_search_text(each)
    record(
        "bookings.merged",
        into.id,
        actor,
        now,
        event_id=into.event_id,
        reference=other.reference,
        tickets=len(moved),
    )
    record(
        "bookings.merged_into",
        other.id,
        actor,
        now,
        event_id=other.event_id,
        reference=into.reference,
        # Whose days stood in a calendar by the entries of this booking.
        types=sorted({ticket.ticket_type.slug for ticket in moved}),
    )
    tell(into, CHANGED, due_at, now)
    return len(moved)


def check_mergeable(into: Booking, other: Booking, now: datetime) -> None:
    """Refuse two bookings that cannot become one.

    Raises what `check_open_to_changes` does, MergedWithItself, OtherEvent, MergedBefore,
    NotMergeable, NotForBookings or OtherRight.
    """
    if into.id == other.id:
        raise MergedWithItself()
    if into.event_id != other.event_id:
        raise OtherEvent()
    for booking in (into, other):
        if booking.merged_into_id is not None:
            raise MergedBefore()
        check_open_to_changes(booking, now)
        # Figures count who came without a ticket; and who gave all back has nothing to merge.
        if booking.at_door or not booking.valid_tickets:
            raise NotMergeable()
        for ticket in booking.tickets:
            check_kind(ticket.ticket_type)
    right, theirs = _right_of(into), _right_of(other)
    # Else tickets that are cancelled later would be given back to what did not open them.
    if any(right) and right != theirs:
        raise OtherRight()


def _right_of(booking: Booking) -> tuple[UUID | None, UUID | None]:
    return booking.access_code_id, booking.invitation_id


def _lock(*bookings: Booking) -> None:
    """Lock the types of both and then both, always in the same order. Raises BookingChanged."""
    types = {ticket.ticket_type_id for booking in bookings for ticket in booking.tickets}
    for booking in sorted(bookings, key=lambda each: each.id):
        lock_with_types(booking, types)


def _name_on(ticket: Ticket, into: Booking, other: Booking) -> str:
    """Return the name that a ticket bears as before, though another booking is around it."""
    same = fold(other.name) == fold(into.name)
    return ticket.name or ("" if same else other.name)


def _move(ticket: Ticket, into: Booking, name: str, position: int) -> None:
    (revision,) = next_revisions(ticket.ticket_type_id)
    guarded = (
        update(Ticket)
        .where(Ticket.id == ticket.id, Ticket.booking_id == ticket.booking_id)
        .where(Ticket.cancelled_at.is_(None))
        .values(booking_id=into.id, position=position, name=name, revision=revision)
    )
    if not row_count(db.session.execute(guarded)):
        raise BookingChanged()


def _close(other: Booking, into_id: UUID, now: datetime) -> None:
    open_ = (Booking.id == other.id, Booking.merged_into_id.is_(None))
    closed = update(Booking).where(*open_).values(merged_into_id=into_id, cancelled_at=now)
    if not row_count(db.session.execute(closed)):
        raise MergedBefore()
    # What led to it leads on in one step.
    led_here = update(Booking).where(Booking.merged_into_id == other.id)
    db.session.execute(led_here.values(merged_into_id=into_id))
