"""The blueprint that the organiser's views hang on, and what all its pages show."""

from typing import Any

from flask import Blueprint

from ortenaudigital.events.queries import list_events
from ortenaudigital.outbox.queries import count_letters

organiser = Blueprint("organiser", __name__, url_prefix="/orga")


@organiser.context_processor
def frame() -> dict[str, Any]:
    """Give the frame of every page its switcher of events and its count of stuck letters."""
    counts = count_letters()
    return {"events": list_events(), "stuck_letters": counts["failed"] + counts["troubled"]}
