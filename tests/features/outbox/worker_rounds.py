"""A worker that goes round so many times, with letters of a kind that tests write."""

import threading
from datetime import UTC, datetime, timedelta

from ortenaudigital.adapters.mailer import Composed, Postman
from ortenaudigital.cli.rounds import Chore, work
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.commands import About, enqueue
from ortenaudigital.outbox.queries import list_letters
from ortenaudigital.outbox.worker import Sender

NOW = datetime(2027, 6, 1, 12, 0, tzinfo=UTC)
LEASE = timedelta(minutes=2)


# Every further look at what is due sees a later moment, so that leases end.
STEP = timedelta(minutes=1)


def compose(subject_id: str) -> Composed | None:
    return Composed(f"reader{subject_id}@example.org", "Grüße", "Text", "<p>Text</p>")


def put(*subjects: int) -> None:
    with transaction():
        for subject in subjects:
            enqueue("test", About(subject, str(subject)), NOW)


def states() -> dict[str, str]:
    db.session.rollback()
    db.session.expire_all()
    return {letter.subject_id: letter.state for letter in list_letters()}


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def run_worker(rounds: int = 8, chores: list[Chore] | None = None) -> None:
    """Let the worker go round so many times, then stop it; what it raises fails the test."""
    stop, clock = threading.Event(), Clock()
    left = iter(range(rounds))

    def count() -> None:
        clock.now += STEP
        if next(left, None) is None:
            stop.set()

    with Postman() as postman:
        counting = Chore("counting", 0.0, count)
        work(Sender(postman, clock, LEASE), [*(chores or []), counting], stop)
