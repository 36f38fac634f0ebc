"""The table of letters."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ortenaudigital.db import Model


class LetterState(StrEnum):
    """Where a letter is on its way."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


class Letter(Model):
    """One letter: what kind, about what.

    Address and text are read from the subject when it is sent.
    """

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("message_id"),
        Index(None, "state", "due_at"),
        Index(None, "subject_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str]
    kind: Mapped[str]
    subject_id: Mapped[str]
    label: Mapped[str]
    state: Mapped[str] = mapped_column(default=LetterState.WAITING)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None]
    sent_at: Mapped[datetime | None]
