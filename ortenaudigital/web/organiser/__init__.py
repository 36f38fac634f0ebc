"""The views of the organiser."""

from ortenaudigital.web.organiser import (
    bookings,
    conflicts,
    device_rights,
    devices,
    fair,
    letters,
    live,
    overview,
    paper,
    phone_file,
)
from ortenaudigital.web.organiser.blueprint import organiser

__all__ = [
    "bookings",
    "conflicts",
    "device_rights",
    "devices",
    "fair",
    "letters",
    "live",
    "organiser",
    "overview",
    "paper",
    "phone_file",
]
