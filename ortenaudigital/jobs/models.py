"""The table of jobs."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from ortenaudigital.kernel.choices import choice
from ortenaudigital.queue.models import NEVER_AGAIN, Queued, queue_rules
from ortenaudigital.queue.rules import FAILED, WAITING


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = WAITING
    DONE = "done"
    FAILED = FAILED


class Job(Queued):
    """One document to make: what kind, out of what; then how far it is, then the document.

    `scope` says what it belongs to (`event:7`), and is erased with it. Its key says what is asked
    for, and is given up when it ends: who asks then gets a new one.
    """

    __tablename__ = "job"
    __table_args__ = (*queue_rules(), Index(None, "scope", "kind"), NEVER_AGAIN)

    state: Mapped[JobState] = mapped_column(
        choice(JobState, "known_state"), default=JobState.WAITING
    )
    scope: Mapped[str]
    subject: Mapped[dict[str, str]]
    language: Mapped[str]
    percent: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[datetime | None]
    filename: Mapped[str] = mapped_column(default="")
    mimetype: Mapped[str] = mapped_column(default="")
    # Not read with the rest: lists of jobs are looked at more often than their documents.
    result: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)

    @property
    def pending(self) -> bool:
        """Say whether something is still to come of it."""
        return self.state == JobState.WAITING

    @property
    def running(self) -> bool:
        """Say whether a worker is at it."""
        return self.pending and self.claimed_until is not None
