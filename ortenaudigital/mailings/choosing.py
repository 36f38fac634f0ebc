"""Who is chosen, who of them gets a letter, and in which languages: asked, and then settled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from sqlalchemy import update

from ortenaudigital.kernel.db import db
from ortenaudigital.mailings.models import Mailing
from ortenaudigital.mailings.rules import LeftOut, MailingState

# So long a draft need not be counted again; whoever booked since is not in it.
KEPT_FOR = timedelta(minutes=10)


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


@dataclass(frozen=True)
class Counted:
    """Who was chosen at a moment."""

    summary: Summary
    at: datetime


def count(choice: Choice, now: datetime) -> Counted:
    """Count who is chosen now."""
    return Counted(choice.summary(), now)


def keep(mailing: Mailing, version: int, counted: Counted) -> None:
    """Keep what was counted of a version of a draft, unless there is another by now."""
    whole = {
        "by_language": dict(counted.summary.by_language),
        "left_out": {reason.value: number for reason, number in counted.summary.left_out.items()},
    }
    same = (Mailing.id == mailing.id, Mailing.version == version)
    query = update(Mailing).where(*same, Mailing.state == MailingState.DRAFT)
    db.session.execute(query.values(counted=whole, counted_at=counted.at))


def find_kept(mailing: Mailing, now: datetime) -> Counted | None:
    """Find what was counted of a draft as it is, a while ago at most."""
    kept, at = mailing.counted, mailing.counted_at
    if kept is None or at is None or not at <= now <= at + KEPT_FOR:
        return None
    left_out = {LeftOut(reason): number for reason, number in kept["left_out"].items()}
    return Counted(Summary(kept["by_language"], left_out), at)
