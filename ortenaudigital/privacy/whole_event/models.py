"""The table of requests to erase an event. It outlives the event, and proves what became of it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ortenaudigital.accounts.models import User
from ortenaudigital.kernel.choices import choice
from ortenaudigital.kernel.db import Model
from ortenaudigital.privacy.whole_event.rules import LAPSES_AFTER, ErasureState

UNDER_WAY = text("state IN ('open', 'confirmed')")


class EventErasure(Model):
    """That somebody wants an event erased, and what others said to it."""

    __tablename__ = "event_erasure"
    __table_args__ = (
        # Two who ask at once make one request.
        Index(
            "uq_event_erasure_under_way",
            "event_id",
            unique=True,
            sqlite_where=UNDER_WAY,
            postgresql_where=UNDER_WAY,
        ),
        Index(None, "event_id"),
        Index(None, "asked_by_id"),
        Index(None, "decided_by_id"),
        Index(None, "state"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    # Plain, without a reference: it outlives the event, whose number never comes again.
    event_id: Mapped[int]
    slug: Mapped[str]
    title: Mapped[str]
    first_day: Mapped[date]
    state: Mapped[ErasureState] = mapped_column(choice(ErasureState, "known_state"))
    asked_at: Mapped[datetime]
    # Nobody, if it was asked on the server, or by an account that is gone.
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    reason: Mapped[str]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    # Why a second owner refused.
    answer: Mapped[str] = mapped_column(default="")
    # How much of what there was, as it was confirmed.
    counts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    finished_at: Mapped[datetime | None]

    asked_by: Mapped[User | None] = relationship(foreign_keys=[asked_by_id], lazy="joined")
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id], lazy="joined")

    @property
    def lapses_at(self) -> datetime:
        """Return until when it can be confirmed."""
        return self.asked_at + LAPSES_AFTER

    @property
    def subject(self) -> str:
        """Return how the history calls it."""
        return f"erasure:{self.id}"
