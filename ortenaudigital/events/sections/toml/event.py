"""The TOML file of an event: read with all its faults, written so that it reads the same."""

from typing import Any

from ortenaudigital.events.sections.cross_checks import check_together
from ortenaudigital.events.sections.days import DayPlan
from ortenaudigital.events.sections.event_file import EventFile, EventPlan
from ortenaudigital.events.sections.fair.floor import AreaPlan, StagePlan, StandPlan
from ortenaudigital.events.sections.quotas import QuotaPlan
from ortenaudigital.events.sections.ticket_types import TicketTypePlan
from ortenaudigital.events.sections.toml.reading import Faults, read_text, read_toml, write_toml

KNOWN = {"event", "day", "quota", "ticket_type", "area", "stand", "stage"}


def read_event_bytes(data: bytes) -> tuple[EventFile, list[str]]:
    """Read an event file as an editor saved it; return it with what its author should look at.

    Raises EventFileError with every fault and its place.
    """
    text, notes = read_text(data)
    file = read_event_file(text)
    nights = ((i, day) for i, day in enumerate(file.days) if day.closes <= day.opens)
    notes += [f"day[{i}].closes: {day.closes} is on the day after {day.date}" for i, day in nights]
    return file, notes


def read_event_file(text: str) -> EventFile:
    """Read an event file. Raises EventFileError with every fault and its place."""
    return read_event_values(read_toml(text))


def read_event_values(raw: dict[str, Any]) -> EventFile:
    """Read an event as plain values. Raises EventFileError with every fault and its place."""
    faults = Faults()
    event = faults.check(EventPlan, raw.get("event", {}), "event")
    days = faults.check_all(raw, "day", DayPlan)
    quotas = faults.check_all(raw, "quota", QuotaPlan)
    ticket_types = faults.check_all(raw, "ticket_type", TicketTypePlan)
    areas = faults.check_all(raw, "area", AreaPlan)
    stands = faults.check_all(raw, "stand", StandPlan)
    stages = faults.check_all(raw, "stage", StagePlan)
    faults.check_names(raw, KNOWN)
    faults.extend(check_together(raw))
    if faults or event is None:
        raise faults.refuse()
    return EventFile(event, days, quotas, ticket_types, areas, stands, stages)


def write_event_file(file: EventFile) -> str:
    """Write an event file that reads as the same again."""
    return write_toml(
        {
            "event": file.event,
            "day": file.days,
            "quota": file.quotas,
            "ticket_type": file.ticket_types,
            "area": file.areas,
            "stand": file.stands,
            "stage": file.stages,
        }
    )
