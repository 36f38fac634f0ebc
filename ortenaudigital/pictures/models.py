"""The table of pictures."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from ortenaudigital.kernel.db import Model


class Picture(Model):
    """A picture as we made it. It never changes: another picture is another row.

    Whoever shows it refers to its id, be it from several rows; once nobody does, it is deleted.
    """

    __tablename__ = "picture"
    __table_args__ = (
        CheckConstraint("width > 0 AND height > 0", name="some_points"),
        Index(None, "created_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    # Of its bytes: it stands in the address, under which there is never anything else.
    digest: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    media_type: Mapped[str]
    # Not read with the rest: lists show addresses and sizes of many.
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    # The same once more for lists, where a page shows both.
    small_width: Mapped[int | None]
    small_content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    created_at: Mapped[datetime]
