"""What an event needs now and how urgently, on plain values."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum


class Urgency(IntEnum):
    """How soon somebody should look after it; a lower number comes first."""

    # People are kept waiting, or get no letters, while nobody does anything.
    NOW = 1
    # Somebody expects a decision.
    DECIDE = 2
    # A moment comes near.
    SOON = 3
    # Good to know, nothing is lost yet.
    WATCH = 4


class Subject(StrEnum):
    """What needs somebody; of equal urgency in this order."""

    MAIL_TROUBLE = "mail_trouble"
    ERASING_ASKED = "erasing_asked"
    FAILED_LETTERS = "failed_letters"
    CONFLICTS = "conflicts"
    NO_PHONE = "no_phone"
    UNDELIVERED = "undelivered"
    DRAFT = "draft"
    LATE_LETTERS = "late_letters"
    APPLICATIONS = "applications"
    TASKS = "tasks"
    PLACES_FOR_WAITING = "places_for_waiting"
    FEEDBACK = "feedback"
    UNPLACED = "unplaced"
    UNTOLD = "untold"
    CHANGED = "changed"
    NEARLY_FULL = "nearly_full"
    BOOKING_CLOSES = "booking_closes"
    APPLICATIONS_CLOSE = "applications_close"
    CORRECTIONS_CLOSE = "corrections_close"
    REMINDER = "reminder"
    ERASURE = "erasure"
    ERASING_WAITS = "erasing_waits"
    WAITING_EXHIBITORS = "waiting_exhibitors"
    IN_LINE = "in_line"
    FREE_STANDS = "free_stands"


_ORDER = {subject: number for number, subject in enumerate(Subject)}

# So long before it, a moment is near.
NEAR = timedelta(days=7)
# With less than that a type is nearly full, in percent of its size.
FEW_LEFT = 10
# A type that will be full so soon, if it goes on as lately, is nearly full too.
FULL_WITHIN_DAYS = 7
# How long one waits for an answer before it is urgent.
PATIENCE = timedelta(days=7)
# An event that nobody may see yet should not be so near.
DRAFT_NEAR = timedelta(days=42)
DRAFT_URGENT = timedelta(days=14)
PHONES_BEFORE = timedelta(days=1)
# Pace is read from so many days.
LOOKBACK = timedelta(days=7)


@dataclass(frozen=True)
class Item:
    """One thing to see to: how many, of what, until when or since when; `days` until it is full."""

    subject: Subject
    urgency: Urgency
    number: int = 0
    title: str = ""
    moment: datetime | None = None
    days: int | None = None


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


def list_items(facts: Facts, now: datetime) -> list[Item]:
    """List what needs somebody, the most urgent first; of what comes near the next first."""
    found = [*_letters(facts), *_feedback(facts, now), *_conflicts(facts), *_erasure(facts, now)]
    found += _erasing(facts.erasing)
    if now < facts.moments.ends and not facts.is_cancelled:
        found += [*_guests(facts), *_fair(facts.fair, now), *_soon(facts, now)]
    return sorted(found, key=_rank)


def _rank(item: Item) -> tuple[int, float, int, str]:
    # What comes near goes by time, before what may become full by a date that is only estimated.
    at = 0.0
    if item.urgency is Urgency.SOON:
        at = item.moment.timestamp() if item.moment else math.inf
    return item.urgency, at, _ORDER[item.subject], item.title


def _letters(facts: Facts) -> Iterator[Item]:
    letters = facts.letters
    if letters.trouble_since:
        yield Item(Subject.MAIL_TROUBLE, Urgency.NOW, moment=letters.trouble_since)
    if letters.failed:
        yield Item(Subject.FAILED_LETTERS, Urgency.NOW, letters.failed)
    if letters.late and not letters.trouble_since:
        yield Item(Subject.LATE_LETTERS, Urgency.DECIDE, letters.late)


def _feedback(facts: Facts, now: datetime) -> Iterator[Item]:
    if facts.feedback:
        late = facts.feedback_since is not None and now - facts.feedback_since > PATIENCE
        urgency = Urgency.NOW if late else Urgency.DECIDE
        yield Item(Subject.FEEDBACK, urgency, facts.feedback, moment=facts.feedback_since)


def _conflicts(facts: Facts) -> Iterator[Item]:
    if facts.conflicts:
        yield Item(Subject.CONFLICTS, Urgency.NOW, facts.conflicts)


def _erasure(facts: Facts, now: datetime) -> Iterator[Item]:
    at = facts.moments.erasure
    if at is not None and now < at <= now + NEAR:
        yield Item(Subject.ERASURE, Urgency.SOON, moment=at)


def _erasing(erasing: Erasing | None) -> Iterator[Item]:
    if erasing is not None and erasing.is_mine:
        yield Item(Subject.ERASING_WAITS, Urgency.WATCH, moment=erasing.until)
    elif erasing is not None:
        yield Item(Subject.ERASING_ASKED, Urgency.DECIDE, moment=erasing.until)


def _guests(facts: Facts) -> Iterator[Item]:
    if facts.undelivered:
        yield Item(Subject.UNDELIVERED, Urgency.NOW, facts.undelivered)
    in_line = 0
    for each in facts.types:
        if each.waiting and each.left > 0:
            yield Item(Subject.PLACES_FOR_WAITING, Urgency.DECIDE, each.waiting, each.title)
        else:
            in_line += each.waiting
        if (nearly := _nearly_full(each)) is not None:
            yield nearly
    if in_line:
        yield Item(Subject.IN_LINE, Urgency.WATCH, in_line)


def _nearly_full(each: TypeFacts) -> Item | None:
    if not each.size or each.left <= 0:
        return None
    days = days_until_full(each.left, each.lately)
    soon = days is not None and days <= FULL_WITHIN_DAYS
    if each.left * 100 > each.size * FEW_LEFT and not soon:
        return None
    urgency = Urgency.SOON if soon else Urgency.WATCH
    return Item(Subject.NEARLY_FULL, urgency, each.left, each.title, days=days if soon else None)


def days_until_full(left: int, lately: int) -> int | None:
    """Say in how many days the places are gone if it goes on as in the last week, at least one.

    None if nobody booked in that time.
    """
    if lately <= 0:
        return None
    return max(1, -(-left * LOOKBACK.days // lately))


def _fair(fair: FairFacts, now: datetime) -> Iterator[Item]:
    if fair.applied:
        late = fair.applied_since is not None and now - fair.applied_since > PATIENCE
        urgency = Urgency.NOW if late else Urgency.DECIDE
        yield Item(Subject.APPLICATIONS, urgency, fair.applied, moment=fair.applied_since)
    for subject, urgency, number in (
        (Subject.TASKS, Urgency.DECIDE, fair.tasks),
        (Subject.UNPLACED, Urgency.DECIDE, fair.unplaced),
        (Subject.UNTOLD, Urgency.DECIDE, fair.untold),
        (Subject.CHANGED, Urgency.DECIDE, fair.changed),
        (Subject.WAITING_EXHIBITORS, Urgency.WATCH, fair.on_list if fair.free else 0),
        (Subject.FREE_STANDS, Urgency.WATCH, fair.free),
    ):
        if number:
            yield Item(subject, urgency, number)


def _soon(facts: Facts, now: datetime) -> Iterator[Item]:
    moments = facts.moments
    if facts.is_draft:
        if now >= moments.opens - DRAFT_NEAR:
            urgent = now >= moments.opens - DRAFT_URGENT
            urgency = Urgency.NOW if urgent else Urgency.DECIDE
            yield Item(Subject.DRAFT, urgency, moment=moments.opens)
        return
    if not facts.phones and now >= moments.opens - PHONES_BEFORE:
        yield Item(Subject.NO_PHONE, Urgency.NOW, moment=moments.opens)
    for subject, at in (
        (Subject.BOOKING_CLOSES, moments.booking_closes),
        (Subject.APPLICATIONS_CLOSE, moments.applications_close),
        (Subject.CORRECTIONS_CLOSE, moments.corrections_close),
        (Subject.REMINDER, moments.reminder),
    ):
        if at is not None and now < at <= now + NEAR:
            yield Item(subject, Urgency.SOON, moment=at)
