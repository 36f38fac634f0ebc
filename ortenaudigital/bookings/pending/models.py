"""The table of bookings that wait to be confirmed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ortenaudigital.events.models import Event, TicketType
from ortenaudigital.kernel.db import Model
from ortenaudigital.kernel.sealed import SealedUuid


class PendingBooking(Model):
    """What somebody asked for with an address that is not proved yet.

    Once confirmed it only knows its booking. What is not is deleted when its time is over.
    """

    __tablename__ = "pending_booking"
    __table_args__ = (
        UniqueConstraint("request_id"),
        UniqueConstraint("waiting_hash"),
        UniqueConstraint("proof_hash"),
        Index(None, "event_id"),
        Index(None, "ticket_type_id"),
        Index(None, "hold_id"),
        Index(None, "booking_id"),
        Index(None, "until"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    ticket_type_id: Mapped[int] = mapped_column(ForeignKey("ticket_type.id"))
    request_id: Mapped[UUID] = mapped_column(SealedUuid("pending booking"))
    # Of the link of whoever typed it, and of that in the letter: one must not be the other.
    waiting_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    proof_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    email: Mapped[str]
    language: Mapped[str]
    # All that was asked for, as `commands.BookingRequest` says it.
    request: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime]
    until: Mapped[datetime]
    hold_id: Mapped[UUID | None] = mapped_column(ForeignKey("hold.id"))
    booking_id: Mapped[UUID | None] = mapped_column(ForeignKey("booking.id"))

    event: Mapped[Event] = relationship()
    ticket_type: Mapped[TicketType] = relationship()
