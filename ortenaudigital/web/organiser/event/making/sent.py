"""The file of an event as it was sent: chosen on the first page, in a field on the next ones."""

import re
from dataclasses import dataclass

from flask import request

from ortenaudigital.events.errors import EventFileError
from ortenaudigital.events.messages.faults import FileFault
from ortenaudigital.events.sections.toml.reading import read_text
from ortenaudigital.web.shared.answers.refusals import fault_words

MOST_BYTES = 200_000
_STEP = re.compile(r"([a-z_]+)(?:\[(\d+)\])?")


@dataclass(frozen=True)
class SentFile:
    """The text of a file, with what its author should look at."""

    text: str
    notes: tuple[str, ...] = ()


def sent_file() -> SentFile:
    """Read the file that was chosen, else the text in the field. Raises EventFileError."""
    chosen = request.files.get("file")
    if chosen is not None and chosen.filename:
        data = chosen.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise EventFileError([f"file: more than {MOST_BYTES} bytes are refused"])
        text, notes = read_text(data)
        return SentFile(text, tuple(notes))
    return SentFile(request.form.get("text", "").replace("\r\n", "\n"))


@dataclass(frozen=True)
class ShownFault:
    """A fault of a file: its line, if it has one, its place as the file calls it, and words."""

    line: int | None
    place: str
    words: str


def shown_faults(refusal: EventFileError, text: str) -> list[ShownFault]:
    """Return what is wrong with a file, in the language of the reader as far as it is known."""
    return [_shown(fault, text) for fault in refusal.faults]


def _shown(fault: str, text: str) -> ShownFault:
    if isinstance(fault, FileFault):
        return ShownFault(line_of(text, fault.place), fault.place, fault_words(fault))
    # As the command line says it: nobody has found German words for it so far.
    place, _, words = fault.partition(": ")
    return ShownFault(line_of(text, place), place, words or fault)


def line_of(text: str, place: str) -> int | None:
    """Return the line of a place such as `ticket_type[1].quota`, counted from one.

    That of its section if the value is not written there; None if there is no such section.
    """
    steps = _STEP.findall(place)
    if not steps:
        return None
    lines = text.splitlines()
    name, number = steps[0]
    header = f"[[{name}]]" if number else f"[{name}]"
    found = [i for i, line in enumerate(lines) if line.split("#")[0].strip() == header]
    index = int(number or 0)
    if index >= len(found):
        return None
    start = found[index]
    key = steps[1][0] if len(steps) > 1 else ""
    for i in range(start + 1, len(lines)):
        stripped = lines[i].strip()
        if key and re.match(rf"{re.escape(key)}\s*=", stripped):
            return i + 1
        # Tables within it, such as `[[ticket_type.questions]]`, begin the same way.
        if stripped.startswith("[") and not stripped.lstrip("[").startswith(f"{name}."):
            break
        if key and stripped.strip("[]") == f"{name}.{key}":
            return i + 1
    return start + 1
