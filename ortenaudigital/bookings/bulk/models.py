"""The tables of what is done to many bookings at once."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ortenaudigital.bookings.bulk.rules import Deed, Outcome, word_of
from ortenaudigital.events.models import TicketType
from ortenaudigital.kernel.choices import choice
from ortenaudigital.kernel.db import Model


class BulkRun(Model):
    """One thing that is done to many bookings, which are settled when it begins."""

    __tablename__ = "bulk_run"
    __table_args__ = (
        UniqueConstraint("request_id"),
        Index(None, "event_id", "id"),
        Index(None, "ticket_type_id"),
        Index(None, "undoes_id"),
        Index(
            "ix_bulk_run_open",
            "id",
            sqlite_where=text("finished_at IS NULL"),
            postgresql_where=text("finished_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[UUID]
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    deed: Mapped[Deed] = mapped_column(choice(Deed, "known_deed"))
    # Who began it, for the history of each booking.
    begun_by: Mapped[str]
    number: Mapped[int]
    # What tickets are moved to, and why places may be added for them; forgotten when it is done.
    ticket_type_id: Mapped[int | None] = mapped_column(
        ForeignKey("ticket_type.id", ondelete="SET NULL")
    )
    reason: Mapped[str] = mapped_column(default="")
    # Which run this one takes back, and whose deed it has.
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("bulk_run.id"))
    created_at: Mapped[datetime]
    stopped_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]

    ticket_type: Mapped[TicketType | None] = relationship()

    @property
    def shown_deed(self) -> str:
        """Return the word for what is done: that of a deed, or that one is taken back."""
        return word_of(self.deed, undone=self.undoes_id is not None)


class BulkStep(Model):
    """One booking of a run, and what came of it; `reason` is the code of what refused it."""

    __tablename__ = "bulk_step"
    __table_args__ = (
        UniqueConstraint("run_id", "booking_id"),
        Index(
            "ix_bulk_step_open",
            *("run_id", "id"),
            sqlite_where=text("outcome IS NULL"),
            postgresql_where=text("outcome IS NULL"),
        ),
        Index(None, "run_id", "id"),
        Index(None, "booking_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("bulk_run.id", ondelete="CASCADE"))
    booking_id: Mapped[UUID] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"))
    outcome: Mapped[Outcome | None] = mapped_column(choice(Outcome, "known_outcome"))
    reason: Mapped[str] = mapped_column(default="")
