"""What is asked for and waits for whoever reads a mailbox: another address, links again."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ortenaudigital.bookings.models.booking import Booking
from ortenaudigital.kernel.db import Model


class AddressChange(Model):
    """Another address for a booking, which takes effect once somebody who reads it confirms it.

    `former_email` is what the booking had until then. It goes some days after it was made.
    """

    __tablename__ = "address_change"
    __table_args__ = (
        UniqueConstraint("key_hash"),
        Index(None, "booking_id"),
        Index(None, "asked_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    booking_id: Mapped[UUID] = mapped_column(ForeignKey("booking.id"))
    key_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    email: Mapped[str]
    former_email: Mapped[str] = mapped_column(default="")
    asked_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]

    booking: Mapped[Booking] = relationship(lazy="joined")


class LinkRequest(Model):
    """An address whose owner, or anybody else, asked for the links of its bookings.

    Kept for a letter that says all of them, whether there are any or none. It goes some days after.
    """

    __tablename__ = "link_request"
    __table_args__ = (Index(None, "asked_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    email: Mapped[str]
    language: Mapped[str]
    asked_at: Mapped[datetime]
