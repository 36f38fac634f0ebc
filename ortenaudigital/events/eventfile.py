"""The TOML file of an event: read with all its faults at once, written so that it reads the same.

Places in messages count from zero: `ticket_type[1].admits_to` is in the second ticket type.
"""

import tomllib
from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

import tomli_w
from pydantic import ValidationError

from ortenaudigital.events.errors import EventFileError
from ortenaudigital.events.plan import (
    DayPlan,
    EventFile,
    EventPlan,
    Section,
    StandPlan,
    TicketTypePlan,
)

_Plan = TypeVar("_Plan", bound=Section)


class _Faults(list[str]):
    def check(self, plan: type[_Plan], raw: Any, place: str) -> _Plan | None:
        try:
            return plan.model_validate(raw)
        except ValidationError as error:
            for fault in error.errors():
                self.append(f"{_place(place, fault['loc'])}: {_words(fault)}")
            return None


def read_event_file(text: str) -> EventFile:
    """Read an event file. Raises EventFileError with every fault and its place."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise EventFileError([f"not TOML: {error}"]) from error
    faults = _Faults()
    event = faults.check(EventPlan, raw.get("event", {}), "event")
    days = _sections(raw, "day", DayPlan, faults)
    ticket_types = _sections(raw, "ticket_type", TicketTypePlan, faults)
    stands = _sections(raw, "stand", StandPlan, faults)
    for unknown in sorted(set(raw) - {"event", "day", "ticket_type", "stand"}):
        faults.append(f"{unknown}: this section is not known")
    _check_together(raw, faults)
    if faults or event is None:
        raise EventFileError(faults)
    return EventFile(event, days, ticket_types, stands)


def _sections(
    raw: dict[str, Any], name: str, plan: type[_Plan], faults: _Faults
) -> tuple[_Plan, ...]:
    entries = raw.get(name, [])
    if not isinstance(entries, list):
        faults.append(f"{name}: write it as [[{name}]]")
        return ()
    read = (faults.check(plan, entry, f"{name}[{i}]") for i, entry in enumerate(entries))
    return tuple(entry for entry in read if entry is not None)


def _check_together(raw: dict[str, Any], faults: _Faults) -> None:
    days = [_field(entry, "date") for entry in _entries(raw, "day")]
    if not days:
        faults.append("day: an event needs at least one day")
    for i, entry in enumerate(_entries(raw, "day")):
        opens, closes = _field(entry, "opens"), _field(entry, "closes")
        if isinstance(opens, str) and isinstance(closes, str) and opens >= closes:
            faults.append(f"day[{i}].closes: {closes} is not after {opens}")
    for name, key in (("day", "date"), ("ticket_type", "slug"), ("stand", "label")):
        _check_unique(raw, name, key, faults)
    for name, key in (("ticket_type", "admits_to"), ("stand", "days")):
        for i, entry in enumerate(_entries(raw, name)):
            for day in _list(_field(entry, key)):
                if isinstance(day, date) and day not in days:
                    faults.append(f"{name}[{i}].{key}: {day} is no day of this event")


def _check_unique(raw: dict[str, Any], name: str, key: str, faults: _Faults) -> None:
    values = [str(_field(entry, key)) for entry in _entries(raw, name)]
    counts = Counter(values)
    for i, value in enumerate(values):
        if counts[value] > 1 and value in values[:i]:
            faults.append(f"{name}[{i}].{key}: {value} stands here twice")


def _entries(raw: dict[str, Any], name: str) -> list[Any]:
    return _list(raw.get(name))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _field(entry: Any, key: str) -> Any:
    return entry.get(key) if isinstance(entry, dict) else None


def _place(place: str, steps: Iterable[int | str]) -> str:
    for step in steps:
        if step != "[key]":
            place += f"[{step}]" if isinstance(step, int) else f".{step}"
    return place


def _words(fault: Any) -> str:
    message: str = fault["msg"]
    ours = message.removeprefix("Value error, ")
    if ours != message:
        # It may begin with what was written in the file.
        return ours
    texts = {"missing": "is missing", "extra_forbidden": "this key is not known"}
    return texts.get(fault["type"], message[0].lower() + message[1:])


def write_event_file(file: EventFile) -> str:
    """Write an event file that reads as the same again."""
    document = {
        "event": _plain(file.event),
        "day": [_plain(day) for day in file.days],
        "ticket_type": [_plain(ticket_type) for ticket_type in file.ticket_types],
        "stand": [_plain(stand) for stand in file.stands],
    }
    return tomli_w.dumps({name: section for name, section in document.items() if section})


def _plain(section: Section) -> dict[str, Any]:
    return section.model_dump(exclude_none=True, exclude_defaults=True)
