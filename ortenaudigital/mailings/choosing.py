"""Who is chosen, who of them gets a letter, and in which languages: asked, and then settled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from ortenaudigital.mailings.rules import LeftOut


@dataclass(frozen=True)
class Summary:
    """How many were chosen: who gets a letter, by the language of each, and who is left out."""

    by_language: Mapping[str, int] = field(default_factory=dict)
    left_out: Mapping[LeftOut, int] = field(default_factory=dict)

    @property
    def recipients(self) -> int:
        """Return how many get a letter."""
        return sum(self.by_language.values())


class Choice(Protocol):
    """A way to choose; what it finds may change until it is stored."""

    def summary(self) -> Summary:
        """Count who is chosen now."""

    def store(self, mailing_id: int) -> None:
        """Settle who is chosen: write the recipients of a mailing."""

    def at_least(self, most: int) -> int:
        """Count who is chosen and reached, no further than one more than `most`.

        Of several with one address each is counted: it is a figure of the size, not of letters.
        """

    def first(self, most: int) -> Sequence[UUID]:
        """Return some who get a letter, so many at most, in the order in which it leaves."""


def summed(rows: list[tuple[LeftOut | None, str, int]]) -> Summary:
    """Sum up counts by reason and language."""
    by_language: dict[str, int] = {}
    left_out: dict[LeftOut, int] = {}
    for reason, language, number in rows:
        if reason is None:
            by_language[language] = by_language.get(language, 0) + number
        else:
            left_out[reason] = left_out.get(reason, 0) + number
    return Summary(by_language, left_out)
