"""The tables of passes."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from ortenaudigital.kernel.db import Model


class PassBooking(Model):
    """A booking whose tickets are the passes of an exhibitor."""

    __tablename__ = "pass_booking"
    __table_args__ = (Index(None, "exhibitor_id"),)

    booking_id: Mapped[UUID] = mapped_column(
        ForeignKey("booking.id", ondelete="CASCADE"), primary_key=True
    )
    exhibitor_id: Mapped[UUID] = mapped_column(ForeignKey("exhibitor.id", ondelete="CASCADE"))


class PassGrant(Model):
    """How many passes the organisers have granted to an exhibitor."""

    __tablename__ = "pass_grant"
    __table_args__ = (CheckConstraint("number BETWEEN 0 AND 99", name="so_many_passes"),)

    exhibitor_id: Mapped[UUID] = mapped_column(
        ForeignKey("exhibitor.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int]
