"""What the fair of an event needs: decisions, stands and tasks."""

from collections.abc import Iterator
from datetime import datetime

from ortenaudigital.reporting.attention.facts import FairFacts
from ortenaudigital.reporting.attention.items import Item, Subject, Urgency, urgency_since


def of_fair(fair: FairFacts, now: datetime) -> Iterator[Item]:
    """Yield what exhibitors wait for, and which stands are free."""
    if fair.applied:
        urgency = urgency_since(fair.applied_since, now)
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
