"""What went wrong: letters that fail, conflicts at the door, pages that somebody reports."""

from collections.abc import Iterator
from datetime import datetime

from ortenaudigital.reporting.attention.facts import Facts, LetterFacts
from ortenaudigital.reporting.attention.items import Item, Subject, Urgency, urgency_since


def of_letters(letters: LetterFacts) -> Iterator[Item]:
    """Yield what became of letters."""
    if letters.trouble_since:
        yield Item(Subject.MAIL_TROUBLE, Urgency.NOW, moment=letters.trouble_since)
    if letters.failed:
        yield Item(Subject.FAILED_LETTERS, Urgency.NOW, letters.failed)
    if letters.late and not letters.trouble_since:
        yield Item(Subject.LATE_LETTERS, Urgency.DECIDE, letters.late)


def of_feedback(facts: Facts, now: datetime) -> Iterator[Item]:
    """Yield what people have reported about pages."""
    if facts.feedback:
        urgency = urgency_since(facts.feedback_since, now)
        yield Item(Subject.FEEDBACK, urgency, facts.feedback, moment=facts.feedback_since)


def of_conflicts(facts: Facts) -> Iterator[Item]:
    """Yield where phones at the door and the server differ."""
    if facts.conflicts:
        yield Item(Subject.CONFLICTS, Urgency.NOW, facts.conflicts)
