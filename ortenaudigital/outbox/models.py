"""The table of letters."""

from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ortenaudigital.kernel.choices import choice
from ortenaudigital.kernel.db import Model
from ortenaudigital.queue.models import NEVER_AGAIN, Queued, queue_rules
from ortenaudigital.queue.rules import FAILED, WAITING

# When a letter is due that is held up: never, until somebody says when.
HELD_UP = datetime(9000, 1, 1, tzinfo=UTC)


class LetterState(StrEnum):
    """Where a letter is on its way."""

    WAITING = WAITING
    SENT = "sent"
    FAILED = FAILED
    DROPPED = "dropped"


class Letter(Queued):
    """One letter: what kind, about what.

    Address and text are read from the subject when it is sent. `batch` names what was written to
    many people at once.
    """

    __tablename__ = "letter"
    __table_args__ = (
        *queue_rules(),
        UniqueConstraint("message_id"),
        Index(None, "subject_id", "kind"),
        # Counted by state without reading a row, and listed in the order of the list.
        Index(None, "event_id", "id"),
        Index(None, "event_id", "state", "id"),
        Index(None, "state", "id"),
        # Few wait after a failure, and every page of organisers says so.
        Index(
            "ix_letter_troubled",
            *("state", "event_id"),
            sqlite_where=text("last_error IS NOT NULL"),
            postgresql_where=text("last_error IS NOT NULL"),
        ),
        Index(None, "batch", "state"),
        # A rare kind and a day find few among the letters of an event.
        Index(None, "kind", "event_id"),
        Index(None, "created_at", "event_id"),
        NEVER_AGAIN,
    )

    state: Mapped[LetterState] = mapped_column(
        choice(LetterState, "known_state"), default=LetterState.WAITING
    )
    message_id: Mapped[str]
    subject_id: Mapped[str]
    label: Mapped[str]
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"))
    batch: Mapped[str | None]
    last_error: Mapped[str | None]
    sent_at: Mapped[datetime | None]

    @property
    def came_back(self) -> bool:
        """Say whether it left, and was reported not to have arrived."""
        return self.state == LetterState.FAILED and self.sent_at is not None

    @property
    def is_held_up(self) -> bool:
        """Say whether it waits until somebody says when."""
        return self.state == LetterState.WAITING and self.due_at == HELD_UP


class MailTrouble(Model):
    """What keeps all letters waiting; one row at most, gone when a letter went out again."""

    __tablename__ = "mail_trouble"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    since: Mapped[datetime]
    last_at: Mapped[datetime]
    reason: Mapped[str]
