"""An event with its days and ticket types: one aggregate, whose parts refer to one another."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ortenaudigital.events.models.quotas import Quota
from ortenaudigital.events.rules import (
    Access,
    CheckpointKind,
    EventState,
    Organising,
    ProofOfWork,
    street_and_town,
)
from ortenaudigital.kernel.choices import choice
from ortenaudigital.kernel.db import Base, Model
from ortenaudigital.kernel.text import sort_key
from ortenaudigital.towns.models import Town

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


class Event(Model):
    """One edition, such as Ortenau Digital 2027. Texts are kept by language."""

    __tablename__ = "event"
    # Its number stands in the history, and never comes again.
    __table_args__ = (UniqueConstraint("slug"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str]
    title: Mapped[str]
    claim: Mapped[dict[str, str]] = mapped_column(default=dict)
    summary: Mapped[dict[str, str]] = mapped_column(default=dict)
    # What its page shows, and in words for who does not see it.
    picture_id: Mapped[UUID | None] = mapped_column(ForeignKey("picture.id"), index=True)
    picture_alt: Mapped[dict[str, str]] = mapped_column(default=dict, server_default="{}")
    timezone: Mapped[str] = mapped_column(default="Europe/Berlin")
    venue_name: Mapped[str]
    venue_town: Mapped[str]
    venue_address: Mapped[str] = mapped_column(default="")
    directions: Mapped[dict[str, str]] = mapped_column(default=dict)
    # What the venue has for those who need it, and what not: words of `sections/venue`.
    accessibility: Mapped[dict[str, bool]] = mapped_column(JSON, default=dict)
    contact_email: Mapped[str] = mapped_column(default="")
    # The origins of other pages that may show the booking form in a frame.
    embed_on: Mapped[list[str]] = mapped_column(default=list)
    # The essence of what the towns have agreed upon about people's data (Art. 26 GDPR).
    arrangement: Mapped[dict[str, str]] = mapped_column(default=dict)
    booking_opens_at: Mapped[datetime | None]
    booking_closes_at: Mapped[datetime | None]
    # How long somebody on the wait list may think about an offer.
    offer_hours: Mapped[int] = mapped_column(default=48)
    applications_open_at: Mapped[datetime | None]
    applications_close_at: Mapped[datetime | None]
    # What exhibitors are asked when they apply, as ticket types keep their questions.
    exhibitor_questions: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    exhibitor_terms: Mapped[dict[str, str]] = mapped_column(default=dict)
    # Until when exhibitors change their entry and order furniture; see sections/fair/portal.
    corrections_close_at: Mapped[datetime | None]
    furniture_close_at: Mapped[datetime | None]
    furniture: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    set_up: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    certificate: Mapped[bool] = mapped_column(default=False)
    # Whether going out is scanned too, so that who went out is let in again.
    reentry: Mapped[bool] = mapped_column(default=False)
    # Which needs can be told when booking; none switches it off.
    needs: Mapped[list[str]] = mapped_column(default=list)
    proof_of_work: Mapped[ProofOfWork] = mapped_column(
        choice(ProofOfWork, "known_proof_of_work"),
        default=ProofOfWork.AUTO,
        server_default=ProofOfWork.AUTO.value,
    )
    # How many days before its day somebody is reminded; 0 for never.
    reminder_days: Mapped[int] = mapped_column(default=5)
    # Where those who came say how it was.
    feedback_url: Mapped[str] = mapped_column(default="")
    state: Mapped[EventState] = mapped_column(choice(EventState, "known_state"))
    # Goes up with each change of what an event file says, so that nobody overwrites another unseen.
    version: Mapped[int] = mapped_column(default=1)
    # Goes up with each change of days, hours or place: calendars take an entry with a higher one.
    calendar_sequence: Mapped[int] = mapped_column(default=0)
    # Of which series it is a date, if of any.
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"), index=True)
    # What guests were told before the last change that was announced; see rights.Before.
    before_change: Mapped[dict[str, Any] | None] = mapped_column(JSON)

    days: Mapped[list["Day"]] = relationship(
        order_by="Day.date", back_populates="event", lazy="selectin"
    )
    ticket_types: Mapped[list["TicketType"]] = relationship(
        order_by="TicketType.position", back_populates="event"
    )
    town_links: Mapped[list["EventTown"]] = relationship(
        back_populates="event", cascade="all, delete-orphan"
    )

    @property
    def host(self) -> Town | None:
        """Return the town that holds the event; events of before may have none."""
        return next((link.town for link in self.town_links if link.role == Organising.HOST), None)

    @property
    def co_organisers(self) -> list[Town]:
        """Return the towns that hold the event together with the host, by name."""
        towns = [link.town for link in self.town_links if link.role != Organising.HOST]
        return sorted(towns, key=lambda town: sort_key(town.short_name))

    @property
    def organisers(self) -> list[Town]:
        """Return all towns that hold the event, the host first."""
        return [*([self.host] if self.host else []), *self.co_organisers]

    @property
    def contact(self) -> str:
        """Return the address that guests write to: the event's own, else that of the host."""
        return self.contact_email or (self.host.email if self.host else "")

    @property
    def address(self) -> str:
        """Return street and town as far as the name of the venue does not say it."""
        return street_and_town(self.venue_name, self.venue_address, self.venue_town)

    @property
    def is_cancelled(self) -> bool:
        """Say whether the event was called off."""
        return self.state is EventState.CANCELLED

    @property
    def is_draft(self) -> bool:
        """Say whether only organisers may see the event."""
        return self.state is EventState.DRAFT

    @property
    def is_going(self) -> bool:
        """Say whether the event is being erased."""
        return self.state is EventState.ERASING

    @property
    def last_day(self) -> "Day":
        """Return the day the event ends on."""
        return self.days[-1]


class EventTown(Model):
    """In which role a town holds an event."""

    __tablename__ = "event_town"
    __table_args__ = (
        Index(
            "uq_event_town_one_host",
            "event_id",
            unique=True,
            sqlite_where=text("role = 'host'"),
            postgresql_where=text("role = 'host'"),
        ),
        Index(None, "town_id"),
    )

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), primary_key=True)
    town_id: Mapped[int] = mapped_column(ForeignKey("town.id"), primary_key=True)
    role: Mapped[Organising] = mapped_column(choice(Organising, "known_role"))

    event: Mapped[Event] = relationship(back_populates="town_links")
    town: Mapped[Town] = relationship(lazy="joined")


class Day(Model):
    """One date of an event, with the moments its doors open and close.

    `quota` is how many the venue may hold on that day, for all ticket types that admit to it.
    """

    __tablename__ = "day"
    __table_args__ = (
        UniqueConstraint("event_id", "date"),
        UniqueConstraint("quota_id"),
        CheckConstraint("opens_at < closes_at", name="opens_before_it_closes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    date: Mapped[date]
    # Names the day in calendars: its first date, which stays when the day is moved to another.
    calendar_key: Mapped[str]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    title: Mapped[dict[str, str]] = mapped_column(default=dict)
    audience: Mapped[dict[str, str]] = mapped_column(default=dict)

    quota_id: Mapped[int | None] = mapped_column(ForeignKey("quota.id"))

    event: Mapped[Event] = relationship(back_populates="days")
    quota: Mapped[Quota | None] = relationship(cascade="all, delete-orphan", single_parent=True)
    checkpoints: Mapped[list["Checkpoint"]] = relationship(
        order_by="Checkpoint.position", back_populates="day", cascade="all, delete-orphan"
    )


class Checkpoint(Model):
    """What somebody is let through on a day: its entrance, a workshop's room, another door.

    Of which event it is, its day says.
    """

    __tablename__ = "checkpoint"
    __table_args__ = (
        UniqueConstraint("day_id", "slug"),
        Index(
            "uq_checkpoint_one_entrance",
            "day_id",
            unique=True,
            sqlite_where=text("kind = 'entrance'"),
            postgresql_where=text("kind = 'entrance'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    day_id: Mapped[int] = mapped_column(ForeignKey("day.id", ondelete="CASCADE"))
    kind: Mapped[CheckpointKind] = mapped_column(choice(CheckpointKind, "known_kind"))
    slug: Mapped[str]
    title: Mapped[dict[str, str]]
    position: Mapped[int]

    day: Mapped[Day] = relationship(back_populates="checkpoints", lazy="joined")

    @property
    def is_entrance(self) -> bool:
        """Say whether it is the entrance of its day."""
        return self.kind == CheckpointKind.ENTRANCE


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
