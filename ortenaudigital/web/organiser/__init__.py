"""The views of the organiser."""

from ortenaudigital.web.organiser import (
    bookings,
    conflicts,
    device_rights,
    devices,
    fair,
    letters,
    lists,
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
    "lists",
    "live",
    "organiser",
    "overview",
    "paper",
    "phone_file",
]
