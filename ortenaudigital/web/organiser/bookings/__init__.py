"""Bookings, as the organiser sees them."""

from ortenaudigital.web.organiser.bookings import bookings

__all__ = ["bookings"]
