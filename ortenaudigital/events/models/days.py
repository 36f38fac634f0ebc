"""The days of an event, and what somebody is let through on them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ortenaudigital.events.models.event import Event
from ortenaudigital.events.models.quotas import Quota
from ortenaudigital.events.rules import CheckpointKind
from ortenaudigital.kernel.choices import choice
from ortenaudigital.kernel.db import Model


class Day(Model):
    """One date of an event, with the moments its doors open and close.

    `quota` is how many the venue may hold on that day, for all ticket types that admit to it.
    """

    __tablename__ = "day"
    __table_args__ = (
        UniqueConstraint("event_id", "date"),
        UniqueConstraint("quota_id"),
        CheckConstraint("opens_at < closes_at", name="opens_before_it_closes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    date: Mapped[date]
    # Names the day in calendars: its first date, which stays when the day is moved to another.
    calendar_key: Mapped[str]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    title: Mapped[dict[str, str]] = mapped_column(default=dict)
    audience: Mapped[dict[str, str]] = mapped_column(default=dict)

    quota_id: Mapped[int | None] = mapped_column(ForeignKey("quota.id"))

    event: Mapped[Event] = relationship(back_populates="days")
    quota: Mapped[Quota | None] = relationship(cascade="all, delete-orphan", single_parent=True)
    checkpoints: Mapped[list["Checkpoint"]] = relationship(
        order_by="Checkpoint.position", back_populates="day", cascade="all, delete-orphan"
    )


class Checkpoint(Model):
    """What somebody is let through on a day: its entrance, a workshop's room, another door.

    Of which event it is, its day says.
    """

    __tablename__ = "checkpoint"
    __table_args__ = (
        UniqueConstraint("day_id", "slug"),
        Index(
            "uq_checkpoint_one_entrance",
            "day_id",
            unique=True,
            sqlite_where=text("kind = 'entrance'"),
            postgresql_where=text("kind = 'entrance'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    day_id: Mapped[int] = mapped_column(ForeignKey("day.id", ondelete="CASCADE"))
    kind: Mapped[CheckpointKind] = mapped_column(choice(CheckpointKind, "known_kind"))
    slug: Mapped[str]
    title: Mapped[dict[str, str]]
    position: Mapped[int]

    day: Mapped[Day] = relationship(back_populates="checkpoints", lazy="joined")

    @property
    def is_entrance(self) -> bool:
        """Say whether it is the entrance of its day."""
        return self.kind == CheckpointKind.ENTRANCE
