"""What areas, stands and stages must say together."""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from pydantic import TypeAdapter

from ortenaudigital.events.messages.wholes import whole_fault
from ortenaudigital.events.rules import opening_hours
from ortenaudigital.events.sections.raw import (
    as_list,
    entries_of,
    field_of,
    read_field,
    repeated,
)
from ortenaudigital.events.sections.values import (
    ClosingTime,
    EventDate,
    OpeningTime,
    ShortLine,
)

_DATE: TypeAdapter[Any] = TypeAdapter(EventDate)
_LINE: TypeAdapter[Any] = TypeAdapter(ShortLine)
_STARTS: TypeAdapter[Any] = TypeAdapter(OpeningTime)
_ENDS: TypeAdapter[Any] = TypeAdapter(ClosingTime)


def check_floor(raw: dict[str, Any], zone: str) -> Iterable[str]:
    """Say what names an area or a circuit that is not there, and which pitches overlap."""
    circuits: dict[Any, list[Any]] = {}
    for i, area in enumerate(entries_of(raw, "area")):
        names = [read_field(each, "name", _LINE) for each in as_list(field_of(area, "circuits"))]
        places = [f"area[{i}].circuits[{number}].name" for number in range(len(names))]
        yield from repeated(names, places)
        circuits[read_field(area, "name", _LINE)] = names
    # An area whose name cannot be read may be the one that is meant.
    known = None not in circuits
    for name in ("stand", "stage"):
        for i, entry in enumerate(entries_of(raw, name)):
            area = read_field(entry, "area", _LINE)
            if known and area and area not in circuits:
                yield whole_fault(f"{name}[{i}].area", "other_area", value=area)
            circuit = read_field(entry, "circuit", _LINE)
            if known and circuit and circuit not in circuits.get(area, [circuit]):
                yield whole_fault(f"{name}[{i}].circuit", "other_circuit", value=circuit, area=area)
            elif circuit and not area:
                yield whole_fault(f"{name}[{i}].circuit", "circuit_alone")
    yield from _check_pitches(raw, zone)


def _check_pitches(raw: dict[str, Any], zone: str) -> Iterable[str]:
    dates = [read_field(entry, "date", _DATE) for entry in entries_of(raw, "day")]
    for i, stage in enumerate(entries_of(raw, "stage")):
        times = []
        for number, pitch in enumerate(as_list(field_of(stage, "pitches"))):
            place = f"stage[{i}].pitches[{number}]"
            day = read_field(pitch, "date", _DATE)
            if day and None not in dates and day not in dates:
                yield whole_fault(f"{place}.date", "other_day", value=day)
            if hours := _hours(pitch, day, zone):
                times.append((*hours, place))
        for (_, ends, _), (starts, _, place) in pairwise(sorted(times)):
            if starts < ends:
                yield whole_fault(f"{place}.starts", "pitches_overlap")


def _hours(pitch: Any, day: date | None, zone: str) -> tuple[datetime, datetime] | None:
    starts, ends = read_field(pitch, "starts", _STARTS), read_field(pitch, "ends", _ENDS)
    if not day or not starts or not ends:
        return None
    return opening_hours(day, starts, ends, zone)
