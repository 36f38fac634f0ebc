"""Read who comes with a group from what somebody pastes, or from a file of a spreadsheet."""

import csv
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from ortenaudigital.bookings.groups.rules.members import Fault, Member, name_fault
from ortenaudigital.kernel.addresses import NotAnAddress, address_key, read_mailbox
from ortenaudigital.kernel.plain_text import readable
from ortenaudigital.kernel.text import fold

MOST_ADDRESS = 254
# Nobody wants to read more faults than that, and no list is that long.
MOST_LINES = 2000
_HEADS = {
    "vorname": "first",
    "firstname": "first",
    "givenname": "first",
    "prenom": "first",
    "nachname": "last",
    "familienname": "last",
    "lastname": "last",
    "surname": "last",
    "familyname": "last",
    "nom": "last",
    "nomdefamille": "last",
    "name": "name",
    "email": "email",
    "emailadresse": "email",
    "mail": "email",
    "mailadresse": "email",
    "emailaddress": "email",
    "courriel": "email",
    "titel": "title",
    "title": "title",
    "titre": "title",
}
# What stands behind a comma, and is no first name.
_AFTER_NAME = re.compile(
    r"(?:[BM]\. ?(?:A|Sc|Eng|Ed)|LL\. ?[BM]|Ph\. ?D|MBA|MdB|MdL|[JS]r)\.?", re.I
)
_PARTS_OF_MAILBOX = re.compile(r"(?P<name>[^<>]*)<(?P<email>[^<>]*)>")


def read_file(data: bytes) -> str | None:
    """Read the bytes of a file: UTF-8, UTF-16 with its mark, or what Windows wrote before.

    None for what is no text.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        # A few control characters are dropped like others; a picture is full of them.
        return None if text.count("\x00") > len(text) // 20 else readable(text)
    return None


def read_members(text: str) -> list[Member]:
    """Read a list with one person a line.

    `Vorname Nachname`, `Nachname; Vorname; E-Mail` with a semicolon, tab or comma between, or with
    columns in the order that a first row names; `Name <a@b.de>` too. Empty lines are none.
    """
    # What spreadsheets write of rows that are empty is empty too.
    lines = [(i, line) for i, line in enumerate(readable(text).split("\n"), 1) if _is_filled(line)]
    separator = _separator([line for _, line in lines])
    head = _head(_cells(lines[0][1], separator)) if lines else None
    rows = lines[1:] if head else lines
    found = [_read(number, line.strip(), separator, head) for number, line in rows[:MOST_LINES]]
    return list(_mark_repeated(found))


def count_rows(text: str) -> int:
    """Count the lines that are not empty, those beyond `MOST_LINES` too."""
    return sum(1 for line in text.split("\n") if _is_filled(line))


def _is_filled(line: str) -> bool:
    return bool(line.strip(' ;,\t"'))


def _separator(lines: Sequence[str]) -> str:
    """Return what stands between cells in most of the lines, or nothing.

    A comma counts only if no better one is there: names such as `Müller, M.A.` have some.
    """
    counts: Counter[str] = Counter()
    for line in lines:
        plain = re.sub(r'"[^"]*"', "", line)
        counts.update(each for each in "\t;," if each in plain)
    for better in "\t;":
        if counts[better] and counts[better] * 2 >= max(counts.values()):
            return better
    return max(counts, key=lambda each: counts[each], default="")


def _cells(line: str, separator: str) -> list[str]:
    if not separator:
        return [line.strip(' "')]
    try:
        found = next(csv.reader([line], delimiter=separator, skipinitialspace=True), [])
    except csv.Error:
        return []
    return [cell.strip() for cell in found]


def _head(cells: Sequence[str]) -> list[str] | None:
    names = [_HEADS.get(re.sub(r"[^a-z]", "", fold(cell)), "") for cell in cells]
    if "first" in names and "last" not in names:
        names = ["last" if each == "name" else each for each in names]
    known = {"first", "last", "name"} & set(names)
    # A person called `Name` has something beside it that is no head of a column.
    return names if known and (len(cells) == 1 or sum(map(bool, names)) > 1) else None


def _read(number: int, line: str, separator: str, head: Sequence[str] | None) -> Member:
    cells = _cells(line, separator)
    if not cells:
        return Member(number, line, fault=Fault.UNREADABLE)
    if head is not None:
        return _of_columns(number, line, cells, head)
    mailbox = _PARTS_OF_MAILBOX.fullmatch(line)
    if mailbox:
        return _member(number, line, _turned(mailbox["name"].strip(' "')), mailbox["email"])
    return _of_cells(number, line, cells)


def _of_columns(number: int, line: str, cells: Sequence[str], head: Sequence[str]) -> Member:
    if any(cells[len(head) :]):
        return Member(number, line, fault=Fault.MANY_CELLS)
    values: Mapping[str, str] = dict(zip(head, cells, strict=False))
    parts = [values.get(each, "") for each in ("title", "first", "last")]
    name = " ".join(filter(None, parts)) if any(parts[1:]) else values.get("name", "")
    return _member(number, line, name, values.get("email", ""))


def _of_cells(number: int, line: str, cells: Sequence[str]) -> Member:
    filled = [cell for cell in cells if cell]
    if len(filled) == 1:
        # A name, and maybe an address behind it.
        words = filled[0].split()
        email = words.pop() if "@" in words[-1] else ""
        return _member(number, line, " ".join(words), email.strip("<>()"))
    names = [cell for cell in filled if "@" not in cell]
    emails = [cell for cell in filled if "@" in cell]
    if len(names) > 2 or len(emails) > 1:
        return Member(number, line, fault=Fault.MANY_CELLS)
    return _member(number, line, _joined(names), emails[0] if emails else "")


def _turned(name: str) -> str:
    """Write `Müller, Anna`, as mail programs have it, with the first name first."""
    return _joined([part.strip() for part in name.split(",", 1)])


def _joined(names: Sequence[str]) -> str:
    """Put last name and first name in their order, or a degree behind a name."""
    if len(names) == 2 and _AFTER_NAME.fullmatch(names[1]):
        return ", ".join(names)
    return " ".join(reversed(names))


def _member(number: int, line: str, name: str, email: str) -> Member:
    name = " ".join(name.split())
    address, email_fault = _address(email.strip())
    fault = name_fault(name) or email_fault
    return Member(number, line, name, address, fault)


def _address(written: str) -> tuple[str, Fault | None]:
    if not written:
        return "", None
    try:
        found = read_mailbox(written.removeprefix("mailto:"))
    except NotAnAddress:
        return written, Fault.BAD_ADDRESS
    if not found.local.isascii() or len(found.address) > MOST_ADDRESS:
        return written, Fault.BAD_ADDRESS
    return found.address, None


def _mark_repeated(members: Collection[Member]) -> Iterator[Member]:
    seen: set[tuple[str, str]] = set()
    for member in members:
        key = (fold(member.name), address_key(member.email) if member.email else "")
        repeated = member.fault is None and key in seen
        seen.add(key)
        yield replace(member, twice=True) if repeated else member
