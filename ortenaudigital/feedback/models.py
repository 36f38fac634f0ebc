"""The table of reports."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ortenaudigital.events.models import Event
from ortenaudigital.kernel.db import Model
from ortenaudigital.kernel.sealed import SealedUuid


class Report(Model):
    """What somebody wrote about a page. Whoever answers it writes down how."""

    __tablename__ = "feedback_report"
    __table_args__ = (
        UniqueConstraint("request_id"),
        Index(None, "event_id"),
        Index(None, "answered_at"),
        # Its number stands in the history.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[UUID] = mapped_column(SealedUuid("feedback"))
    # The event that the page is about; None for the pages of the house.
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"))
    # Its path, without what is secret in it.
    page: Mapped[str]
    message: Mapped[str]
    email: Mapped[str] = mapped_column(default="")
    language: Mapped[str]
    reported_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")

    event: Mapped[Event | None] = relationship(lazy="joined")

    @property
    def subject(self) -> str:
        """Return how the history calls it: a number alone would be that of something else."""
        return f"report:{self.id}"
