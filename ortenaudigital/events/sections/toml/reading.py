"""Read TOML that people wrote, with all its faults at once; write what reads as the same.

Places in messages count from zero: `ticket_type[1].admits_to` is in the second ticket type.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

import tomli_w
from pydantic import ValidationError

from ortenaudigital.events.errors import EventFileError
from ortenaudigital.events.messages.faults import FileFault
from ortenaudigital.events.messages.fields import field_fault, is_ours
from ortenaudigital.events.sections.toml.encoding import decode, printable
from ortenaudigital.events.sections.values import Section

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

AnyPlan = TypeVar("AnyPlan", bound=Section)


class Faults(list[str]):
    """What is wrong with a file, each with its place."""

    def check(self, plan: type[AnyPlan], raw: Any, place: str) -> AnyPlan | None:
        """Read a section; None if it has faults, which are noted."""
        try:
            return plan.model_validate(raw)
        except ValidationError as error:
            for fault in error.errors():
                where = _place(place, fault["loc"])
                values = fault.get("ctx")
                self.append(field_fault(where, fault["type"], values, _words(fault)))
            return None

    def check_all(self, raw: dict[str, Any], name: str, plan: type[AnyPlan]) -> tuple[AnyPlan, ...]:
        """Read the sections `[[name]]`, those with faults left out."""
        entries = raw.get(name, [])
        if not isinstance(entries, list):
            self.append(f"{name}: write it as [[{name}]]")
            return ()
        read = (self.check(plan, entry, f"{name}[{i}]") for i, entry in enumerate(entries))
        return tuple(entry for entry in read if entry is not None)

    def check_names(self, raw: dict[str, Any], known: set[str]) -> None:
        """Note each section that is not known."""
        self += [f"{name}: this section is not known" for name in sorted(set(raw) - known)]

    def refuse(self) -> EventFileError:
        """Return the error that says them all, for a terminal."""
        return EventFileError([_printable(fault) for fault in self[:MOST_FAULTS]])


def _printable(fault: str) -> str:
    line = printable(fault)
    return fault.printed(line) if isinstance(fault, FileFault) else line


def read_text(data: bytes) -> tuple[str, list[str]]:
    """Read the bytes of a file; return its text with what its author should look at."""
    decoded = decode(data)
    if not decoded.guessed:
        return decoded.text, []
    return decoded.text, [
        f"file: read as {decoded.guessed}; look at the umlauts, or save it as UTF-8"
    ]


def read_toml(text: str) -> dict[str, Any]:
    """Read TOML. Raises EventFileError, with a hint at what editors do to it."""
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


def _place(place: str, steps: Iterable[int | str]) -> str:
    for step in steps:
        if step != "[key]":
            place += f"[{step}]" if isinstance(step, int) else f".{step}"
    return place


def _words(fault: Any) -> str:
    message: str = fault["msg"]
    if is_ours(fault["type"]):
        # It may begin with what was written in the file.
        return message
    return _WORDS.get(fault["type"], message[0].lower() + message[1:])


def write_toml(document: Mapping[str, Section | Sequence[Section]]) -> str:
    """Write sections so that they read as the same again; empty ones are left out."""
    plain = {
        name: _plain(part) if isinstance(part, Section) else [_plain(each) for each in part]
        for name, part in document.items()
    }
    return tomli_w.dumps({name: section for name, section in plain.items() if section})


def _plain(section: Section) -> dict[str, Any]:
    return section.model_dump(exclude_none=True, exclude_defaults=True)
