"""What comes at a moment: publishing, the door, ends of deadlines, and erasing."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from ortenaudigital.reporting.attention.facts import Erasing, Facts, Moments
from ortenaudigital.reporting.attention.items import Item, Subject, Urgency

# So long before it, a moment is near.
NEAR = timedelta(days=7)
# An event that nobody may see yet should not be so near.
DRAFT_NEAR = timedelta(days=42)
DRAFT_URGENT = timedelta(days=14)
PHONES_BEFORE = timedelta(days=1)


def of_draft(moments: Moments, now: datetime) -> Item:
    """Say that nobody sees the event yet, the more urgently the nearer it is."""
    urgency = Urgency.WATCH
    if now >= moments.opens - DRAFT_NEAR:
        urgency = Urgency.NOW if now >= moments.opens - DRAFT_URGENT else Urgency.DECIDE
    return Item(Subject.DRAFT, urgency, moment=moments.opens)


def of_moments(facts: Facts, now: datetime) -> Iterator[Item]:
    """Yield what ends or begins soon of an event that people see."""
    moments = facts.moments
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


def of_erasure(moments: Moments, now: datetime) -> Iterator[Item]:
    """Yield that names are forgotten soon."""
    at = moments.erasure
    if at is not None and now < at <= now + NEAR:
        yield Item(Subject.ERASURE, Urgency.SOON, moment=at)


def of_erasing(erasing: Erasing | None) -> Iterator[Item]:
    """Yield that somebody wants the event erased."""
    if erasing is not None and erasing.is_mine:
        yield Item(Subject.ERASING_WAITS, Urgency.WATCH, moment=erasing.until)
    elif erasing is not None:
        yield Item(Subject.ERASING_ASKED, Urgency.DECIDE, moment=erasing.until)
