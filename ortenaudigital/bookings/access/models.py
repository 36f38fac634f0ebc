"""The tables of invitations and codes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    Table,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ortenaudigital.bookings.access.rules import CodeFacts, InvitationState
from ortenaudigital.events.models import Event, TicketType
from ortenaudigital.kernel.db import Base, Model

opens = Table(
    "access_code_type",
    Base.metadata,
    Column("access_code_id", ForeignKey("access_code.id", ondelete="CASCADE"), primary_key=True),
    Column("ticket_type_id", ForeignKey("ticket_type.id"), primary_key=True, index=True),
)
_HOLDS = text("withdrawn_at IS NULL AND address_key <> ''")


class AccessCode(Model):
    """What opens ticket types to whoever types it. It is derived; only a keyed hash is kept."""

    __tablename__ = "access_code"
    __table_args__ = (
        UniqueConstraint("code_hash"),
        CheckConstraint("used >= 0 AND (size IS NULL OR used <= size)", name="used_within_size"),
        Index(None, "event_id", "created_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    # For whom it was made, in the words of the organisers.
    label: Mapped[str] = mapped_column(default="")
    # How many tickets it is for, and how many of them are booked; None: as many as there are.
    size: Mapped[int | None]
    used: Mapped[int] = mapped_column(default=0)
    ends_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship()
    ticket_types: Mapped[list[TicketType]] = relationship(
        secondary=opens, order_by=TicketType.position
    )

    @property
    def facts(self) -> CodeFacts:
        """Return what the rules judge it by."""
        return CodeFacts(self.size, self.used, self.ends_at, self.withdrawn_at is not None)


class Invitation(Model):
    """A personal link for so many tickets of one type. Its key is derived from the id."""

    __tablename__ = "invitation"
    __table_args__ = (
        UniqueConstraint("key_hash"),
        # Nobody is invited twice, but anew once the first invitation was withdrawn.
        Index(
            "uq_invitation_once",
            *("ticket_type_id", "address_key"),
            unique=True,
            sqlite_where=_HOLDS,
            postgresql_where=_HOLDS,
        ),
        CheckConstraint("used >= 0 AND used <= number", name="used_within_number"),
        Index(None, "event_id", "created_at", "id"),
        Index(None, "ticket_type_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    ticket_type_id: Mapped[int] = mapped_column(ForeignKey("ticket_type.id"))
    key_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    email: Mapped[str]
    # What all spellings of the address share.
    address_key: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    number: Mapped[int] = mapped_column(default=1)
    used: Mapped[int] = mapped_column(default=0)
    language: Mapped[str]
    created_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    # Since somebody pressed a button on its page; merely fetching the page says nothing.
    opened_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship()
    ticket_type: Mapped[TicketType] = relationship(lazy="joined")

    @property
    def left(self) -> int:
        """Return how many tickets can still be booked with it."""
        return self.number - self.used

    @property
    def state(self) -> InvitationState:
        """Return how far it has come; see `queries.OF_STATE` for the same in SQL."""
        if self.withdrawn_at is not None:
            return InvitationState.WITHDRAWN
        if self.used:
            return InvitationState.BOOKED
        if self.declined_at is not None:
            return InvitationState.DECLINED
        return InvitationState.OPENED if self.opened_at else InvitationState.SENT
