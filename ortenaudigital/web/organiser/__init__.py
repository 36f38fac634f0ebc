"""The views of the organiser, by area."""

from ortenaudigital.web.organiser import (
    bookings,
    checkin,
    event,
    fair,
    feedback,
    letters,
    mailings,
    series,
)
from ortenaudigital.web.organiser.blueprint import organiser

__all__ = [
    "bookings",
    "checkin",
    "event",
    "fair",
    "feedback",
    "letters",
    "mailings",
    "organiser",
    "series",
]
