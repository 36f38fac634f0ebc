"""Letters to a made-up exhibitor, as a preview shows them: nothing is stored."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from flask_babel import force_locale

from ortenaudigital.adapters.mailer import Composed
from ortenaudigital.events.models import Event
from ortenaudigital.fair.applications.letters import (
    ASSIGNMENT,
    UNASSIGNED,
    WITHDRAWN,
    compose,
)
from ortenaudigital.fair.applications.models import Assignment, Exhibitor
from ortenaudigital.fair.applications.rules import DECISIONS, Kind, State
from ortenaudigital.fair.inventory.models import Slot, Stand

NOBODY = UUID(int=0)
STATES = {kind: state for state, kind in DECISIONS.items()} | {
    WITHDRAWN: State.WITHDRAWN,
    ASSIGNMENT: State.ACCEPTED,
    UNASSIGNED: State.ACCEPTED,
}


def example_to_exhibitor(kind: str) -> Callable[[Event, str], Composed]:
    """Return what writes a letter to a made-up exhibitor, in a language."""

    def write(event: Event, language: str) -> Composed:
        exhibitor = make_example(event, language)
        exhibitor.state = STATES.get(kind, State.APPLIED)
        if kind == ASSIGNMENT:
            exhibitor.assignments = [Assignment(slot=_example_slot(event))]
        with force_locale(language):
            return compose(exhibitor, kind)

    return write


def _example_slot(event: Event) -> Slot:
    sizes = {"width_cm": 300, "depth_cm": 200, "power_w": 2000, "network": True}
    return Slot(stand=Stand(label="A1", position=1, **sizes), day=event.days[0])


def make_example(event: Event, language: str) -> Exhibitor:
    """Make an exhibitor that no session knows of."""
    return Exhibitor(
        id=NOBODY,
        event=event,
        name="Beispiel GmbH",
        kind=Kind.COMPANY,
        description="",
        website="",
        phone="",
        wishes="",
        contact_name="Erika Beispiel",
        email="erika.beispiel@example.org",
        language=language,
        state=State.APPLIED,
        applied_at=event.days[0].opens_at - timedelta(days=100),
    )
