"""The tables of the door."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ortenaudigital.bookings.models import Ticket
from ortenaudigital.db import Model
from ortenaudigital.events.models import Day, Event


class Device(Model):
    """A phone at the door. Of its secrets only the SHA-256 is kept."""

    __tablename__ = "device"
    __table_args__ = (UniqueConstraint("pairing_hash"), UniqueConstraint("token_hash"))

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    name: Mapped[str]
    pairing_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    pairing_ends_at: Mapped[datetime]
    token_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    created_at: Mapped[datetime]
    paired_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    last_seen_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship(lazy="joined")


class Scan(Model):
    """One reading of a code by a device, whatever came of it."""

    __tablename__ = "scan"
    __table_args__ = (
        UniqueConstraint("scan_id"),
        Index(None, "ticket_id"),
        Index(None, "device_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    scan_id: Mapped[UUID]
    device_id: Mapped[int] = mapped_column(ForeignKey("device.id"))
    ticket_id: Mapped[UUID | None] = mapped_column(ForeignKey("ticket.id"))
    scanned_at: Mapped[datetime]
    received_at: Mapped[datetime]
    verdict: Mapped[str]
    shown: Mapped[str | None]
    day_id: Mapped[int | None] = mapped_column(ForeignKey("day.id"))

    ticket: Mapped[Ticket | None] = relationship()


class Admission(Model):
    """The fact that a ticket was let in on a day: once, whoever scans it how often."""

    __tablename__ = "admission"
    __table_args__ = (UniqueConstraint("ticket_id", "day_id"), Index(None, "day_id", "admitted_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("ticket.id"))
    day_id: Mapped[int] = mapped_column(ForeignKey("day.id"))
    device_id: Mapped[int] = mapped_column(ForeignKey("device.id"))
    scan_id: Mapped[UUID]
    admitted_at: Mapped[datetime]

    ticket: Mapped[Ticket] = relationship()
    day: Mapped[Day] = relationship(lazy="joined")
    device: Mapped[Device] = relationship(lazy="joined")
