"""The table of notes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ortenaudigital.kernel.db import Model


class BookingNote(Model):
    """What organisers wrote about one booking for one another.

    `reason`: why it was made beyond what guests may book. It stands here and not in the history,
    which nobody can take a name out of.
    """

    __tablename__ = "booking_note"

    booking_id: Mapped[UUID] = mapped_column(ForeignKey("booking.id"), primary_key=True)
    note: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    changed_at: Mapped[datetime]
