"""Bookings, as the organiser sees them."""

from ortenaudigital.web.organiser.bookings import bookings, invitations

__all__ = ["bookings", "invitations"]
