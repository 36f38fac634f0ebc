"""The sections by name, as a form or an interface sends one of them, put into the whole."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ortenaudigital.events.errors import EventFileError
from ortenaudigital.events.sections.basics import BasicsPlan, PicturePlan
from ortenaudigital.events.sections.booking import BookingPlan, EmbeddingPlan
from ortenaudigital.events.sections.cross_checks import check_together
from ortenaudigital.events.sections.days import DayPlan
from ortenaudigital.events.sections.door import DoorPlan
from ortenaudigital.events.sections.event_file import EventFile, document_of
from ortenaudigital.events.sections.fair.applications import ApplicationsPlan
from ortenaudigital.events.sections.fair.floor import AreaPlan, StagePlan, StandPlan
from ortenaudigital.events.sections.fair.portal import PortalPlan
from ortenaudigital.events.sections.letters import LettersPlan
from ortenaudigital.events.sections.organisers import OrganisersPlan
from ortenaudigital.events.sections.quotas import QuotaPlan
from ortenaudigital.events.sections.ticket_types import TicketTypePlan
from ortenaudigital.events.sections.toml.reading import Faults
from ortenaudigital.events.sections.values import Section
from ortenaudigital.events.sections.venue import VenuePlan

# Sections that stand once, by name: those of `[event]`, in which they stand together.
SINGLE: Mapping[str, type[Section]] = {
    "basics": BasicsPlan,
    "picture": PicturePlan,
    "organisers": OrganisersPlan,
    "booking": BookingPlan,
    "applications": ApplicationsPlan,
    "portal": PortalPlan,
    "letters": LettersPlan,
    "door": DoorPlan,
    "embedding": EmbeddingPlan,
    "venue": VenuePlan,
}
# Sections that stand as often as it takes, and where the whole keeps them.
LISTS: Mapping[str, tuple[type[Section], str]] = {
    "day": (DayPlan, "days"),
    "quota": (QuotaPlan, "quotas"),
    "ticket_type": (TicketTypePlan, "ticket_types"),
    "area": (AreaPlan, "areas"),
    "stand": (StandPlan, "stands"),
    "stage": (StagePlan, "stages"),
}


def put(file: EventFile, name: str, values: Any) -> EventFile:
    """Return the whole with one section as `values` say it, a mapping or a list of mappings.

    Raises EventFileError with all faults that this section has, alone or together with others; what
    was wrong before and elsewhere is none of it.
    """
    faults = Faults()
    after = _put_list(file, name, values, faults) if name in LISTS else None
    if name in SINGLE:
        after = _put_single(file, name, values, faults)
    if faults or after is None:
        raise faults.refuse()
    known = set(check_together(document_of(file)))
    if new := [fault for fault in check_together(document_of(after)) if fault not in known]:
        raise EventFileError(new)
    return after


def values_of(file: EventFile, name: str) -> dict[str, Any]:
    """Return a section that stands once as plain values, which `put` takes again."""
    part = file.event.venue if name == "venue" else file.event
    return part.model_dump(include=set(SINGLE[name].model_fields), warnings=False)


def entries_of(file: EventFile, name: str) -> list[dict[str, Any]]:
    """Return all sections of a kind as plain values, which `put` takes again."""
    return [each.model_dump(warnings=False) for each in getattr(file, LISTS[name][1])]


def _put_single(file: EventFile, name: str, values: Any, faults: Faults) -> EventFile | None:
    part = faults.check(SINGLE[name], values, "event.venue" if name == "venue" else "event")
    if part is None:
        return None
    changed = {"venue": part} if name == "venue" else dict(part)
    return replace(file, event=file.event.model_copy(update=changed))


def _put_list(file: EventFile, name: str, values: Any, faults: Faults) -> EventFile | None:
    plan, kept = LISTS[name]
    entries = faults.check_all({name: values}, name, plan)
    changed: dict[str, Any] = {kept: entries}
    return None if faults else replace(file, **changed)
