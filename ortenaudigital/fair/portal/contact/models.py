"""The table of addresses that wait for their confirmation."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.kernel.db import Model


class ContactChange(Model):
    """Another address for an exhibitor; `former_email` is what it had until it was confirmed."""

    __tablename__ = "contact_change"
    __table_args__ = (UniqueConstraint("key_hash"), Index(None, "exhibitor_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    exhibitor_id: Mapped[UUID] = mapped_column(ForeignKey("exhibitor.id", ondelete="CASCADE"))
    key_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    email: Mapped[str]
    former_email: Mapped[str] = mapped_column(default="")
    asked_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]

    exhibitor: Mapped[Exhibitor] = relationship(lazy="joined")
