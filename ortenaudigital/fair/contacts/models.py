"""The table of contacts."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ortenaudigital.events.models import Event
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.kernel.db import Model
from ortenaudigital.kernel.sealed import SealedUuid


class ContactGrant(Model):
    """What a visitor hands to an exhibitor, or shows by a code to whichever exhibitor reads it.

    An exhibitor sees it once it is confirmed. Withdrawn, only name and moment stay until it is
    deleted, so that they know what to delete themselves.
    """

    __tablename__ = "contact_grant"
    __table_args__ = (
        UniqueConstraint("request_id"),
        UniqueConstraint("key_hash"),
        UniqueConstraint("code_hash"),
        CheckConstraint("(code_hash IS NULL) = (code_until IS NULL)", name="codes_end"),
        CheckConstraint(
            "(exhibitor_id IS NULL) = (code_hash IS NOT NULL)", name="code_or_exhibitor"
        ),
        Index(None, "event_id"),
        Index(None, "exhibitor_id", "given_at"),
        Index(None, "booking_id"),
        Index(
            "ix_contact_grant_unconfirmed",
            "given_at",
            sqlite_where=text("confirmed_at IS NULL"),
            postgresql_where=text("confirmed_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    request_id: Mapped[UUID] = mapped_column(SealedUuid("contact_grant"))
    key_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    exhibitor_id: Mapped[UUID | None] = mapped_column(ForeignKey("exhibitor.id"))
    booking_id: Mapped[UUID | None] = mapped_column(ForeignKey("booking.id"))
    # Of a code that is shown; both are emptied by whoever reads it.
    code_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    code_until: Mapped[datetime | None]
    language: Mapped[str]
    name: Mapped[str]
    # Where we write to; exhibitors see it only if it is shared.
    email: Mapped[str]
    shares_email: Mapped[bool]
    phone: Mapped[str] = mapped_column(default="")
    company: Mapped[str] = mapped_column(default="")
    message: Mapped[str] = mapped_column(default="")
    given_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship(lazy="joined")
    exhibitor: Mapped[Exhibitor | None] = relationship(lazy="joined")

    @property
    def shared_email(self) -> str:
        """Return the address, if the exhibitor may see it."""
        return self.email if self.shares_email and self.withdrawn_at is None else ""
