"""The columns that everything has that waits in a queue."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ortenaudigital.kernel.db import Model
from ortenaudigital.queue.rules import WAITING, Priority

# SQLite would give the id of a deleted row to the next one: a worker that still has the old
# one in hand would write what it made into the new one.
NEVER_AGAIN = {"sqlite_autoincrement": True}


class Queued(Model):
    """A row of a queue. Each kind of work has a table of its own, with these columns in it.

    Whoever waits is `waiting`, also while a worker has it in hand; `failed` is a dead letter, which
    only a person puts back.
    """

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    # A second row with the same key is refused; None may come as often as it likes.
    unique_key: Mapped[str | None]
    state: Mapped[str] = mapped_column(default=WAITING)
    priority: Mapped[int] = mapped_column(default=Priority.NORMAL)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    # Until then it is in the hand of a worker.
    claimed_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)


def queue_rules() -> tuple[Any, ...]:
    """Return the constraints and indexes that each table of a queue needs."""
    # In the order in which rows are handed out: who asks what is next reads one of them.
    return (UniqueConstraint("unique_key"), Index(None, "state", "priority", "due_at", "id"))
