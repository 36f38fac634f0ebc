"""One thing that an event needs: about what, how urgently, and what comes before what."""

import math
from dataclasses import dataclass
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

    DRAFT = "draft"
    MAIL_TROUBLE = "mail_trouble"
    ERASING_ASKED = "erasing_asked"
    FAILED_LETTERS = "failed_letters"
    CONFLICTS = "conflicts"
    NO_PHONE = "no_phone"
    UNDELIVERED = "undelivered"
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


# How long one waits for an answer before it is urgent.
PATIENCE = timedelta(days=7)
_ORDER = {subject: number for number, subject in enumerate(Subject)}


@dataclass(frozen=True)
class Item:
    """One thing to see to: how many, of what, until when or since when; `days` until it is full."""

    subject: Subject
    urgency: Urgency
    number: int = 0
    title: str = ""
    moment: datetime | None = None
    days: int | None = None


def rank(item: Item) -> tuple[bool, int, float, int, str]:
    """Say what an item is sorted by: a draft first of all, then by urgency."""
    # What comes near goes by time, before what may become full by a date that is only estimated.
    at = 0.0
    if item.urgency is Urgency.SOON:
        at = item.moment.timestamp() if item.moment else math.inf
    published = item.subject is not Subject.DRAFT
    return published, item.urgency, at, _ORDER[item.subject], item.title


def urgency_since(moment: datetime | None, now: datetime) -> Urgency:
    """Say how urgent an answer is to who has waited longest since a moment."""
    late = moment is not None and now - moment > PATIENCE
    return Urgency.NOW if late else Urgency.DECIDE
