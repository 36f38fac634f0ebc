"""The table of messages."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.kernel.db import Model


class Message(Model):
    """What an exhibitor wrote to the organisers, or they to the exhibitor.

    `author`: an address, or `exhibitor` for the contact. One of an exhibitor is open until somebody
    answers it or puts it away.
    """

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("request_id"),
        Index(None, "exhibitor_id", "written_at"),
        Index(None, "event_id", "answered_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    exhibitor_id: Mapped[UUID] = mapped_column(ForeignKey("exhibitor.id", ondelete="CASCADE"))
    request_id: Mapped[UUID]
    from_organiser: Mapped[bool]
    author: Mapped[str]
    words: Mapped[str]
    written_at: Mapped[datetime]
    # Since then nothing needs to be done about it.
    answered_at: Mapped[datetime | None]

    exhibitor: Mapped[Exhibitor] = relationship(lazy="joined")
