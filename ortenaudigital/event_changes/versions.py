"""The version of an event: who changes what somebody else changed meanwhile is told first."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import update

from ortenaudigital.events.errors import ChangedMeanwhile
from ortenaudigital.events.models import Event, FormerVersion, TicketType
from ortenaudigital.events.sections.event_file import EventFile, document_of, read_event
from ortenaudigital.events.versions import FieldChange, as_lines, differences
from ortenaudigital.fair.inventory.plans import read_floor
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import row_count


def file_of(event: Event) -> EventFile:
    """Return the file of an event as it is stored now."""
    return read_event(event, read_floor(event))


def check_version(event: Event, version: int | None) -> None:
    """Refuse to go on from a version that is no longer the newest. Raises ChangedMeanwhile.

    Without a version nobody has looked at anything before. The event must be locked.
    """
    if version is not None and version != event.version:
        raise ChangedMeanwhile(changes_since(event, version))


def changes_since(event: Event, version: int) -> Sequence[FieldChange]:
    """Say what is different from a former version; nothing for one that was never written down."""
    former = db.session.get(FormerVersion, (event.id, version))
    if former is None:
        return ()
    file = file_of(event)
    return [_with_usual(each, file) for each in differences(former.content, document_of(file))]


def _with_usual(change: FieldChange, file: EventFile) -> FieldChange:
    """Name what is usual as well, which no document of an event says."""
    section, _, name = change.place.partition(".")
    field = type(file.event).model_fields.get(name) if section == "event" else None
    if field is None or field.is_required():
        return change
    usual = field.get_default(call_default_factory=True) or None
    old, new = (usual if each is None else each for each in (change.old, change.new))
    return FieldChange(change.place, old, new)


def version_faults(event: Event, file: EventFile) -> list[str]:
    """Say why a file is too old to import, and all that was changed meanwhile."""
    version = file.event.version
    if version is None or version == event.version:
        return []
    words = f"the file is of version {version}, the event is at {event.version}"
    if version > event.version:
        return [f"event.version: {words}; is it of another server? --force imports it all the same"]
    lines = [f"meanwhile: {line}" for line in as_lines(changes_since(event, version))]
    return [f"event.version: {words}; --force imports the file all the same", *lines]


def next_version(event: Event, before: Mapping[str, Any], now: datetime) -> None:
    """Count a change of the event, if there is one, and write down what was `before`.

    Raises ChangedMeanwhile if somebody else was first; the guarded UPDATE decides.
    """
    db.session.flush()
    if document_of(file_of(event)) == before:
        return
    guarded = update(Event).where(Event.id == event.id, Event.version == event.version)
    counted = guarded.values(version=Event.version + 1).execution_options(synchronize_session=False)
    if row_count(db.session.execute(counted)) != 1:
        raise ChangedMeanwhile(())
    # Whoever decides upon days and hours locks the rows of types, not that of the event.
    of_event = update(TicketType).where(TicketType.event_id == event.id)
    db.session.execute(of_event.values(event_version=event.version + 1))
    former = FormerVersion(event_id=event.id, version=event.version, content=dict(before))
    former.replaced_at = now
    db.session.add(former)
    db.session.flush()
    db.session.expire(event, ["version"])
