"""The booking that an address names, and the way back to its page."""

from uuid import UUID

from flask import g, redirect, url_for
from flask.typing import ResponseReturnValue

from ortenaudigital.bookings.errors import UnknownBooking
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.queries import get_booking
from ortenaudigital.web.organiser.blueprint import kept_filters


def booking_here(booking_id: UUID) -> Booking:
    """Return a booking of the event in hand. Raises UnknownBooking."""
    booking = get_booking(booking_id)
    if booking.event_id != g.event.id:
        raise UnknownBooking()
    return booking


def back_to(booking_id: UUID) -> ResponseReturnValue:
    """Go to the page of a booking."""
    where = {"slug": g.event.slug, "booking_id": booking_id, **kept_filters()}
    return redirect(url_for("organiser.booking", **where), 303)
