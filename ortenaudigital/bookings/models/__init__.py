"""The tables of bookings and tickets."""

from ortenaudigital.bookings.models.asked import AddressChange, LinkRequest
from ortenaudigital.bookings.models.booking import Booking, RetiredCode, Ticket
from ortenaudigital.bookings.models.derived import BookedCount, BookingSearch

__all__ = [
    "AddressChange",
    "BookedCount",
    "Booking",
    "BookingSearch",
    "LinkRequest",
    "RetiredCode",
    "Ticket",
]
