"""An event of today in one of its states."""

from ortenaudigital.event_changes.states import Move, change_state
from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import get_event
from ortenaudigital.events.rules import EventState
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from tests.factories import make_event_today

SLUG = "ortenau-digital-2027"
CALLED_OFF = {
    "de": "Diese Veranstaltung ist abgesagt",
    "en": "This event is cancelled",
    "fr": "Cet événement est annulé",
}


def become(state: str) -> None:
    with transaction():
        change_state(SLUG, Move(EventState(state), False), utc_now(), "olga")


def make(state: str) -> Event:
    event = make_event_today()
    if state != "published":
        become(state)
    return get_event(event.slug)
