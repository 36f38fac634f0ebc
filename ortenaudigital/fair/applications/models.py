"""The tables of exhibitors: who applied, what they need, and which slots are theirs."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from ortenaudigital.events.models import Event
from ortenaudigital.fair.applications.rules import DECISIONS, Kind, State, is_told
from ortenaudigital.fair.inventory.models import Slot
from ortenaudigital.kernel.choices import choice
from ortenaudigital.kernel.db import Model
from ortenaudigital.kernel.sealed import SealedUuid
from ortenaudigital.outbox.queries import is_waiting


class Exhibitor(Model):
    """An organisation that applied for the fair."""

    __tablename__ = "exhibitor"
    __table_args__ = (
        UniqueConstraint("request_id"),
        UniqueConstraint("key_hash"),
        Index(None, "event_id", "state"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    request_id: Mapped[UUID] = mapped_column(SealedUuid("exhibitor"))
    key_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    language: Mapped[str]
    name: Mapped[str]
    kind: Mapped[Kind] = mapped_column(choice(Kind, "known_kind"))
    # In the language of the application; `translations` holds it in others, by their codes.
    description: Mapped[str] = mapped_column(default="")
    translations: Mapped[dict[str, str]] = mapped_column(default=dict)
    website: Mapped[str] = mapped_column(default="")
    # One address a line.
    links: Mapped[str] = mapped_column(default="")
    # Short words with commas between them.
    tags: Mapped[str] = mapped_column(default="")
    logo_id: Mapped[UUID | None] = mapped_column(ForeignKey("picture.id"), index=True)
    contact_name: Mapped[str]
    email: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")
    wishes: Mapped[str] = mapped_column(default="")
    state: Mapped[State] = mapped_column(choice(State, "known_state"), default=State.UNCONFIRMED)
    applied_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    # What it was before the last decision, as long as that can be undone.
    decided_from: Mapped[State | None] = mapped_column(choice(State, "known_decided_from"))
    # Whether the letter about the last decision has not left yet.
    letter_waits: Mapped[bool] = column_property(is_waiting(DECISIONS.values(), id), deferred=True)
    # That the decision is kept for a letter which says more.
    untold: Mapped[bool] = mapped_column(default=False)
    # When the exhibitor said yes to what they were told; empty again once that changes.
    confirmed_at: Mapped[datetime | None]
    # What placement told them last, and when; of who withdrew, the slots that came free by it.
    told_at: Mapped[datetime | None]
    told_of: Mapped[str] = mapped_column(default="")
    # Those of one group stand together; names of whom they shall not stand beside.
    group_name: Mapped[str] = mapped_column(default="")
    apart_from: Mapped[str] = mapped_column(default="")
    # Of organisers, for organisers.
    note: Mapped[str] = mapped_column(default="")
    invited_again_from: Mapped[UUID | None] = mapped_column(ForeignKey("exhibitor.id"), index=True)
    # Since then it names nobody, and nothing about it can be decided.
    erased_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship(lazy="joined")
    # What is theirs; what is only held for them is asked for by `placement`.
    assignments: Mapped[list["Assignment"]] = relationship(
        primaryjoin="and_(Exhibitor.id == Assignment.exhibitor_id, "
        "Assignment.held_until.is_(None))",
        viewonly=True,
        lazy="selectin",
        order_by="Assignment.slot_id",
    )

    @property
    def told_state(self) -> State:
        """Return where the application stands, as far as the exhibitor was told."""
        before = self.decided_from
        return before if before and (self.untold or self.letter_waits) else self.state

    @property
    def told_slots(self) -> list[Slot]:
        """Return what is theirs, and what they know to be."""
        theirs = [each.slot for each in self.assignments]
        return [slot for slot in theirs if is_told(slot.id, self.told_of, self.email)]

    def described(self, language: str) -> tuple[str, str]:
        """Return the description and its language: the wanted one, else that of the application."""
        if language != self.language and (text := self.translations.get(language)):
            return text, language
        return self.description, self.language


class Need(Model):
    """What an exhibitor needs for a stand. Sizes in centimetres, power in watts."""

    __tablename__ = "need"

    exhibitor_id: Mapped[UUID] = mapped_column(
        ForeignKey("exhibitor.id", ondelete="CASCADE"), primary_key=True
    )
    width_cm: Mapped[int | None]
    depth_cm: Mapped[int | None]
    power_w: Mapped[int] = mapped_column(default=0)
    network: Mapped[bool] = mapped_column(default=False)
    accessible: Mapped[bool] = mapped_column(default=False)
    pitch: Mapped[bool] = mapped_column(default=False)
    passes: Mapped[int] = mapped_column(default=0)
    # The label of a stand, or empty.
    wish_stand: Mapped[str] = mapped_column(default="")
    terms_accepted_at: Mapped[datetime | None]


class NeedDay(Model):
    """A day on which an exhibitor wants to be there; without any, all days are fine."""

    __tablename__ = "need_day"
    __table_args__ = (Index(None, "day_id"),)

    exhibitor_id: Mapped[UUID] = mapped_column(
        ForeignKey("exhibitor.id", ondelete="CASCADE"), primary_key=True
    )
    day_id: Mapped[int] = mapped_column(ForeignKey("day.id", ondelete="CASCADE"), primary_key=True)


class Task(Model):
    """What organisers have still to do about an exhibitor, and until when."""

    __tablename__ = "exhibitor_task"
    __table_args__ = (
        Index(None, "exhibitor_id"),
        Index(
            "ix_exhibitor_task_open",
            "due_on",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    exhibitor_id: Mapped[UUID] = mapped_column(ForeignKey("exhibitor.id", ondelete="CASCADE"))
    words: Mapped[str]
    due_on: Mapped[date | None]
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]


class Difference(Model):
    """What an exhibitor changed about its entry after it was decided about."""

    __tablename__ = "exhibitor_change"
    __table_args__ = (Index(None, "exhibitor_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    exhibitor_id: Mapped[UUID] = mapped_column(ForeignKey("exhibitor.id", ondelete="CASCADE"))
    field: Mapped[str]
    was: Mapped[str]
    becomes: Mapped[str]
    changed_at: Mapped[datetime]
    # When an organiser said that it is fine.
    seen_at: Mapped[datetime | None]


class Assignment(Model):
    """The fact that a slot is an exhibitor's. The unique slot settles every race."""

    __tablename__ = "assignment"
    __table_args__ = (UniqueConstraint("slot_id"), Index(None, "exhibitor_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id"))
    exhibitor_id: Mapped[UUID] = mapped_column(ForeignKey("exhibitor.id"))
    assigned_at: Mapped[datetime]
    assigned_by: Mapped[str]
    # Assigned if empty; else only held until then.
    held_until: Mapped[datetime | None]

    slot: Mapped[Slot] = relationship(lazy="joined")
    exhibitor: Mapped[Exhibitor] = relationship(back_populates="assignments", lazy="joined")
