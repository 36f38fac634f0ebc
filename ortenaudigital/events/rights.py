"""What guests and exhibitors rely on, and what a change does to it, as plain values.

Nothing that somebody holds is taken away without a decision: the days of a ticket type, the date of
a day, its hours, the place. What is decided is said to everybody whom it concerns.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True)
class DayRights:
    """A day: its doors, how many tickets admit to it, who holds a stand, who was let in.

    `capacity` is how many tickets may admit to it, if anything limits them.
    """

    opens_at: datetime
    closes_at: datetime
    tickets: int = 0
    holders: int = 0
    admitted: int = 0
    index: int = 0
    capacity: int | None = None

    @property
    def is_held(self) -> bool:
        """Say whether anybody relies on the day."""
        return bool(self.tickets or self.holders)


@dataclass(frozen=True)
class TypeRights:
    """A ticket type: the days it admits to, its places, and how many of them are taken.

    `quotas` names those that it shares with others. `granted` are places that organisers added by
    hand, on top of `quota`.
    """

    days: frozenset[date]
    quota: int | None
    taken: int = 0
    index: int = 0
    quotas: frozenset[str] = frozenset()
    granted: int = 0


@dataclass(frozen=True)
class QuotaRights:
    """Places that ticket types share."""

    size: int
    index: int = 0
    granted: int = 0


@dataclass(frozen=True)
class Rights:
    """An event as people rely on it; `index` of its parts is their place in the file."""

    place: str
    days: Mapping[date, DayRights]
    types: Mapping[str, TypeRights]
    quotas: Mapping[str, QuotaRights] = field(default_factory=dict)


@dataclass(frozen=True)
class Decision:
    """What the organisers decided: dates that move, changes that are told, a mere spelling."""

    moves: Mapping[date, date] = field(default_factory=dict)
    announce: bool = False
    same_place: bool = False
    # What somebody else changed meanwhile is overwritten.
    force: bool = False
    # It is only looked at, and taken back: nobody is written to.
    trial: bool = False


@dataclass(frozen=True)
class DayChange:
    """A day that is no longer what it was: its date or its hours, and who relies on it."""

    was: date
    becomes: date
    before: DayRights
    after: DayRights
    told: bool


@dataclass(frozen=True)
class Change:
    """What an import does to what people rely on; with faults, it must not be done."""

    faults: tuple[str, ...] = ()
    days: tuple[DayChange, ...] = ()
    place: tuple[str, str] | None = None
    place_told: bool = False
    types: bool = False

    @property
    def in_calendars(self) -> bool:
        """Say whether what was offered so far, and stands in calendars, is no longer right."""
        return bool(self.days or self.place or self.types)
