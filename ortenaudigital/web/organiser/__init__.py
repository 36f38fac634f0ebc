"""The views of the organiser."""

from ortenaudigital.web.organiser import bookings, devices, fair, letters, overview
from ortenaudigital.web.organiser.blueprint import organiser

__all__ = ["bookings", "devices", "fair", "letters", "organiser", "overview"]
