"""The TOML file of an event: read with all its faults at once, written so that it reads the same.

Places in messages count from zero: `ticket_type[1].admits_to` is in the second ticket type.
"""

import tomllib
from collections.abc import Iterable
from typing import Any, TypeVar

import tomli_w
from pydantic import ValidationError

from ortenaudigital.events.errors import EventFileError
from ortenaudigital.events.sections.cross_checks import check_together
from ortenaudigital.events.sections.days import DayPlan
from ortenaudigital.events.sections.encoding import decode, printable
from ortenaudigital.events.sections.event_file import EventFile, EventPlan
from ortenaudigital.events.sections.fair import StandPlan
from ortenaudigital.events.sections.section import Section
from ortenaudigital.events.sections.ticket_types import TicketTypePlan

MOST_FAULTS = 100
_QUOTES = "\u201e\u201c\u201d\u201a\u2018\u2019\u00ab\u00bb"
_WORDS = {
    "missing": "is missing",
    "extra_forbidden": "this key is not known",
    "int_type": "write a whole number without quotes, dots or commas, such as 1000",
    "bool_type": "write true or false, without quotes",
    "string_type": "write a text in straight quotes",
    "datetime_type": "write a moment such as 2027-06-01T08:00:00+02:00",
    "date_type": "write a date such as 2027-10-01",
    "timezone_aware": "the distance to world time is missing, such as +02:00",
    "dict_type": 'write it in languages, such as { de = "…" }',
    "list_type": "write a list in square brackets",
    "model_type": "write a section with keys",
}

_Plan = TypeVar("_Plan", bound=Section)


class _Faults(list[str]):
    def check(self, plan: type[_Plan], raw: Any, place: str) -> _Plan | None:
        try:
            return plan.model_validate(raw)
        except ValidationError as error:
            for fault in error.errors():
                self.append(f"{_place(place, fault['loc'])}: {_words(fault)}")
            return None


def read_event_bytes(data: bytes) -> tuple[EventFile, list[str]]:
    """Read an event file as an editor saved it; return it with what its author should look at.

    Raises EventFileError with every fault and its place.
    """
    decoded = decode(data)
    notes = []
    if decoded.guessed:
        notes.append(f"file: read as {decoded.guessed}; look at the umlauts, or save it as UTF-8")
    file = read_event_file(decoded.text)
    nights = ((i, day) for i, day in enumerate(file.days) if day.closes <= day.opens)
    notes += [f"day[{i}].closes: {day.closes} is on the day after {day.date}" for i, day in nights]
    return file, notes


def read_event_file(text: str) -> EventFile:
    """Read an event file. Raises EventFileError with every fault and its place."""
    raw = _read_toml(text)
    faults = _Faults()
    event = faults.check(EventPlan, raw.get("event", {}), "event")
    days = _sections(raw, "day", DayPlan, faults)
    ticket_types = _sections(raw, "ticket_type", TicketTypePlan, faults)
    stands = _sections(raw, "stand", StandPlan, faults)
    for unknown in sorted(set(raw) - {"event", "day", "ticket_type", "stand"}):
        faults.append(f"{unknown}: this section is not known")
    faults.extend(check_together(raw))
    if faults or event is None:
        raise EventFileError([printable(fault) for fault in faults[:MOST_FAULTS]])
    return EventFile(event, days, ticket_types, stands)


def _read_toml(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise EventFileError(["not TOML: brackets are nested too deeply"]) from error
    except ValueError as error:
        # Besides its own error the parser lets through that of a number with thousands of digits.
        raise EventFileError([printable(f"not TOML: {error}{_hint(text)}")]) from error


def _hint(text: str) -> str:
    if any(quote in text for quote in _QUOTES):
        return "; there are curly quotes in the file, values need straight ones"
    if "\u00a0" in text:
        return "; there are protected spaces in the file, write plain ones"
    return ""


def _sections(
    raw: dict[str, Any], name: str, plan: type[_Plan], faults: _Faults
) -> tuple[_Plan, ...]:
    entries = raw.get(name, [])
    if not isinstance(entries, list):
        faults.append(f"{name}: write it as [[{name}]]")
        return ()
    read = (faults.check(plan, entry, f"{name}[{i}]") for i, entry in enumerate(entries))
    return tuple(entry for entry in read if entry is not None)


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
    return _WORDS.get(fault["type"], message[0].lower() + message[1:])


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
