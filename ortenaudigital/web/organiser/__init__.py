"""The views of the organiser, by area."""

from ortenaudigital.web.organiser import (
    account,
    bookings,
    checkin,
    erasing,
    event,
    fair,
    feedback,
    history,
    letters,
    mailings,
    series,
    team,
)
from ortenaudigital.web.organiser.blueprint import organiser

__all__ = [
    "account",
    "bookings",
    "checkin",
    "erasing",
    "event",
    "fair",
    "feedback",
    "history",
    "letters",
    "mailings",
    "organiser",
    "series",
    "team",
]
