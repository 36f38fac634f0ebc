"""Write to everybody who has tickets for an event that changed. Inside the caller's transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, Select, exists, func, select

from ortenaudigital.bookings.letters import EVENT_CHANGED
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.events.models import Event, admits_to
from ortenaudigital.kernel.db import db
from ortenaudigital.outbox.commands import About, Sending, enqueue
from ortenaudigital.queue.rules import Priority

# Whoever is about to write to more than that needs no exact number: to count 100,000 bookings took
# fifteen times as long as all the rest of the page.
MOST_COUNTED = 500


@dataclass(frozen=True)
class Told:
    """How many bookings a change concerns, and how many of them have no address to write to.

    Before the letters are written nobody counts further than `MOST_COUNTED`.
    """

    bookings: int = 0
    without_address: int = 0

    @property
    def uncounted(self) -> bool:
        """Say whether there are more than were counted."""
        return self.bookings > MOST_COUNTED


def tell_guests(
    event: Event, day_ids: Sequence[int], now: datetime, kind: str = EVENT_CHANGED
) -> Told:
    """Write to everybody who has a valid ticket for one of these days that the event changed."""
    bookings = _concerned(event, day_ids)
    batch = f"{kind}:{event.id}:{event.calendar_sequence}"
    for booking_id, reference, email in bookings:
        if email:
            sending = Sending(Priority.BULK, batch, key=f"{batch}:{booking_id}")
            enqueue(kind, About(booking_id, reference, event.id), now, sending)
    return _told(bookings)


def count_guests(event: Event, day_ids: Sequence[int]) -> Told:
    """Count whom a change of these days concerns, at most one more than `MOST_COUNTED`."""
    some = _of_concerned(event, day_ids).limit(MOST_COUNTED + 1).subquery()
    query = select(func.count(), func.count().filter(some.c.email == "")).select_from(some)
    return Told(*db.session.execute(query).one())


def _concerned(event: Event, day_ids: Sequence[int]) -> Sequence[Row[UUID, str, str]]:
    query = _of_concerned(event, day_ids).order_by(Booking.created_at, Booking.id)
    return db.session.execute(query).all()


def _of_concerned(event: Event, day_ids: Sequence[int]) -> Select[UUID, str, str]:
    # Asked for beforehand: of a question within this one PostgreSQL does not know how few types
    # it finds, and goes through the tickets of all events.
    types = select(admits_to.c.ticket_type_id).where(admits_to.c.day_id.in_(day_ids))
    admitting = sorted(set(db.session.scalars(types)))
    holds = exists().where(
        Ticket.booking_id == Booking.id,
        Ticket.cancelled_at.is_(None),
        Ticket.ticket_type_id.in_(admitting),
    )
    columns = (Booking.id, Booking.reference, Booking.email)
    return select(*columns).where(Booking.event_id == event.id, holds)


def _told(bookings: Sequence[Row[UUID, str, str]]) -> Told:
    return Told(len(bookings), sum(not booking.email for booking in bookings))
