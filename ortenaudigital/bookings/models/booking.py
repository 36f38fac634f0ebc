"""A booking and its tickets."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from ortenaudigital.events.models import Event, TicketType
from ortenaudigital.kernel.addresses import address_key
from ortenaudigital.kernel.db import Model
from ortenaudigital.kernel.sealed import SealedUuid


def _by(column: str) -> Index:
    there = text(f"{column} IS NOT NULL")
    return Index(f"ix_booking_{column}", column, sqlite_where=there, postgresql_where=there)


_BY_BYTES = String().with_variant(String(collation="C"), "postgresql")
# SQLite reads the row for what is asked of it, even where all rows of an index are so.
_READ = ("cancelled_at", "erased_at", "at_door")
_NAMED = "sort_name <> '' AND cancelled_at IS NULL AND erased_at IS NULL AND {}"


class Booking(Model):
    """One order of one person for one or more tickets."""

    __tablename__ = "booking"
    __table_args__ = (
        UniqueConstraint("reference"),
        UniqueConstraint("request_id"),
        UniqueConstraint("key_hash"),
        # Sorted as the list is; few are cancelled, and these are counted and listed by themselves.
        Index(None, "event_id", "created_at", "id"),
        Index(
            "ix_booking_cancelled",
            *("event_id", "created_at", "id"),
            sqlite_where=text("cancelled_at IS NOT NULL"),
            postgresql_where=text("cancelled_at IS NOT NULL"),
        ),
        Index(
            "ix_booking_undelivered",
            *("event_id", "created_at", "id"),
            sqlite_where=text("undelivered_at IS NOT NULL"),
            postgresql_where=text("undelivered_at IS NOT NULL"),
        ),
        # By name, by reference and by how many tickets it has it can be sorted too.
        Index("ix_booking_name", "event_id", "sort_name", "id"),
        Index("ix_booking_ticket_count", "event_id", "ticket_count", "created_at", "id"),
        Index("ix_booking_in_order", "event_id", "reference"),
        # What may be one person's is found by these alone; so is who else has somebody's address.
        Index(
            "ix_booking_address",
            *("event_id", "address_key", *_READ),
            sqlite_where=text("address_key <> '' AND erased_at IS NULL"),
            postgresql_where=text("address_key <> '' AND erased_at IS NULL"),
        ),
        Index(
            "ix_booking_namesake",
            *("event_id", "sort_name", *_READ),
            sqlite_where=text(_NAMED.format("at_door IS 0")),
            postgresql_where=text(_NAMED.format("at_door IS false")),
        ),
        # Few were made at the door.
        Index(
            "ix_booking_at_door",
            "event_id",
            sqlite_where=text("at_door IS 1"),
            postgresql_where=text("at_door IS true"),
        ),
        # Few were made by organisers.
        Index(
            "ix_booking_by_organiser",
            "event_id",
            sqlite_where=text("by_organiser IS 1"),
            postgresql_where=text("by_organiser IS true"),
        ),
        # Few were made by a code or an invitation.
        _by("access_code_id"),
        _by("invitation_id"),
        _by("merged_into_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    reference: Mapped[str]
    request_id: Mapped[UUID] = mapped_column(SealedUuid("booking"))
    key_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    language: Mapped[str]
    first_name: Mapped[str]
    last_name: Mapped[str]
    email: Mapped[str]
    # What all spellings of its address share, empty only with the address; follows `email`.
    address_key: Mapped[str] = mapped_column(_BY_BYTES, default="")
    search_text: Mapped[str] = mapped_column(default="")
    # What names are sorted by, see `name_key`: compared byte by byte, so alike in both databases.
    sort_name: Mapped[str] = mapped_column(_BY_BYTES, default="")
    # How many of its tickets are valid. What changes one, a trigger follows; who adds one says so.
    ticket_count: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
    # Since then it names nobody, and nothing about it can be changed.
    erased_at: Mapped[datetime | None]
    # Made by a helper for somebody who came without a ticket: no address, no letters.
    at_door: Mapped[bool] = mapped_column(default=False)
    # Made by organisers for somebody who called.
    by_organiser: Mapped[bool] = mapped_column(default=False)
    # No reminder and no thank-you, at the wish of who booked.
    only_necessary: Mapped[bool] = mapped_column(default=False)
    # Since then letters do not arrive at its address, as a mail server says.
    undelivered_at: Mapped[datetime | None]
    # What opened the ticket type to whoever booked; cancelled tickets are counted on it no more.
    access_code_id: Mapped[UUID | None] = mapped_column(ForeignKey("access_code.id"))
    invitation_id: Mapped[UUID | None] = mapped_column(ForeignKey("invitation.id"))
    # Where its tickets are since organisers merged two bookings of one person; its link leads on.
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("booking.id"))

    event: Mapped[Event] = relationship()
    tickets: Mapped[list["Ticket"]] = relationship(
        order_by="Ticket.position", back_populates="booking", lazy="selectin"
    )

    @validates("email")
    def _follow(self, _: str, email: str) -> str:
        self.address_key = address_key(email) if email else ""
        return email

    @property
    def name(self) -> str:
        """Return the full name of who booked."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def valid_tickets(self) -> list["Ticket"]:
        """Return the tickets that were not cancelled."""
        return [ticket for ticket in self.tickets if ticket.cancelled_at is None]


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
