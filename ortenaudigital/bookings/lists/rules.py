"""A selection of bookings on plain values: how an address writes it, and so what is stored of it.

The same query is what a list shows, what a letter goes to, what an export holds and what is done to
many at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import parse_qsl, urlencode

# In this order they stand in a stored query, whatever order they were chosen in.
WORDS = "q"
FIELDS = (
    *("status", "art", "tag", "da", "gruppe", "sprache", "antwort", "weg", "bedarf"),
    "erinnerung",
)
# Longer than any name with its organisation; what is stored shall not be a text.
LONGEST_WORDS = 200


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
