"""Letters about a made-up entry of a wait list, as a preview shows them: nothing is stored."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from flask_babel import force_locale

from ortenaudigital.adapters.mailer import Composed
from ortenaudigital.bookings.holds.models import Hold
from ortenaudigital.bookings.wait_list.letters import ENDED, OFFER, OFFER_CHANGED, compose
from ortenaudigital.bookings.wait_list.models import WaitListEntry
from ortenaudigital.bookings.wait_list.rules import EntryState
from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import list_ticket_types

NOBODY = UUID(int=0)
STATES = {
    OFFER: EntryState.OFFERED,
    OFFER_CHANGED: EntryState.OFFERED,
    ENDED: EntryState.EXPIRED,
}


def example_of_waiting(kind: str) -> Callable[[Event, str], Composed]:
    """Return what writes a letter about a made-up entry, in a language."""

    def write(event: Event, language: str) -> Composed:
        opens_at = event.days[0].opens_at
        entry = WaitListEntry(
            id=NOBODY,
            ticket_type=list_ticket_types(event)[0],
            number=2,
            language=language,
            email="erika.beispiel@example.org",
            access_code_id=None,
            invitation_id=None,
            state=STATES.get(kind, EntryState.WAITING),
            created_at=opens_at - timedelta(days=30),
        )
        if kind in STATES:
            entry.hold = Hold(until=opens_at - timedelta(days=2))
        with force_locale(language):
            return compose(entry, kind)

    return write
