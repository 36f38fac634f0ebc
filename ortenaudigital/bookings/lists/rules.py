"""A selection of bookings on plain values: how an address writes it, and so what is stored of it.

The same query is what a list shows, what a letter goes to, what an export holds and what is done to
many at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from urllib.parse import parse_qsl, urlencode

# In this order they stand in a stored query, whatever order they were chosen in.
WORDS = "q"
SORT = "sort"
FIELDS = (
    *("status", "art", "tag", "da", "gruppe", "sprache", "antwort", "weg", "bedarf"),
    "erinnerung",
)
# Longer than any name with its organisation; what is stored shall not be a text.
LONGEST_WORDS = 200


BOOKED, NAME, REFERENCE, TICKETS = "gebucht", "name", "nummer", "tickets"
# By the type of its tickets, or by the day they admit to: by the first of several.
TYPE, DAY = "art", "tag"
SORTED_BY = (BOOKED, NAME, REFERENCE, TICKETS, TYPE, DAY)


@dataclass(frozen=True)
class Order:
    """What a list is sorted by, and which way."""

    by: str
    ascending: bool = True

    @property
    def word(self) -> str:
        """Return how an address says it."""
        return self.by if self.ascending else f"-{self.by}"


NEWEST = Order(BOOKED, ascending=False)


def read_order(word: str) -> Order:
    """Read what an address sorts by; what nobody can sort by is the usual, the newest first."""
    by = word.removeprefix("-")
    return Order(by, by == word) if by in SORTED_BY else NEWEST


class Reply(StrEnum):
    """What became of the question of the reminder whether somebody comes."""

    COMES = "kommt"
    RETURNED = "zurueck"
    NONE = "offen"


@dataclass(frozen=True)
class Selection:
    """Which bookings are meant: words that find them, and what is chosen by the name of a field."""

    words: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)

    @property
    def query(self) -> str:
        """Return the one way to write it: each field once, in one order, nothing that is empty."""
        pairs = [(WORDS, self.words), *((name, self.chosen.get(name, "")) for name in FIELDS)]
        return urlencode([(name, value) for name, value in pairs if value])


def read_selection(query: str) -> Selection:
    """Read a selection as an address writes it; of fields that are unknown nothing is kept."""
    return selection_of(dict(parse_qsl(query)))


def selection_of(values: Mapping[str, str]) -> Selection:
    """Return what the fields of an address select."""
    words = " ".join(values.get(WORDS, "")[:LONGEST_WORDS].split())
    return Selection(words, {name: values[name] for name in FIELDS if values.get(name)})


def stored_view(query: str) -> str:
    """Return what of an address a view keeps: what is chosen and the order, but no words.

    Words may be somebody's name, and everybody in the team would read it for half a year.
    """
    values = dict(parse_qsl(query))
    chosen = Selection(chosen=selection_of(values).chosen).query
    order = read_order(values.get(SORT, ""))
    return "&".join(filter(None, [chosen, "" if order == NEWEST else f"{SORT}={order.word}"]))


def next_year(query: str, shift: timedelta) -> str:
    """Return a view for the next edition: types keep their names, days have other dates."""
    values = dict(parse_qsl(query))
    if values.get("tag"):
        values["tag"] = (date.fromisoformat(values["tag"]) + shift).isoformat()
    return stored_view(urlencode(values))
