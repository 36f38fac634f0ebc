"""The tables of letters by time, and of what people answer."""

import datetime as dt
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from ortenaudigital.kernel.db import Model


class LetterRound(Model):
    """One kind of letter to all who come on one date, written once; `reached` is who came last.

    While there is no `finished_at`, there are more to write to.
    """

    __tablename__ = "letter_round"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    date: Mapped[dt.date] = mapped_column(primary_key=True)
    reached: Mapped[UUID | None]
    begun_at: Mapped[dt.datetime]
    finished_at: Mapped[dt.datetime | None]


class AttendanceAnswer(Model):
    """That somebody answered a reminder, and how many tickets of a type they gave back by it.

    Whoever still has valid tickets has said that they come.
    """

    __tablename__ = "attendance_answer"
    __table_args__ = (Index(None, "ticket_type_id"),)

    booking_id: Mapped[UUID] = mapped_column(ForeignKey("booking.id"), primary_key=True)
    ticket_type_id: Mapped[int] = mapped_column(ForeignKey("ticket_type.id"), primary_key=True)
    returned: Mapped[int] = mapped_column(default=0)
    answered_at: Mapped[dt.datetime]
