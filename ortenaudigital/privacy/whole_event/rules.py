"""When an event may be erased, on plain values."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from ortenaudigital.events.rules import EventState
from ortenaudigital.kernel.errors import DomainError
from ortenaudigital.privacy.whole_event.errors import (
    AlreadyAsked,
    LettersUnderWay,
    ScansUnsent,
    StillBooked,
    StillPublic,
)

# A request nobody confirms is forgotten after this.
LAPSES_AFTER = timedelta(days=7)
# Who confirms was an owner for so long: nobody brings a friend along only for that.
OWNER_FOR = timedelta(days=7)
# Why somebody wanted it may name people.
KEEP_REASONS = timedelta(days=365)


class ErasureState(StrEnum):
    """Where a request stands."""

    OPEN = "open"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
    LAPSED = "lapsed"
    # The worker is at it.
    CONFIRMED = "confirmed"
    ERASED = "erased"


@dataclass(frozen=True)
class Facts:
    """What is known of an event: when it ends, and what somebody still waits for.

    `bookings` are valid ones, of which one is enough; `letters` those that are due, `unsent` scans
    on phones.
    """

    state: EventState
    ends: datetime
    bookings: int = 0
    letters: int = 0
    unsent: int = 0


def check_erasable(facts: Facts, now: datetime) -> None:
    """Refuse to erase what somebody still relies on. Raises a DomainError that says what to do."""
    if (refusal := refusal_of(facts, now)) is not None:
        raise refusal


def refusal_of(facts: Facts, now: datetime) -> DomainError | None:
    """Return why an event may not be erased now, or None."""
    if facts.state is EventState.ERASING:
        return AlreadyAsked()
    if now < facts.ends:
        cancelled = facts.state is EventState.CANCELLED
        if facts.bookings and not cancelled:
            return StillBooked()
        if facts.state is EventState.PUBLISHED:
            return StillPublic()
        if facts.letters and cancelled:
            return LettersUnderWay(number=facts.letters)
    return ScansUnsent(number=facts.unsent) if facts.unsent else None


def has_lapsed(asked_at: datetime, now: datetime) -> bool:
    """Say whether a request is too old to be confirmed."""
    return now >= asked_at + LAPSES_AFTER
