"""Bookings, as the organiser sees them, invitations, the wait list, and what guests need."""

from ortenaudigital.web.organiser.bookings import (
    bookings,
    calls,
    changes,
    duplicates,
    invitations,
    many,
    many_runs,
    many_undone,
    needs_list,
    saved_views,
    wait_list,
)

__all__ = [
    "bookings",
    "calls",
    "changes",
    "duplicates",
    "invitations",
    "many",
    "many_runs",
    "many_undone",
    "needs_list",
    "saved_views",
    "wait_list",
]
