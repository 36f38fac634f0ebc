"""Take a cancellation back, while there are places."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update

from ortenaudigital.audit.commands import record
from ortenaudigital.bookings.access.uses import use_right
from ortenaudigital.bookings.changes import check_open_to_changes
from ortenaudigital.bookings.changes.errors import BookingChanged
from ortenaudigital.bookings.changes.letters import CHANGED
from ortenaudigital.bookings.changes.limits import lock_with_types, offer_of
from ortenaudigital.bookings.changes.told import due_of_letter, tell
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.bookings.organising.errors import OneTypeAtATime
from ortenaudigital.bookings.organising.places import check_kind, exchange_places, note_extra
from ortenaudigital.events.revisions import next_revisions
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import row_count


@dataclass(frozen=True)
class Restoring:
    """The cancelled tickets at these positions shall be valid again.

    `reason` as for `Move`; `silent`: nobody is told, as nobody was of the cancellation.
    """

    positions: Collection[int]
    reason: str = ""
    silent: bool = False


def restore_tickets(booking: Booking, wanted: Restoring, now: datetime, actor: str) -> int:
    """Let cancelled tickets be valid again, with the codes they had; return how many.

    Raises what `check_open_to_changes` does, OneTypeAtATime, NeedsPlaces,
    DayFull, BookingChanged, and what an invitation or a code says that others have used since.
    """
    check_open_to_changes(booking, now)
    due_at = due_of_letter(booking, CHANGED, now, actor)
    booking = lock_with_types(booking)
    tickets = [
        each for each in booking.tickets if each.cancelled_at and each.position in wanted.positions
    ]
    if not tickets:
        return 0
    kinds = Counter(ticket.ticket_type for ticket in tickets)
    if len(kinds) > 1:
        raise OneTypeAtATime()
    ((kind, number),) = kinds.items()
    check_kind(kind)
    extra = exchange_places(kind.id, number, None, beyond=bool(wanted.reason))
    details = note_extra(booking.id, wanted.reason, now, granted=extra)
    right = offer_of(booking, kind)[1]
    if right is not None:
        use_right(right, kind.id, number, now)
    for ticket in tickets:
        _restore(ticket)
        position = ticket.position
        record(
            "bookings.ticket_restored",
            booking.id,
            actor,
            now,
            event_id=booking.event_id,
            ticket=position,
            **details,
        )
    booking.cancelled_at = None
    tell(booking, CHANGED, None if wanted.silent else due_at, now)
    return number


def _restore(ticket: Ticket) -> None:
    (revision,) = next_revisions(ticket.ticket_type_id)
    guarded = (
        update(Ticket)
        .where(Ticket.id == ticket.id, Ticket.cancelled_at.is_not(None))
        .values(cancelled_at=None, revision=revision)
    )
    if not row_count(db.session.execute(guarded)):
        raise BookingChanged()
