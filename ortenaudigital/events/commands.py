"""What can be done to an event: store a file of it."""

from dataclasses import replace
from datetime import UTC, datetime

from ortenaudigital.events.comparison import compare
from ortenaudigital.events.models import Event
from ortenaudigital.events.rights import Change, Decision
from ortenaudigital.events.sections.event_file import EventFile
from ortenaudigital.events.sections.storing import (
    check_state,
    drop_days,
    lock_event,
    rights_in,
    rights_of,
    store,
)

# Before it nothing is over: who does not say what time it is takes every day for one to come.
_BEGINNING = datetime.min.replace(tzinfo=UTC)


def store_event(file: EventFile) -> Event:
    """Create or update the event of a file, where nobody has decided anything.

    Raises EventFileError, with every reason, if the file would take away what people rely on.
    """
    event = lock_event(file.event.slug)
    change = Change()
    if event is not None:
        change = compare(rights_of(event, {}, {}), rights_in(file), Decision(), _BEGINNING)
        change = replace(change, faults=(*check_state(event, file), *change.faults))
    event = store(event, file, change)
    drop_days(event, file)
    return event
