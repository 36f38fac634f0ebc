"""The table of letters."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ortenaudigital.kernel.db import Model


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
        Index(None, "event_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str]
    kind: Mapped[str]
    subject_id: Mapped[str]
    label: Mapped[str]
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"))
    state: Mapped[str] = mapped_column(default=LetterState.WAITING)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    # Until then it is in the hand of a worker.
    claimed_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None]
    sent_at: Mapped[datetime | None]


class MailTrouble(Model):
    """What keeps all letters waiting; one row at most, gone when a letter went out again."""

    __tablename__ = "mail_trouble"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    since: Mapped[datetime]
    last_at: Mapped[datetime]
    reason: Mapped[str]
