"""An event that changes its state, and the letters that tell of it."""

from typing import Any

from ortenaudigital.event_changes.states import Move, change_state
from ortenaudigital.events.models import Event
from ortenaudigital.events.rules import EventState
from ortenaudigital.kernel.db import transaction
from ortenaudigital.outbox.queries import list_letters
from tests.factories import BOOKED_AT

CANCELLED, DRAFT, PUBLISHED = EventState.CANCELLED, EventState.DRAFT, EventState.PUBLISHED


def become(event: Event, state: EventState, *, tell: bool = False) -> None:
    with transaction():
        change_state(event.slug, Move(state, tell), BOOKED_AT, "olga")


def labels(kind: str) -> list[str]:
    return [letter.label for letter in list_letters() if letter.kind == kind]


def methods(letter: Any) -> list[str]:
    return [part.parameters["method"] for part in letter.enclosures if "method" in part.parameters]
