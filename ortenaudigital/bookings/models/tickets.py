"""The tickets of bookings, the codes that they had before, and how many were booked when."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ortenaudigital.bookings.models.booking import Booking
from ortenaudigital.events.models import TicketType
from ortenaudigital.kernel.db import Model


class Ticket(Model):
    """One admission. Of its code only the SHA-256 is kept."""

    __tablename__ = "ticket"
    __table_args__ = (
        UniqueConstraint("booking_id", "position"),
        UniqueConstraint("code_hash"),
        Index(None, "ticket_type_id", "revision"),
        Index(
            "ix_ticket_cancelled",
            "ticket_type_id",
            sqlite_where=text("cancelled_at IS NOT NULL"),
            postgresql_where=text("cancelled_at IS NOT NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    booking_id: Mapped[UUID] = mapped_column(ForeignKey("booking.id"))
    ticket_type_id: Mapped[int] = mapped_column(ForeignKey("ticket_type.id"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(default="")
    reissue: Mapped[int] = mapped_column(default=0)
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    cancelled_at: Mapped[datetime | None]
    # Of the last change that the door has to learn of; see events.revisions.next_revisions.
    revision: Mapped[int] = mapped_column(default=0)

    booking: Mapped[Booking] = relationship(back_populates="tickets", lazy="joined")
    ticket_type: Mapped[TicketType] = relationship(lazy="joined")

    @property
    def short_code(self) -> str:
        """Return what is printed below the QR code and can be typed: `OD-7K3M9P-2`."""
        return f"{self.booking.reference}-{self.position}"

    @property
    def is_of_booker(self) -> bool:
        """Say whether it is for who booked, and may lead to the whole booking.

        The first of a group is for whoever stands first in the list.
        """
        return self.position == 1 and not self.name

    @property
    def display_name(self) -> str:
        """Return the name of who comes with it, else the name of who booked."""
        return self.name or self.booking.name


class RetiredCode(Model):
    """The code that a ticket had before it was reissued; the door says so."""

    __tablename__ = "retired_code"
    __table_args__ = (Index(None, "ticket_id"),)

    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("ticket.id"))


class BookedCount(Model):
    """How many tickets of a type, valid still, were booked within a quarter of an hour.

    Triggers on `ticket` keep it, within each transaction; `quarter` is the epoch second divided by
    900, since there are time zones that part from others by quarters of an hour.
    """

    __tablename__ = "booked_count"
    __table_args__ = (CheckConstraint("number >= 0", name="never_below_nought"),)

    ticket_type_id: Mapped[int] = mapped_column(
        ForeignKey("ticket_type.id", ondelete="CASCADE"), primary_key=True
    )
    quarter: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
