"""What the imprint and the privacy notice lack of the towns that hold events."""

from collections.abc import Iterator
from datetime import datetime

from ortenaudigital.events.queries import list_upcoming_events
from ortenaudigital.towns.models import Town
from ortenaudigital.towns.queries import list_towns
from ortenaudigital.towns.rules import IMPRINT, NEEDED, WAYS, missing_in, samples_in

NO_OPERATOR = "no town runs these pages: one says `operator = true` in a file for `town import`"


def list_town_faults(now: datetime, samples: bool) -> list[str]:
    """Say what imprint and privacy notice must leave out, because nobody has said it.

    With `samples`, addresses that nobody reads are faults as well.
    """
    # Before an event is published is the time to say what it lacks.
    events = list_upcoming_events(now, drafts=True)
    holding = {town for event in events for town in event.organisers}
    towns = [town for town in list_towns() if town.is_operator or town in holding]
    faults = [] if any(town.is_operator for town in towns) else [NO_OPERATOR]
    for town in towns:
        faults += _faults_of_town(town, samples)
    for event in events:
        if event.host is None:
            faults.append(f"{event.slug}: host is missing ({IMPRINT})")
        if event.co_organisers and not event.arrangement:
            faults.append(f"{event.slug}: arrangement is missing (privacy notice, Art. 26 GDPR)")
    return faults


def _faults_of_town(town: Town, samples: bool) -> Iterator[str]:
    values = {name: str(getattr(town, name)) for name in (*NEEDED, *WAYS)}
    for field, page in missing_in(values):
        yield f"{town.slug}: {field} is missing ({page})"
    for field in samples_in(values) if samples else ():
        yield f"{town.slug}: {field} is a sample that nobody reads"
