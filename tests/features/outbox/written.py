"""Letters as they are written for a booking or an application."""

from ortenaudigital.adapters.mailer import Composed
from ortenaudigital.bookings import letters as booking_letters
from ortenaudigital.bookings.changes import cancel_tickets
from ortenaudigital.bookings.models import Booking
from ortenaudigital.kernel.db import transaction
from tests.factories import BOOKED_AT


def confirmation_of(booking: Booking) -> Composed:
    return written(booking_letters.confirmation(str(booking.id)))


def cancellation_of(booking: Booking, *positions: int) -> Composed:
    with transaction():
        cancel_tickets(booking, set(positions), BOOKED_AT)
    return written(booking_letters.cancellation(str(booking.id)))


def written(letter: Composed | None) -> Composed:
    assert letter is not None
    return letter


def flat(text: str) -> str:
    """Return a text without its line breaks."""
    return " ".join(text.split())
