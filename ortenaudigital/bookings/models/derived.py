"""What triggers keep of bookings and tickets: the words to find them by, and how many came when."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ortenaudigital.kernel.db import Model


class BookingSearch(Model):
    """What a booking is found by: its folded text, with two spaces before each word.

    Triggers on `booking` keep it. By the trigrams of `words` it is found on SQLite with
    `booking_trigram`, a table of FTS5, and on PostgreSQL with pg_trgm. Numbers go by the order in
    which bookings came in. On SQLite a sign follows for those that are cancelled, see `search`.
    """

    __tablename__ = "booking_search"
    __table_args__ = (
        UniqueConstraint("booking_id"),
        Index(None, "event_id"),
        {"sqlite_autoincrement": True},
    )

    number: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[UUID] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"))
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    words: Mapped[str]


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
