"""The table of drafts."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ortenaudigital.events.models import Event
from ortenaudigital.kernel.db import Model


class Draft(Model):
    """What somebody typed so far, by the names of the fields, right or wrong.

    Half a form is no exhibitor: only who has its link sees it, and organisers that there is one.
    """

    __tablename__ = "application_draft"
    __table_args__ = (
        UniqueConstraint("key_hash"),
        Index(None, "event_id"),
        Index(None, "changed_at"),
        Index(None, "logo_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    key_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    email: Mapped[str]
    language: Mapped[str]
    fields: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    logo_id: Mapped[UUID | None] = mapped_column(ForeignKey("picture.id"))
    changed_at: Mapped[datetime]

    event: Mapped[Event] = relationship(lazy="joined")
