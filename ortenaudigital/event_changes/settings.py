"""The settings of booking and letters that organisers change on a page, inside a transaction."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from ortenaudigital.audit.commands import record
from ortenaudigital.audit.rules import from_to
from ortenaudigital.event_changes.commands import import_event
from ortenaudigital.event_changes.versions import check_version, file_of
from ortenaudigital.events.errors import UnknownEvent
from ortenaudigital.events.models import Event
from ortenaudigital.events.rights import Decision
from ortenaudigital.events.sections.booking import BookingPlan, EmbeddingPlan
from ortenaudigital.events.sections.event_file import EventFile
from ortenaudigital.events.sections.letters import LettersPlan
from ortenaudigital.events.sections.storing import lock_event
from ortenaudigital.events.sections.toml.reading import Faults
from ortenaudigital.events.sections.values import Section

# Which of them each section has; the rest of a section stays as it is.
SETTINGS: Mapping[type[Section], tuple[str, ...]] = {
    LettersPlan: ("reminder_days", "feedback_url"),
    BookingPlan: ("offer_hours", "proof_of_work"),
    EmbeddingPlan: ("embed_on",),
}
CHANGED = "events.settings_changed"


def subject_of(event: Event) -> str:
    """Return under which subject the history tells of an event."""
    return f"event:{event.id}"


def change_settings(
    slug: str, wanted: Mapping[str, Any], version: int | None, now: datetime, actor: str
) -> bool:
    """Change settings of an event, checked as those of its file; say whether any is another.

    Raises UnknownEvent, ChangedMeanwhile if it is no longer the version that was looked at, or
    EventFileError with every fault.
    """
    event = lock_event(slug)
    if event is None:
        raise UnknownEvent(slug=slug)
    check_version(event, version)
    before = file_of(event)
    after = _with(before, wanted)
    names = [
        name
        for plan in SETTINGS.values()
        for name in plan
        if getattr(before.event, name) != getattr(after.event, name)
    ]
    if not names:
        return False
    import_event(after, Decision(), now, actor)
    was, becomes = ({name: getattr(each.event, name) for name in names} for each in (before, after))
    details = from_to(was, becomes)
    record(CHANGED, subject_of(event), actor, now, settings=[*names], **details)
    return True


def _with(file: EventFile, wanted: Mapping[str, Any]) -> EventFile:
    faults = Faults()
    changed: dict[str, Any] = {}
    for plan, names in SETTINGS.items():
        values = {name: getattr(file.event, name) for name in plan.model_fields}
        read = faults.check(plan, values | {name: wanted[name] for name in names}, "event")
        changed |= {name: getattr(read, name) for name in names} if read else {}
    if faults:
        raise faults.refuse()
    return replace(file, event=file.event.model_copy(update=changed))
