"""The tables of the fair."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ortenaudigital.events.models import Day, Event
from ortenaudigital.fair.rules import Kind, State
from ortenaudigital.kernel.choices import choice
from ortenaudigital.kernel.db import Model
from ortenaudigital.kernel.sealed import SealedUuid


class Stand(Model):
    """A place on the floor, with its size, power and network."""

    __tablename__ = "stand"
    __table_args__ = (UniqueConstraint("event_id", "label"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    label: Mapped[str]
    position: Mapped[int]
    size: Mapped[str] = mapped_column(default="")
    power: Mapped[str] = mapped_column(default="")
    network: Mapped[bool] = mapped_column(default=False)

    slots: Mapped[list["Slot"]] = relationship(
        back_populates="stand", lazy="selectin", order_by="Slot.day_id"
    )


class Slot(Model):
    """A stand on a day: what is assigned."""

    __tablename__ = "slot"
    __table_args__ = (UniqueConstraint("stand_id", "day_id"), Index(None, "day_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    stand_id: Mapped[int] = mapped_column(ForeignKey("stand.id"))
    day_id: Mapped[int] = mapped_column(ForeignKey("day.id"))

    stand: Mapped[Stand] = relationship(back_populates="slots", lazy="joined")
    day: Mapped[Day] = relationship(lazy="joined")
    assignment: Mapped["Assignment | None"] = relationship(back_populates="slot", lazy="selectin")


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
    description: Mapped[str] = mapped_column(default="")
    website: Mapped[str] = mapped_column(default="")
    contact_name: Mapped[str]
    email: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")
    wishes: Mapped[str] = mapped_column(default="")
    state: Mapped[State] = mapped_column(choice(State, "known_state"), default=State.UNCONFIRMED)
    applied_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    # Since then it names nobody, and nothing about it can be decided.
    erased_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship(lazy="joined")
    assignments: Mapped[list["Assignment"]] = relationship(
        back_populates="exhibitor", lazy="selectin", order_by="Assignment.slot_id"
    )


class Assignment(Model):
    """The fact that a slot is an exhibitor's. The unique slot settles every race."""

    __tablename__ = "assignment"
    __table_args__ = (UniqueConstraint("slot_id"), Index(None, "exhibitor_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id"))
    exhibitor_id: Mapped[UUID] = mapped_column(ForeignKey("exhibitor.id"))
    assigned_at: Mapped[datetime]
    assigned_by: Mapped[str]

    slot: Mapped[Slot] = relationship(back_populates="assignment", lazy="joined")
    exhibitor: Mapped[Exhibitor] = relationship(back_populates="assignments", lazy="joined")
