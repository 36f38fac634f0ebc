"""The ticket types of an event: which days they admit to, and what they draw on."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    Table,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ortenaudigital.events.models.days import Day
from ortenaudigital.events.models.event import Event
from ortenaudigital.events.models.quotas import Quota
from ortenaudigital.events.rules import Access
from ortenaudigital.kernel.choices import choice
from ortenaudigital.kernel.db import Base, Model

admits_to = Table(
    "ticket_type_day",
    Base.metadata,
    Column("ticket_type_id", Integer, ForeignKey("ticket_type.id"), primary_key=True),
    Column("day_id", Integer, ForeignKey("day.id"), primary_key=True, index=True),
)


draws_on = Table(
    "ticket_type_quota",
    Base.metadata,
    Column("ticket_type_id", Integer, ForeignKey("ticket_type.id"), primary_key=True),
    Column("quota_id", Integer, ForeignKey("quota.id"), primary_key=True, index=True),
)


class TicketType(Model):
    """A kind of ticket: who may book it, how many there are, which days it admits to.

    `quota` is its own, which counts every ticket of it. `draws_on` is all that a ticket takes a
    place of: that one, those it shares with other types, and those of its days.
    """

    __tablename__ = "ticket_type"
    __table_args__ = (
        UniqueConstraint("event_id", "slug"),
        UniqueConstraint("quota_id"),
        CheckConstraint("max_per_address >= 1", name="some_per_address"),
        CheckConstraint("max_per_group BETWEEN 0 AND 99", name="group_within_a_booking"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    slug: Mapped[str]
    position: Mapped[int]
    title: Mapped[dict[str, str]]
    quota_id: Mapped[int] = mapped_column(ForeignKey("quota.id"))
    # Counts up with what changes about its tickets; the revision of each is one of these numbers.
    revision: Mapped[int] = mapped_column(default=0)
    # The version of the event as which its days and hours were last changed: who has read them and
    # then locks this row sees by it whether they still hold.
    event_version: Mapped[int] = mapped_column(default=1)
    max_per_booking: Mapped[int] = mapped_column(default=1)
    access: Mapped[Access] = mapped_column(choice(Access, "known_access"))
    # Whose mail addresses open a type that is by invitation: `achern.de`, `*.achern.de`.
    domains: Mapped[list[str]] = mapped_column(JSON, default=list)
    # From when to when it is booked; without one of its own, as the event is.
    booking_opens_at: Mapped[datetime | None]
    booking_closes_at: Mapped[datetime | None]
    # How many valid tickets of it one mail address may have; None if nothing limits that.
    max_per_address: Mapped[int | None]
    # How many one person may book for at once, by a list of names; 0 if nobody may.
    max_per_group: Mapped[int] = mapped_column(default=0)
    # Whether tickets come only after a click in a letter to the address.
    confirm_first: Mapped[bool] = mapped_column(default=False)
    questions: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    # Organisers close a wait list that is too long; who is on it stays there.
    wait_list_open: Mapped[bool] = mapped_column(default=True)

    event: Mapped[Event] = relationship(back_populates="ticket_types")
    days: Mapped[list[Day]] = relationship(secondary=admits_to, order_by=Day.date, lazy="selectin")
    quota: Mapped[Quota] = relationship(
        cascade="all, delete-orphan", single_parent=True, lazy="joined", innerjoin=True
    )
    draws_on: Mapped[list[Quota]] = relationship(secondary=draws_on, order_by=Quota.id)

    @property
    def taken(self) -> int:
        """Return how many places are taken: tickets, and what phones hold for walk-ins."""
        return self.quota.taken

    @property
    def left(self) -> int:
        """Return how many places are still to be had, in all quotas that it draws on."""
        return min((each.left for each in self.draws_on if each.left is not None), default=0)
