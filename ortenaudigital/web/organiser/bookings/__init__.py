"""Bookings, as the organiser sees them."""

from ortenaudigital.web.organiser.bookings import bookings, invitations, wait_list

__all__ = ["bookings", "invitations", "wait_list"]
