"""The letters about an event that is to be erased."""

from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import get_event
from ortenaudigital.events.rules import EventState
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.privacy.whole_event.commands import ask, refuse
from ortenaudigital.privacy.whole_event.letters import BATCH
from ortenaudigital.privacy.whole_event.models import EventErasure
from tests.features.privacy.whole_events import REASON, two_owners


def to_second(event: Event, _: str) -> tuple[str, str]:
    """Ask for an event to be erased; return who is written to, and of which batch it is."""
    erasure = _asked(event)
    return str(two_owners()[1].user_id), f"{BATCH}{erasure.id}"


def decided(event: Event, _: str) -> str:
    """Have a second owner refuse it."""
    erasure, (_one, two) = _asked(event), two_owners()
    with transaction():
        refuse(erasure.id, two, "Der Bericht fehlt noch.", utc_now())
    return str(erasure.id)


def _asked(event: Event) -> EventErasure:
    one, _two = two_owners()
    with transaction():
        get_event(event.slug).state = EventState.DRAFT
    with transaction():
        return ask(event.id, one, REASON, utc_now())
