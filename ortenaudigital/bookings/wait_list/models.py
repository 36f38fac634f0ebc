"""The table of those who wait."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ortenaudigital.bookings.holds.models import Hold
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.wait_list.rules import EntryState
from ortenaudigital.events.models import Event, TicketType
from ortenaudigital.kernel.choices import choice
from ortenaudigital.kernel.db import Model
from ortenaudigital.kernel.sealed import SealedUuid

_IS_OPEN = text("state IN ('waiting', 'offered')")


class WaitListEntry(Model):
    """Somebody who wants places of a ticket type. What is offered to them is a hold."""

    __tablename__ = "wait_list_entry"
    __table_args__ = (
        UniqueConstraint("request_id"),
        UniqueConstraint("key_hash"),
        UniqueConstraint("hold_id"),
        # Nobody stands on it twice.
        Index(
            "uq_wait_list_entry_once",
            *("ticket_type_id", "mailbox"),
            unique=True,
            sqlite_where=_IS_OPEN,
            postgresql_where=_IS_OPEN,
        ),
        CheckConstraint("number > 0", name="some_places"),
        CheckConstraint("(state IN ('waiting', 'offered')) = (ended_at IS NULL)", name="ended"),
        CheckConstraint("state <> 'offered' OR hold_id IS NOT NULL", name="offer_is_held"),
        CheckConstraint("state <> 'booked' OR booking_id IS NOT NULL", name="booked_has_booking"),
        # In the order of coming.
        Index(None, "ticket_type_id", "state", "created_at", "id"),
        Index(None, "booking_id"),
        Index(None, "access_code_id"),
        Index(None, "invitation_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    ticket_type_id: Mapped[int] = mapped_column(ForeignKey("ticket_type.id"))
    number: Mapped[int]
    request_id: Mapped[UUID] = mapped_column(SealedUuid("wait list"))
    key_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    language: Mapped[str]
    first_name: Mapped[str]
    last_name: Mapped[str]
    email: Mapped[str]
    # The address in small letters.
    mailbox: Mapped[str]
    state: Mapped[EntryState] = mapped_column(
        choice(EntryState, "known_state"), default=EntryState.WAITING
    )
    created_at: Mapped[datetime]
    # How often places that came free were too few for them and went to others.
    passed_over: Mapped[int] = mapped_column(default=0)
    offered_at: Mapped[datetime | None]
    hold_id: Mapped[UUID | None] = mapped_column(ForeignKey("hold.id"))
    booking_id: Mapped[UUID | None] = mapped_column(ForeignKey("booking.id"))
    # By what they may have places of a type that is not for everyone; neither if by a domain.
    access_code_id: Mapped[UUID | None] = mapped_column(ForeignKey("access_code.id"))
    invitation_id: Mapped[UUID | None] = mapped_column(ForeignKey("invitation.id"))
    ended_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]

    ticket_type: Mapped[TicketType] = relationship(lazy="joined")
    hold: Mapped[Hold | None] = relationship(lazy="joined")
    booking: Mapped[Booking | None] = relationship()

    @property
    def name(self) -> str:
        """Return the full name of who waits."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def event(self) -> Event:
        """Return the event at which they want places."""
        return self.ticket_type.event

    @property
    def is_offered(self) -> bool:
        """Say whether places are held for them."""
        return self.state is EntryState.OFFERED
