"""An event itself, and the towns that hold it."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ortenaudigital.events.rules import EventState, Organising, ProofOfWork, street_and_town
from ortenaudigital.kernel.choices import choice
from ortenaudigital.kernel.db import Model
from ortenaudigital.kernel.text import sort_key
from ortenaudigital.towns.models import Town

if TYPE_CHECKING:
    from ortenaudigital.events.models.days import Day
    from ortenaudigital.events.models.ticket_types import TicketType


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


class FormerVersion(Model):
    """What an event file said of an event as one version, written down when it was replaced."""

    __tablename__ = "event_version"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    replaced_at: Mapped[datetime]
