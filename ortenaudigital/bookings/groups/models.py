"""The tables of groups: for whom somebody booked, and where each of them is written to."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ortenaudigital.kernel.db import Model


class BookingGroup(Model):
    """A booking of one person for a group.

    `sent_at`: since then each of those who have an address were sent their own ticket.
    """

    __tablename__ = "booking_group"

    booking_id: Mapped[UUID] = mapped_column(ForeignKey("booking.id"), primary_key=True)
    organisation: Mapped[str]
    sent_at: Mapped[datetime | None]


class GroupGuest(Model):
    """Where the ticket of somebody in a group goes, besides to who booked it."""

    __tablename__ = "group_guest"

    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("ticket.id"), primary_key=True)
    email: Mapped[str]
