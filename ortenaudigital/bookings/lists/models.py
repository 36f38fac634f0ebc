"""The table of saved views of the list of bookings."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ortenaudigital.kernel.db import Model


class SavedView(Model):
    """What a list is narrowed and sorted by, under a name: of one user, or of all of an event.

    `query` is a selection without words, which may be somebody's name.
    """

    __tablename__ = "saved_view"
    __table_args__ = (
        UniqueConstraint("event_id", "user_id", "name"),
        Index(
            "uq_saved_view_shared",
            *("event_id", "name"),
            unique=True,
            sqlite_where=text("user_id IS NULL"),
            postgresql_where=text("user_id IS NULL"),
        ),
        Index(None, "user_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    name: Mapped[str]
    query: Mapped[str]
    created_at: Mapped[datetime]

    @property
    def shared(self) -> bool:
        """Say whether all who read bookings of the event see it."""
        return self.user_id is None
