"""The tables of letters to many."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ortenaudigital.events.models import Event
from ortenaudigital.kernel.choices import choice
from ortenaudigital.kernel.db import Model
from ortenaudigital.mailings.rules import Audience, LeftOut, MailingState
from ortenaudigital.outbox.texts.rules import Text
from ortenaudigital.queue.models import NEVER_AGAIN


class Mailing(Model):
    """One letter to many, from its draft on.

    `selection` says who is meant as the address of a list does; it names no people. When it is
    sent, `selected_at`, they are settled: each is a `MailingRecipient`. Those up to `reached` have
    their letters in the outbox.
    """

    __tablename__ = "mailing"
    __table_args__ = (
        UniqueConstraint("request_id"),
        Index(None, "event_id", "audience", "id"),
        Index(None, "state", "due_at"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    request_id: Mapped[UUID]
    audience: Mapped[Audience] = mapped_column(choice(Audience, "known_audience"))
    selection: Mapped[str]
    # It goes also to those who want only necessary letters, and offers no way out.
    needed: Mapped[bool]
    state: Mapped[MailingState] = mapped_column(choice(MailingState, "known_state"))
    # Counts what was changed: a page knows by it whether it shows what is true.
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    selected_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    # How many get it, and how many were chosen and do not.
    recipients: Mapped[int] = mapped_column(default=0)
    left_out: Mapped[int] = mapped_column(default=0)
    reached: Mapped[int] = mapped_column(default=0)
    # How many the draft as it is was counted for, and when; see `choosing`.
    counted: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    counted_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship()
    texts: Mapped[list["MailingText"]] = relationship(
        order_by="MailingText.language", lazy="selectin"
    )

    @property
    def by_language(self) -> dict[str, Text]:
        """Return what is written, by language."""
        return {each.language: Text(each.subject, each.body) for each in self.texts}

    @property
    def subject(self) -> str:
        """Return what it is called in lists: its German subject, or any."""
        known = {each.language: each.subject for each in self.texts}
        return known.get("de") or next(filter(None, known.values()), "")

    @property
    def title(self) -> str:
        """Return its subject as everybody reads it, where it names the event."""
        return self.subject.replace("{veranstaltung}", self.event.title)

    @property
    def batch(self) -> str:
        """Return by what name the outbox knows its letters."""
        return f"{BATCH}{self.id}"


BATCH = "mailing:"


class MailingText(Model):
    """What stands in a letter to many, in one language."""

    __tablename__ = "mailing_text"

    mailing_id: Mapped[int] = mapped_column(
        ForeignKey("mailing.id", ondelete="CASCADE"), primary_key=True
    )
    language: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(default="")
    body: Mapped[str] = mapped_column(default="")


class MailingRecipient(Model):
    """Somebody who was chosen: who booked, or an exhibitor. Name and address stand there."""

    __tablename__ = "mailing_recipient"
    __table_args__ = (
        UniqueConstraint("mailing_id", "booking_id"),
        UniqueConstraint("mailing_id", "exhibitor_id"),
        Index(None, "mailing_id", "id"),
        Index(None, "booking_id"),
        Index(None, "exhibitor_id"),
        CheckConstraint("(booking_id IS NULL) <> (exhibitor_id IS NULL)", name="one_of_both"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    mailing_id: Mapped[int] = mapped_column(ForeignKey("mailing.id", ondelete="CASCADE"))
    booking_id: Mapped[UUID | None] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"))
    exhibitor_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("exhibitor.id", ondelete="CASCADE")
    )
    left_out: Mapped[LeftOut | None] = mapped_column(choice(LeftOut, "known_reason"))
