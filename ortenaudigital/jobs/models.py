"""The table of jobs."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from ortenaudigital.kernel.db import Model


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(Model):
    """One document to make: what kind, out of what; then how far it is, then the document.

    `scope` says what it belongs to (`event:7`), and is erased with it.
    """

    __tablename__ = "job"
    __table_args__ = (Index(None, "state", "due_at"), Index(None, "scope", "kind"))

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    scope: Mapped[str]
    subject: Mapped[dict[str, str]]
    language: Mapped[str]
    state: Mapped[str] = mapped_column(default=JobState.WAITING)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    percent: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[datetime | None]
    filename: Mapped[str] = mapped_column(default="")
    mimetype: Mapped[str] = mapped_column(default="")
    # Not read with the rest: lists of jobs are looked at more often than their documents.
    result: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)

    @property
    def pending(self) -> bool:
        """Say whether something is still to come of it."""
        return self.state in (JobState.WAITING, JobState.RUNNING)
