"""The tables of documents, and of who confirmed which version when."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column

from ortenaudigital.kernel.db import Model


class Paper(Model):
    """What exhibitors read: a PDF, or an address. A new version is to be confirmed anew."""

    __tablename__ = "paper"
    __table_args__ = (
        Index(None, "event_id"),
        CheckConstraint("(content IS NULL) = (url <> '')", name="file_or_url"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    title: Mapped[str]
    url: Mapped[str] = mapped_column(default="")
    content: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    version: Mapped[int] = mapped_column(default=1)
    # Whether it is only to be read, or confirmed as well.
    to_confirm: Mapped[bool]
    changed_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class PaperConfirmation(Model):
    """That somebody of an exhibitor confirmed a version of a document."""

    __tablename__ = "paper_confirmation"
    __table_args__ = (
        UniqueConstraint("paper_id", "exhibitor_id", "version"),
        Index(None, "exhibitor_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"))
    exhibitor_id: Mapped[UUID] = mapped_column(ForeignKey("exhibitor.id", ondelete="CASCADE"))
    version: Mapped[int]
    confirmed_by: Mapped[str]
    confirmed_at: Mapped[datetime]
