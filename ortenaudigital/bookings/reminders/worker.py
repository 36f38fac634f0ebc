"""The round of the worker that writes letters by time."""

from collections.abc import Callable
from datetime import datetime

from ortenaudigital.bookings.reminders.commands import KINDS, KINDS_FOR, write_next
from ortenaudigital.bookings.reminders.queries import list_events_near, list_finished, visits_to
from ortenaudigital.bookings.reminders.rules import Due, due_letters
from ortenaudigital.events.models import Event
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.texts.queries import switches_of

# Letters that wait already are not held up for longer by those that are written.
MOST_STEPS = 20


def write_due(clock: Callable[[], datetime]) -> None:
    """Write the letters that are due at this moment into the outbox, some in each transaction."""
    now = clock()
    for event in list_events_near(now):
        for due in _due(event, now):
            for _ in range(MOST_STEPS):
                with transaction():
                    more = write_next(event, due, now)
                if not more:
                    break
    db.session.rollback()


def _due(event: Event, now: datetime) -> list[Due]:
    """Return what is to be written, without what is done, or switched off as yet."""
    due = due_letters(visits_to(event), event.reminder_days, event.timezone, now)
    if not due:
        return []
    done, on = list_finished(event), switches_of(event.id)
    return [
        each
        for each in due
        if (KINDS[each.occasion], each.date) not in done
        and any(on.get(kind, True) for kind in KINDS_FOR[each.occasion])
    ]
