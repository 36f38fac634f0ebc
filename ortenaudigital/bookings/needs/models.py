"""The tables of needs. Nothing of them goes into exports, lists of the door, letters or history."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from ortenaudigital.kernel.db import Model


class BookingNeeds(Model):
    """What somebody needs, with their consent: when it was given, and to which wording."""

    __tablename__ = "booking_needs"

    booking_id: Mapped[UUID] = mapped_column(ForeignKey("booking.id"), primary_key=True)
    kinds: Mapped[list[str]]
    other: Mapped[str]
    consented_at: Mapped[datetime]
    wording: Mapped[int]


class NeedDone(Model):
    """That the needs of a booking are seen to for one day: when, and by whom."""

    __tablename__ = "need_done"
    __table_args__ = (Index(None, "day_id"),)

    booking_id: Mapped[UUID] = mapped_column(
        ForeignKey("booking_needs.booking_id", ondelete="CASCADE"), primary_key=True
    )
    day_id: Mapped[int] = mapped_column(ForeignKey("day.id", ondelete="CASCADE"), primary_key=True)
    done_at: Mapped[datetime]
    done_by: Mapped[str]
