"""What the views of a booking share: reading it for a change, counting changes, going back."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from ortenaudigital.bookings.changes import check_open_to_changes
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.queries import get_booking_by_key
from ortenaudigital.guests.bookings import show_booking
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.limits.commands import Claim, spend
from ortenaudigital.limits.rules import CHANGES
from ortenaudigital.web.public.booking.page import booking_page
from ortenaudigital.web.shared.answers.notices import Notice, with_notice


def open_booking(key: str) -> Booking:
    """Return the booking behind a link, if anything about it can be changed.

    Raises UnknownBooking, BookingErased, EventOver or BookingCalledOff.
    """
    booking = get_booking_by_key(key)
    check_open_to_changes(booking, utc_now())
    return booking


def spend_change(subject: object) -> None:
    """Count a change of a booking or ticket with this id. Raises TooMany."""
    spend([Claim(CHANGES, str(subject))], utc_now())


def back(key: str, notice: Notice | None = None) -> ResponseReturnValue:
    """Go back to the page of the booking, which says what was done."""
    return redirect(with_notice(url_for("public.booking", key=key), notice), 303)


def refused(key: str, words: str, status: int) -> tuple[str, int]:
    """Show the booking as it stands, and what was refused."""
    # Read after the rollback, so that the page shows what holds.
    return booking_page(show_booking(key), key, refusal=words), status
