"""The blueprint that the organiser's views hang on, and what all its pages show."""

from typing import Any

from flask import Blueprint, g, request

from ortenaudigital.checkin.scans.conflicts import count_conflicts
from ortenaudigital.events.queries import list_events
from ortenaudigital.outbox.queries import count_letters

organiser = Blueprint("organiser", __name__, url_prefix="/orga")

# What narrows a list. The pages of its rows hand it on, so that the way back leads to the same.
FILTERS = ("q", "status", "art", "sort", "seite")


def kept_filters() -> dict[str, Any]:
    """Return the filters of the list that somebody comes from."""
    return {name: request.args[name] for name in FILTERS if request.args.get(name)}


@organiser.context_processor
def frame() -> dict[str, Any]:
    """Give the frame of every page its switcher of events, and counts of what needs somebody."""
    if g.get("without_database"):
        return {}
    counts = count_letters()
    open_conflicts, _ = count_conflicts((request.view_args or {}).get("slug", ""))
    return {
        "events": list_events(),
        "stuck_letters": counts["failed"] + counts["troubled"],
        "open_conflicts": open_conflicts,
        "kept": kept_filters(),
    }
