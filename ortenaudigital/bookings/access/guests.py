"""Whom to invite, read from what organisers paste: addresses, or rows of a spreadsheet."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from ortenaudigital.kernel.addresses import NotAnAddress, address_key, read_mailbox
from ortenaudigital.kernel.plain_text import holds_address, readable

MOST_GUESTS = 500
MOST_NAME = 160
MOST_ADDRESS = 254
_HEADS = {
    "vorname": "first",
    "firstname": "first",
    "prenom": "first",
    "nachname": "last",
    "familienname": "last",
    "lastname": "last",
    "nom": "last",
    "name": "name",
    "email": "email",
    "emailadresse": "email",
    "mail": "email",
    "adresse": "email",
    "courriel": "email",
}


class Fault(StrEnum):
    """Why a row invites nobody."""

    NO_ADDRESS = "no_address"
    BAD_ADDRESS = "bad_address"
    BAD_NAME = "bad_name"
    TWICE = "twice"
    INVITED = "invited"


@dataclass(frozen=True)
class Guest:
    """One row: where it stood, who it means, and what is wrong with it."""

    row: int
    written: str
    email: str = ""
    name: str = ""
    fault: Fault | None = None

    @property
    def key(self) -> str:
        """Return what all spellings of the address share."""
        return address_key(self.email) if self.email else ""


def read_guests(text: str) -> list[Guest]:
    """Read rows such as `a@b.de`, `Name <a@b.de>`, `Vorname;Nachname;a@b.de`, one below the other.

    A first row that names its columns is none; several addresses in a row, as mail programs copy
    them, are several. An address that came before is marked.
    """
    lines = [(i, line) for i, line in enumerate(readable(text).split("\n"), 1) if line.strip()]
    head = _head(lines[0][1]) if lines else None
    rows = lines[1:] if head else lines
    found = [guest for number, line in rows for guest in _read(number, line.strip(), head)]
    return list(_mark_repeated(found))


def mark_invited(guests: Iterable[Guest], invited: set[str]) -> list[Guest]:
    """Mark who is invited already."""
    return [
        replace(each, fault=Fault.INVITED) if each.fault is None and each.key in invited else each
        for each in guests
    ]


def _head(line: str) -> list[str] | None:
    if "@" in line:
        return None
    names = [_HEADS.get(_bare(cell), "") for cell in _cells(line)]
    return names if "email" in names else None


def _bare(cell: str) -> str:
    return re.sub(r"[^a-z]", "", cell.lower().replace("é", "e"))


def _cells(line: str) -> list[str]:
    separator = next((each for each in "\t;," if each in line), ",")
    return [cell.strip() for cell in next(csv.reader([line], delimiter=separator), [])]


def _read(number: int, line: str, head: Sequence[str] | None) -> Iterator[Guest]:
    if head is not None:
        yield _of_row(number, line, head)
    elif line.count("@") > 1:
        # As mail programs copy the recipients of a letter.
        for part in re.findall(r"[^@]*@[^\s;,<>]*>?", line):
            yield _of_mailbox(number, part.strip(" ;,"))
    elif "<" in line:
        yield _of_mailbox(number, line.strip(" ;,"))
    else:
        yield _of_cells(number, line)


def _of_row(number: int, line: str, head: Sequence[str]) -> Guest:
    values = dict(zip(head, _cells(line), strict=False))
    both = " ".join(filter(None, [values.get("first"), values.get("last")]))
    return _guest(number, line, values.get("email", ""), both or values.get("name", ""))


def _of_cells(number: int, line: str) -> Guest:
    cells = _cells(line)
    if len(cells) == 1:
        cells = line.split()
    addresses = [cell for cell in cells if "@" in cell]
    names = [cell for cell in cells if cell and "@" not in cell]
    return _guest(number, line, addresses[0] if addresses else "", " ".join(names))


def _of_mailbox(number: int, written: str) -> Guest:
    try:
        mailbox = read_mailbox(written)
    except NotAnAddress:
        return Guest(number, written, fault=Fault.BAD_ADDRESS)
    return _guest(number, written, mailbox.address, mailbox.name)


def _guest(number: int, written: str, address: str, name: str) -> Guest:
    name = " ".join(name.split())
    if not address:
        return Guest(number, written, name=name, fault=Fault.NO_ADDRESS)
    try:
        mailbox = read_mailbox(address)
    except NotAnAddress:
        return Guest(number, written, name=name, fault=Fault.BAD_ADDRESS)
    if not mailbox.local.isascii() or len(mailbox.address) > MOST_ADDRESS:
        return Guest(number, written, name=name, fault=Fault.BAD_ADDRESS)
    wrong = len(name) > MOST_NAME or holds_address(name)
    fault = Fault.BAD_NAME if wrong else None
    return Guest(number, written, mailbox.address, name, fault)


def _mark_repeated(guests: Iterable[Guest]) -> Iterator[Guest]:
    seen: set[str] = set()
    for guest in guests:
        if guest.fault is None and guest.key in seen:
            yield replace(guest, fault=Fault.TWICE)
            continue
        if guest.fault is None:
            seen.add(guest.key)
        yield guest
