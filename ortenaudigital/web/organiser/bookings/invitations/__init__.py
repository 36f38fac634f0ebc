"""Invitations and codes, as organisers send and make them."""

from ortenaudigital.web.organiser.bookings.invitations import codes, invitations, inviting

__all__ = ["codes", "invitations", "inviting"]
