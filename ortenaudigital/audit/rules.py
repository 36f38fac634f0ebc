"""As what somebody acts, in words that name nobody, what a subject is, and what changed."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from enum import Enum
from typing import Any
from uuid import UUID

from ortenaudigital.kernel.text import search_text

DEVICE, ORGANISER = "device", "organiser"
ROLES = frozenset(
    (
        *("holder", "companion", "exhibitor", "invited", "visitor", "stranger"),
        *("worker", "command line", "demo", ORGANISER, DEVICE),
    )
)


def role_of(actor: str) -> str:
    """Return as what somebody acts: a role is itself, an address is an organiser's."""
    if actor in ROLES:
        return actor
    return ORGANISER if "@" in actor or actor.startswith("user:") else DEVICE


def event_of(subject: str) -> int | None:
    """Return the event that a subject is; of others, callers say it."""
    kind, _, number = subject.partition(":")
    return int(number) if kind == "event" and number.isdecimal() else None


def from_to(
    was: Mapping[str, Any], becomes: Mapping[str, Any], only_named: Collection[str] = ()
) -> dict[str, Any]:
    """Return what the history says of values that differ; of some, only that they do.

    `only_named`: what may name or describe somebody, or is too long to be repeated.
    """
    differ = [name for name in becomes if was.get(name) != becomes[name]]
    changes = [
        [name, _plain(was.get(name)), _plain(becomes[name])]
        for name in differ
        if name not in only_named
    ]
    fields = [name for name in differ if name in only_named]
    return {key: each for key, each in (("changes", changes), ("fields", fields)) if each}


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(each) for each in value]
    return str(value) if isinstance(value, UUID) else value


# Of forty values each is found by how it begins.
MOST_WORDS = 2000
# What holds values: numbers elsewhere only count, and nobody looks for those.
_VALUES = frozenset(("was", "becomes", "changes", "fields", "days"))


def words_of(details: Mapping[str, Any]) -> str:
    """Return what an entry is found by of what it says: values, and what they are of, folded."""
    found = [
        word
        for key, value in details.items()
        for word in _words(value, with_numbers=key in _VALUES)
    ]
    return search_text(*found)[:MOST_WORDS] if found else ""


def _words(value: Any, *, with_numbers: bool) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _words(each, with_numbers=with_numbers)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _words(each, with_numbers=with_numbers)
    elif with_numbers and isinstance(value, int | float) and not isinstance(value, bool):
        yield str(value)
