"""The kinds of letters whose texts organisers may change: listed in `wiring`, a line each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ortenaudigital.adapters.mailer import Composed
from ortenaudigital.outbox.texts.rules import UnknownKind

# What every letter about an event can say. Whoever writes one with more hands it on as
# `placeholders` in the context, and lists it here by `GuestLetter.placeholders`.
OF_EVENT = ("veranstaltung", "ort")


@dataclass(frozen=True)
class GuestLetter:
    """A kind of letter with editable texts.

    `example` writes one about an event in a language, for a preview, about nobody who is stored.
    `needed`: it cannot be switched off. `usual`: it goes out unless somebody says otherwise.
    """

    example: Callable[[Any, str], Composed]
    placeholders: tuple[str, ...] = OF_EVENT
    needed: bool = False
    usual: bool = True


_kinds: dict[str, GuestLetter] = {}


def register(kinds: Mapping[str, GuestLetter]) -> None:
    """Say which kinds there are, in the order in which they are listed."""
    _kinds.clear()
    _kinds.update(kinds)


def all_kinds() -> Mapping[str, GuestLetter]:
    """Return all kinds with editable texts."""
    return _kinds


def get_kind(name: str) -> GuestLetter:
    """Return a kind. Raises UnknownKind."""
    if name not in _kinds:
        raise UnknownKind()
    return _kinds[name]
