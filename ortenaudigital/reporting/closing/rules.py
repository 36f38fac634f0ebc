"""What is to be done once an event is over, on plain values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

# So long before the erasure the team is told of it.
NOTICE = timedelta(days=7)


class Step(StrEnum):
    """One thing to do, in the order in which it is mostly done."""

    PHONES = "phones"
    THANKS = "thanks"
    EXHIBITORS = "exhibitors"
    CERTIFICATES = "certificates"
    FEEDBACK = "feedback"
    REPORT = "report"
    COPY = "copy"
    ERASURE = "erasure"


# What nobody but people can know.
BY_HAND = frozenset({Step.THANKS, Step.EXHIBITORS, Step.CERTIFICATES, Step.COPY})


@dataclass(frozen=True)
class Facts:
    """What is known: moments at which something was done, and how many are still open.

    `ticks` are what somebody ticked by hand.
    """

    ends: datetime
    erasure: datetime
    thanked: datetime | None = None
    reported: datetime | None = None
    phones: int = 0
    feedback: int = 0
    next_edition: str | None = None
    has_fair: bool = False
    has_certificates: bool = False
    ticks: Mapping[Step, datetime] = field(default_factory=dict)


@dataclass(frozen=True)
class Task:
    """A line of the checklist: since when it is done, if it is; how many are open; until when.

    `can_tick`: somebody may say by hand that it is done; `ticked`: somebody did.
    """

    step: Step
    is_done: bool
    done_at: datetime | None = None
    number: int = 0
    due: datetime | None = None
    can_tick: bool = False
    ticked: bool = False


def checklist(facts: Facts, now: datetime) -> list[Task]:
    """List what belongs to the closing of an event; what it has nothing of is left out."""
    return list(_tasks(facts, now))


def _tasks(facts: Facts, now: datetime) -> Iterator[Task]:
    over = now >= facts.ends
    yield Task(Step.PHONES, over and not facts.phones, number=facts.phones)
    yield _by_hand(Step.THANKS, facts, facts.thanked)
    if facts.has_fair:
        yield _by_hand(Step.EXHIBITORS, facts)
    if facts.has_certificates:
        yield _by_hand(Step.CERTIFICATES, facts)
    yield Task(Step.FEEDBACK, over and not facts.feedback, number=facts.feedback)
    saved = facts.reported is not None and facts.reported >= facts.ends
    yield Task(Step.REPORT, saved, facts.reported if saved else None, due=facts.erasure)
    copied = _by_hand(Step.COPY, facts)
    yield Task(Step.COPY, True) if facts.next_edition else copied
    yield Task(Step.ERASURE, now >= facts.erasure, due=facts.erasure)


def _by_hand(step: Step, facts: Facts, known: datetime | None = None) -> Task:
    if known is not None:
        return Task(step, True, known)
    ticked = facts.ticks.get(step)
    return Task(step, ticked is not None, ticked, can_tick=True, ticked=ticked is not None)


def open_tasks(tasks: list[Task]) -> list[Task]:
    """Return what somebody has still to do; the erasure comes by itself."""
    return [each for each in tasks if not each.is_done and each.step is not Step.ERASURE]
