"""The blueprint that the organiser's views hang on, and what all its pages show."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, g, request
from flask_login import current_user

from ortenaudigital.accounts.permissions import Permission
from ortenaudigital.checkin.scans.conflicts import count_conflicts
from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import EventName, find_event, list_event_names
from ortenaudigital.feedback.queries import count_open
from ortenaudigital.outbox.queries import count_stuck
from ortenaudigital.web.organiser.navigation import same_page_of, shown_groups
from ortenaudigital.web.organiser.times import init_times
from ortenaudigital.web.shared.access.guards import has, lacks_second_factor

organiser = Blueprint("organiser", __name__, url_prefix="/orga")
init_times(organiser)

# What narrows a list. The pages of its rows hand it on, so that the way back leads to the same.
FILTERS = (
    *("q", "status", "art", "sort", "seite", "nach", "vor", "tag"),
    *("gruppe", "sprache", "antwort", "da", "weg", "bedarf", "erinnerung"),
    *("strom", "stichwort"),
)


def kept_filters() -> dict[str, Any]:
    """Return the filters of the list that somebody comes from."""
    return {name: request.args[name] for name in FILTERS if request.args.get(name)}


@organiser.url_value_preprocessor
def load_event(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Load the event that an address names; whether somebody may see it, the guard decides."""
    if values and "slug" in values:
        g.event = find_event(values.pop("slug"))


def own_events(permission: Permission) -> Sequence[EventName]:
    """List the events at which who is logged in has a permission, the latest first."""
    return list_event_names(current_user.reach_of(permission))


@organiser.context_processor
def frame() -> dict[str, Any]:
    """Give the frame of every page its switcher of events, and counts of what needs somebody."""
    if g.get("without_database") or not current_user.is_authenticated:
        return {}
    if lacks_second_factor():
        # Every page it would lead to sends them back.
        return {"navigation": []}
    event = g.get("event")
    found: dict[str, Any] = {
        "events": own_events(Permission.EVENT_READ),
        "kept": kept_filters(),
        "navigation": list(shown_groups(event)),
        "same_page_of": same_page_of,
    }
    if current_user.has_anywhere(Permission.LETTERS_READ):
        stuck = count_stuck(current_user.reach_of(Permission.LETTERS_READ))
        found["stuck_letters"] = stuck.failed + stuck.troubled
    if current_user.has_anywhere(Permission.FEEDBACK_READ):
        found["open_reports"] = count_open(current_user.reach_of(Permission.FEEDBACK_READ))
    if event is not None and has(Permission.CHECKIN_READ):
        found["open_conflicts"] = open_conflicts(event)
    return found


def open_conflicts(event: Event) -> int:
    """Count the conflicts that nobody has settled, once in a request."""
    if "open_conflicts" not in g:
        g.open_conflicts, _ = count_conflicts(event.slug)
    return int(g.open_conflicts)
