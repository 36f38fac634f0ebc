"""Move tickets to another ticket type: code, link and name stay."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import update

from ortenaudigital.audit.commands import record
from ortenaudigital.bookings.changes import check_open_to_changes, find_let_in
from ortenaudigital.bookings.changes.errors import BookingChanged
from ortenaudigital.bookings.changes.letters import CHANGED
from ortenaudigital.bookings.changes.limits import lock_with_types
from ortenaudigital.bookings.changes.told import due_of_letter, tell
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.bookings.organising.errors import OneTypeAtATime, WasLetIn
from ortenaudigital.bookings.organising.places import check_kind, exchange_places, note_extra
from ortenaudigital.bookings.questions.commands import store_answers
from ortenaudigital.bookings.questions.queries import given_in
from ortenaudigital.bookings.questions.rules import read_questions
from ortenaudigital.events.models import TicketType
from ortenaudigital.events.revisions import next_revisions
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import row_count


@dataclass(frozen=True)
class Move:
    """The tickets at these positions shall be of another type.

    `reason`: why extra places may be added if those of the type are gone; without one they are not.
    """

    positions: Collection[int]
    kind: TicketType
    reason: str = ""


def move_tickets(booking: Booking, move: Move, now: datetime, actor: str) -> int:
    """Move tickets to another type of the event; return how many were of another.

    Their places are exchanged, phones at the door learn of it, and one letter tells it. The code
    stays valid, on paper as well: what it opens is another day. Raises what `check_open_to_changes`
    does, NotForBookings, OneTypeAtATime, WasLetIn, NeedsPlaces, DayFull, or BookingChanged.
    """
    check_open_to_changes(booking, now)
    due_at = due_of_letter(booking, CHANGED, now, actor)
    booking = lock_with_types(booking, [move.kind.id])
    check_open_to_changes(booking, now)
    tickets = [
        each
        for each in booking.valid_tickets
        if each.position in move.positions and each.ticket_type_id != move.kind.id
    ]
    if not tickets:
        return 0
    former = _only_type(tickets)
    for kind in (former, move.kind):
        check_kind(kind)
    _check_never_in(tickets)
    extra = exchange_places(move.kind.id, len(tickets), former.id, beyond=bool(move.reason))
    details = note_extra(booking.id, move.reason, now, granted=extra)
    for ticket in tickets:
        _move(ticket, former.id, move.kind.id)
        record(
            "bookings.ticket_moved",
            booking.id,
            actor,
            now,
            event_id=booking.event_id,
            ticket=ticket.position,
            was=former.slug,
            becomes=move.kind.slug,
            **details,
        )
    _carry_answers(booking.id, former, move.kind)
    tell(booking, CHANGED, due_at, now)
    return len(tickets)


def _only_type(tickets: Collection[Ticket]) -> TicketType:
    kinds = {ticket.ticket_type_id: ticket.ticket_type for ticket in tickets}
    if len(kinds) > 1:
        raise OneTypeAtATime()
    return next(iter(kinds.values()))


def _check_never_in(tickets: list[Ticket]) -> None:
    let_in = find_let_in(tickets)
    codes = [ticket.short_code for ticket in tickets if ticket.id in let_in]
    if codes:
        raise WasLetIn(tickets=", ".join(codes))


def _move(ticket: Ticket, former_id: int, kind_id: int) -> None:
    (revision,) = next_revisions(kind_id)
    guarded = (
        update(Ticket)
        .where(Ticket.id == ticket.id, Ticket.ticket_type_id == former_id)
        .where(Ticket.cancelled_at.is_(None))
        .values(ticket_type_id=kind_id, revision=revision)
    )
    if not row_count(db.session.execute(guarded)):
        raise BookingChanged()
    db.session.expire(ticket)


def _carry_answers(booking_id: UUID, former: TicketType, kind: TicketType) -> None:
    """Keep answers to what both types ask in the same words; what is open then, the page says."""
    given = given_in(booking_id)
    if kind.id in given:
        return
    asked = {each.key: each.title for each in read_questions(former.questions)}
    same = [each for each in read_questions(kind.questions) if asked.get(each.key) == each.title]
    of_former = given.get(former.id, {})
    answers = {each.key: tuple(of_former[each.key]) for each in same if each.key in of_former}
    if answers:
        store_answers(booking_id, kind.id, kind.questions, answers)
