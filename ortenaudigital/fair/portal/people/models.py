"""The table of people with links."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.kernel.db import Model


class Person(Model):
    """A colleague of who applied, with a link of their own."""

    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("key_hash"), Index(None, "exhibitor_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    exhibitor_id: Mapped[UUID] = mapped_column(ForeignKey("exhibitor.id", ondelete="CASCADE"))
    name: Mapped[str]
    email: Mapped[str]
    key_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    invited_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    exhibitor: Mapped[Exhibitor] = relationship(lazy="joined")
