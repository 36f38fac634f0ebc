"""Exhibitors and stands, as the organiser sees them."""

from ortenaudigital.web.organiser.fair import (
    assigning,
    decisions,
    drafts,
    entry,
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
    "drafts",
    "entry",
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
