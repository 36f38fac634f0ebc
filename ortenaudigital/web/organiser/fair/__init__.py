"""Exhibitors and stands, as the organiser sees them."""

from ortenaudigital.web.organiser.fair import (
    assigning,
    decisions,
    entering,
    exhibitors,
    files,
    floor,
    inviting,
    notes,
    papers,
    passes,
    placing,
    portals,
    selection,
)

__all__ = [
    "assigning",
    "decisions",
    "entering",
    "exhibitors",
    "files",
    "floor",
    "inviting",
    "notes",
    "papers",
    "passes",
    "placing",
    "portals",
    "selection",
]
