"""Questions of the import."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from ortenaudigital.bookings.holds.models import Hold, HoldState
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.wait_list.models import WaitListEntry
from ortenaudigital.bookings.wait_list.queries import IS_OPEN
from ortenaudigital.events.models import Event, TicketType
from ortenaudigital.events.rules import erase_at
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.kernel.db import db
from ortenaudigital.outbox.models import Letter, LetterState


def is_closed(event: Event, now: datetime) -> bool:
    """Say whether an event is so long over that whoever booked or applied is erased by now."""
    if not event.days or now < erase_at(day.closes_at for day in event.days):
        return False
    # A date that was mistyped, and that nobody booked, must not use up the slug.
    return is_relied_on(event)


def is_relied_on(event: Event) -> bool:
    """Say whether anybody ever booked or applied, waits, or has places that are held."""
    booked = select(Booking.id).where(Booking.event_id == event.id).limit(1)
    applied = select(Exhibitor.id).where(Exhibitor.event_id == event.id).limit(1)
    of_event = select(TicketType.id).where(TicketType.event_id == event.id)
    held = select(Hold.id).where(Hold.ticket_type_id.in_(of_event), Hold.state == HoldState.OPEN)
    waiting = select(WaitListEntry.id).where(WaitListEntry.ticket_type_id.in_(of_event), IS_OPEN)
    queries = (booked, applied, held.limit(1), waiting.limit(1))
    return any(db.session.scalar(query) is not None for query in queries)


def is_waiting(event: Event, kinds: Sequence[str]) -> bool:
    """Say whether a letter of one of these kinds about an event still waits to be sent."""
    query = select(Letter.id).where(
        Letter.event_id == event.id,
        Letter.kind.in_(kinds),
        Letter.state == LetterState.WAITING,
    )
    return db.session.scalar(query.limit(1)) is not None
