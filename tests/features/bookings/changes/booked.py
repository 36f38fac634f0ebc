"""A booking as it stands, read anew, and what was written about it."""

from typing import Any

from ortenaudigital.bookings.models import Booking
from ortenaudigital.events.models import Event, Quota
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.commands import mark_sent
from ortenaudigital.outbox.models import Letter
from ortenaudigital.outbox.queries import list_letters, list_letters_about
from tests.factories import BOOKED_AT, make_booking


def anew(booking: Booking) -> Booking:
    """Read a booking as others do, after all that was committed."""
    db.session.expire_all()
    return booking


def booked(event: Event, number: int = 2, **changes: Any) -> Booking:
    """Make a booking whose tickets have been sent."""
    booking = make_booking(event, number=number, **changes)
    with transaction():
        for letter in list_letters_about(str(booking.id)):
            mark_sent(letter.id, BOOKED_AT)
    return anew(booking)


def waiting(kind: str) -> list[Letter]:
    db.session.rollback()
    db.session.expire_all()
    return [each for each in list_letters("waiting") if each.kind == kind]


def taken(event: Event) -> int:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Quota, event.ticket_types[0].quota_id).taken
