"""What features export as tables: each says in its own `exports.py`, `wiring` lists them."""

from collections.abc import Callable, Mapping
from datetime import datetime

from ortenaudigital.adapters.tables import Table
from ortenaudigital.events.errors import UnknownTable
from ortenaudigital.events.models import Event
from ortenaudigital.events.rules import DEFAULT_LANGUAGE
from ortenaudigital.kernel.clock import local

Export = Callable[[Event], Table]
_exports: dict[str, Export] = {}


def register(exports: Mapping[str, Export]) -> None:
    """Say which tables there are, by the names that they are asked for."""
    _exports.clear()
    _exports.update(exports)


def make_table(name: str, event: Event) -> Table:
    """Describe a table of an event, in the language of the moment. Raises UnknownTable."""
    if name not in _exports:
        raise UnknownTable(list(_exports))
    return _exports[name](event)


def wall_clock(moment: datetime | None, event: Event) -> datetime | None:
    """Return a moment as the clocks at the event show it, to the second."""
    return wall_clock_in(event.timezone, moment)


def wall_clock_in(zone: str, moment: datetime | None) -> datetime | None:
    """Return a moment as the clocks of a zone show it, to the second."""
    return local(moment, zone).replace(tzinfo=None, microsecond=0) if moment else None


def in_german(texts: Mapping[str, str], otherwise: str) -> str:
    """Return the German one of a text's languages; tables name things as the office does."""
    return texts.get(DEFAULT_LANGUAGE) or otherwise
