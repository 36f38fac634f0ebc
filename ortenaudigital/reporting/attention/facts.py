"""What is known of an event, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class TypeFacts:
    """A ticket type that can be booked: places left of how many, how many went lately, who waits.

    `size` is None if nothing limits it.
    """

    title: str
    size: int | None
    left: int
    lately: int
    waiting: int = 0


@dataclass(frozen=True)
class FairFacts:
    """How many exhibitors wait for what, and since when the one who waits longest for a decision.

    `on_list` is who waits for a stand, `free` how many slots are free.
    """

    applied: int = 0
    applied_since: datetime | None = None
    unplaced: int = 0
    untold: int = 0
    changed: int = 0
    tasks: int = 0
    on_list: int = 0
    free: int = 0


@dataclass(frozen=True)
class LetterFacts:
    """Letters that failed, that wait after a failure, and since when none goes out at all."""

    failed: int = 0
    late: int = 0
    trouble_since: datetime | None = None


@dataclass(frozen=True)
class Moments:
    """What comes at which moment, where it does."""

    opens: datetime
    ends: datetime
    booking_closes: datetime | None = None
    applications_close: datetime | None = None
    corrections_close: datetime | None = None
    reminder: datetime | None = None
    erasure: datetime | None = None


@dataclass(frozen=True)
class Erasing:
    """That somebody wants the event erased: until when it can be confirmed, and whether by others.

    `is_mine`: who looks has asked for it, and waits for a second owner.
    """

    until: datetime
    is_mine: bool


@dataclass(frozen=True)
class Facts:
    """All that is known of an event; an organiser who may not see a part gets it empty."""

    moments: Moments
    is_draft: bool = False
    is_cancelled: bool = False
    types: Sequence[TypeFacts] = ()
    fair: FairFacts = field(default_factory=FairFacts)
    letters: LetterFacts = field(default_factory=LetterFacts)
    undelivered: int = 0
    conflicts: int = 0
    phones: int = 0
    feedback: int = 0
    feedback_since: datetime | None = None
    erasing: Erasing | None = None
