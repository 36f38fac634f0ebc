"""The verdict of a scan, decided on plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Verdict(StrEnum):
    """What comes of a scan; only WELCOME lets in."""

    WELCOME = "welcome"
    ALREADY_IN = "already_in"
    CANCELLED = "cancelled"
    REPLACED = "replaced"
    WRONG_DAY = "wrong_day"
    NOT_OPEN = "not_open"
    UNKNOWN = "unknown"
    OTHER_EVENT = "other_event"


@dataclass(frozen=True)
class DayWindow:
    """A day of the event: its date, and from when (included) to when (excluded) doors are open."""

    date: date
    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True)
class TicketFacts:
    """All that a verdict depends on: `admitted` maps dates to the first admission on them."""

    same_event: bool
    days: frozenset[date]
    cancelled: bool = False
    replaced: bool = False
    admitted: Mapping[date, datetime] = field(default_factory=dict)


@dataclass(frozen=True)
class Decision:
    """A verdict, and the date it speaks of where it has one."""

    verdict: Verdict
    day: date | None = None


def decide(
    ticket: TicketFacts | None, windows: Sequence[DayWindow], today: date, at: datetime
) -> Decision:
    """Decide on a scan at the moment `at`, which is `today` in the zone of the event."""
    if ticket is None:
        return Decision(Verdict.UNKNOWN)
    if not ticket.same_event:
        return Decision(Verdict.OTHER_EVENT)
    if ticket.replaced:
        return Decision(Verdict.REPLACED)
    if ticket.cancelled:
        return Decision(Verdict.CANCELLED)
    window = next((window for window in windows if window.date == today), None)
    if window is None or today not in ticket.days:
        return Decision(Verdict.WRONG_DAY)
    if today in ticket.admitted:
        return Decision(Verdict.ALREADY_IN, today)
    if not window.opens_at <= at < window.closes_at:
        return Decision(Verdict.NOT_OPEN, today)
    return Decision(Verdict.WELCOME, today)
