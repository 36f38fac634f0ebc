"""How a feature says which personal data it holds: in its own `privacy.py`, listed in `wiring`.

Whoever is asked for their data, or has the right to be forgotten, is a `Person`; what a feature
holds about them is a `Finding`. `ortenaudigital/privacy` asks all features alike.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import chain
from typing import Any, ClassVar

from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute

from ortenaudigital.kernel.addresses import address_key
from ortenaudigital.kernel.text import search_text


class Fate(StrEnum):
    """What becomes of a column when the people in it are forgotten."""

    ERASED = "erased"
    # Goes with its row, when those whom it names are erased and some days after it was made.
    DELETED = "deleted"
    # Words for machines, hashes, numbers of things: nobody can be named in it.
    NO_PERSON = "no_person"
    # Written to be published, by organisers or by exhibitors who were accepted.
    PUBLISHED = "published"
    # Accounts last as long as their owners work here, or until they ask.
    ACCOUNT = "account"


def columns_of(table: str, **names: str) -> dict[str, Fate]:
    """Claim columns of a table: `erased="name email"` and the like, by the words of `Fate`."""
    return {
        f"{table}.{column}": Fate(fate)
        for fate, listed in names.items()
        for column in listed.split()
    }


def tables(names: str) -> frozenset[str]:
    """Name tables whose rows go with their event."""
    return frozenset(names.split())


@dataclass(frozen=True)
class Person:
    """Somebody by their mail address, with what was learned while looking for them.

    `names` are their own, `subjects` the ids under which other features tell of them, and `also`
    the keys of what was found by name only and is theirs.
    """

    address: str
    names: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()
    also: frozenset[str] = frozenset()

    def has(self, address: str) -> bool:
        """Say whether an address is theirs: whatever its case, but with all that is in it."""
        return address_key(address) == address_key(self.address)

    def ids_of(self, kind: str = "") -> list[str]:
        """Return the subjects of a kind, such as `event:`, without it; else those without any."""
        found = sorted(self.subjects)
        if kind:
            return [each.removeprefix(kind) for each in found if each.startswith(kind)]
        return [each for each in found if ":" not in each]

    def may_have(self, column: InstrumentedAttribute[str]) -> ColumnElement[bool]:
        """Say in SQL which rows to look at with `has`: theirs are among them."""
        return column.ilike(_pattern(address_key(self.address)), escape="\\")

    def is_named(self, text: str) -> bool:
        """Say whether a text has the address in it, or all words of one of their names."""
        found = _words(text)
        return self.address.lower() in text.lower() or any(
            _words(name) <= found for name in self.names
        )

    def may_be_meant(self, text: str) -> bool:
        """Say whether somebody with one of their last names is in a text."""
        found = _words(text)
        return self.is_named(text) or any(
            _words(name.split()[-1]) & found for name in self.names if name.split()
        )


def _pattern(key: str) -> str:
    """Return what the SQL of both databases compares by: it knows no case but that of ASCII."""
    local, _, domain = key.rpartition("@")
    escaped = re.sub(r"([\\%_])", r"\\\1", local)
    ascii_only = re.sub(r"[^\x00-\x7f]+", "%", escaped)
    # The same domain may be stored in its own letters, or spelled in ASCII.
    return f"{ascii_only}@{'%' if 'xn--' in domain else domain}"


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", search_text(text)))


@dataclass(frozen=True)
class Finding:
    """What is stored about a person in one place.

    `key` names it for the operator (`booking:OD-7K3M9P`), `label` says it in one line, and
    `data` is all of it, in values that JSON knows or moments. `of` is the key of its whole.
    """

    key: str
    label: str
    data: Mapping[str, Any]
    ids: tuple[Any, ...] = ()
    of: str | None = None
    names: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()
    # Found by name only: it may be somebody else's, and is touched only if the operator says so.
    certain: bool = True
    # Why it stays, if it does.
    kept: str = ""


@dataclass(frozen=True)
class Correction:
    """What is right instead; None stays as it is."""

    name: tuple[str, str] | None = None
    email: str | None = None

    @property
    def full_name(self) -> str | None:
        """Return the new name in one piece."""
        return " ".join(filter(None, self.name)) if self.name else None

    @property
    def fields(self) -> list[str]:
        """Return what is corrected, for the history."""
        return [field for field in ("name", "email") if getattr(self, field) is not None]


@dataclass(frozen=True)
class Request:
    """What is done for a person at their wish: when, and who does it."""

    person: Person
    findings: Sequence[Finding]
    now: datetime
    actor: str
    correction: Correction = field(default_factory=Correction)

    def ids(self, kind: str) -> list[Any]:
        """Return the ids of the findings of a kind, which is what their keys begin with."""
        found = (each.ids for each in self.findings if each.key.startswith(f"{kind}:"))
        return list(chain.from_iterable(found))


@dataclass(frozen=True)
class Going:
    """An event that is erased as a whole: which, by whose decision, and how much of it at once."""

    event_id: int
    erasure_id: int
    now: datetime
    most: int


@dataclass(frozen=True)
class Due:
    """What is to be forgotten because its time was over by a moment, and how much of it at once."""

    until: datetime
    now: datetime
    most: int


class Holder:
    """A feature that holds personal data. Each claims its columns, and answers what applies to it.

    All of it runs inside the transaction of the caller.
    """

    columns: ClassVar[Mapping[str, Fate]] = {}
    # Tables whose rows go with their event; of those that know an event and stay, why.
    of_event: ClassVar[frozenset[str]] = frozenset()
    stays: ClassVar[Mapping[str, str]] = {}

    def find(self, person: Person) -> Iterable[Finding]:
        """Find what is stored about a person."""
        return ()

    def correct(self, request: Request) -> None:
        """Write what is right in the place of what is wrong."""

    def erase(self, request: Request) -> None:
        """Forget a person at their own wish; what counts them stays."""

    def count_due(self, until: datetime) -> int:
        """Count what is to be forgotten by a moment because its time is over."""
        return 0

    def erase_due(self, due: Due) -> int:
        """Forget some of what is due; return how many rows."""
        return 0

    def erase_event(self, going: Going) -> int:
        """Erase some of what no foreign key of an event leads to, before its rows go.

        Returns how many rows; it is asked again until there is nothing left.
        """
        return 0

    def tidy_up(self, _now: datetime) -> None:
        """Drop what only the rows of an event kept alive, once they are gone."""
