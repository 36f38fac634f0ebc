"""A round of the worker: cancel the passes of exhibitors who are at the fair no more.

Whatever made them leave, and whoever decided it, once they were told: until then it can be undone.
"""

from collections.abc import Callable
from datetime import datetime
from itertools import groupby

from sqlalchemy import Select, select

from ortenaudigital.bookings.changes import cancel_outside
from ortenaudigital.bookings.letters import CANCELLATION
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.events.models import Day
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.applications.queries import is_decision_told
from ortenaudigital.fair.applications.rules import State
from ortenaudigital.fair.portal.passes.models import PassBooking
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.commands import About, enqueue

AT_ONCE = 100
WORKER = "worker"


def cancel_forsaken(clock: Callable[[], datetime]) -> int:
    """Cancel some passes of those who left; who is inside was counted, and stays so."""
    now = clock()
    if not db.session.scalars(_forsaken(now).limit(1)).all():
        db.session.rollback()
        return 0
    with transaction():
        tickets = db.session.scalars(_forsaken(now).limit(AT_ONCE)).all()
        cancel_outside(tickets, now, WORKER)
        db.session.expire_all()
        gone = [each for each in tickets if each.cancelled_at is not None]
        for _, group in groupby(gone, lambda each: each.booking_id):
            _tell(next(group).booking, now)
        return len(gone)


def _forsaken(now: datetime) -> Select[Ticket]:
    to_come = select(Day.event_id).where(Day.closes_at > now)
    return (
        select(Ticket)
        .join(PassBooking, PassBooking.booking_id == Ticket.booking_id)
        .join(Booking, Booking.id == Ticket.booking_id)
        .join(Exhibitor, Exhibitor.id == PassBooking.exhibitor_id)
        .where(Exhibitor.state != State.ACCEPTED, is_decision_told())
        .where(Ticket.cancelled_at.is_(None))
        .where(Exhibitor.event_id.in_(to_come))
        .order_by(Ticket.ticket_type_id, Ticket.booking_id, Ticket.position)
    )


def _tell(booking: Booking, now: datetime) -> None:
    if booking.email:
        enqueue(CANCELLATION, About(booking.id, booking.reference, booking.event_id), now)
