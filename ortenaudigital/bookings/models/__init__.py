"""The tables of bookings and tickets."""

from ortenaudigital.bookings.models.asked import AddressChange, LinkRequest
from ortenaudigital.bookings.models.booking import Booking, BookingSearch
from ortenaudigital.bookings.models.tickets import BookedCount, RetiredCode, Ticket

__all__ = [
    "AddressChange",
    "BookedCount",
    "Booking",
    "BookingSearch",
    "LinkRequest",
    "RetiredCode",
    "Ticket",
]
