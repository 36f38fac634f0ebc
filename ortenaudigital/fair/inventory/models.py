"""The tables of the inventory."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ortenaudigital.events.models import Day
from ortenaudigital.events.sections.fair.floor import StandKind
from ortenaudigital.kernel.choices import choice
from ortenaudigital.kernel.db import Model


class Area(Model):
    """A hall or a yard. Its outline is a list of corners such as `0,0 1200,0 1200,800`."""

    __tablename__ = "area"
    __table_args__ = (
        UniqueConstraint("event_id", "name"),
        CheckConstraint("width_cm >= 0 AND depth_cm >= 0", "size_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    name: Mapped[str]
    position: Mapped[int]
    width_cm: Mapped[int]
    depth_cm: Mapped[int]
    # Empty for a rectangle.
    outline: Mapped[str] = mapped_column(default="")
    power_limit_w: Mapped[int | None]
    # How many stands can be connected.
    network_limit: Mapped[int | None]
    # A picture that lies under the stands: where its left upper corner is, and how wide it is.
    background_id: Mapped[UUID | None] = mapped_column(ForeignKey("picture.id"), index=True)
    background_x_cm: Mapped[int] = mapped_column(default=0)
    background_y_cm: Mapped[int] = mapped_column(default=0)
    background_width_cm: Mapped[int] = mapped_column(default=0)

    circuits: Mapped[list["Circuit"]] = relationship(
        back_populates="area", lazy="selectin", order_by="Circuit.id"
    )


class Circuit(Model):
    """What carries the power of some stands of an area."""

    __tablename__ = "circuit"
    __table_args__ = (
        UniqueConstraint("area_id", "name"),
        CheckConstraint("limit_w >= 0", "limit_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    name: Mapped[str]
    limit_w: Mapped[int]

    area: Mapped[Area] = relationship(back_populates="circuits", lazy="joined")


class Stand(Model):
    """A place on the floor. A width of 0 says that it is not fixed; 0 W that it has no power.

    `x_cm` and `y_cm` are where its left upper corner is in its area, None while it is nowhere.
    """

    __tablename__ = "stand"
    __table_args__ = (
        UniqueConstraint("event_id", "label"),
        Index(None, "area_id"),
        Index(None, "circuit_id"),
        CheckConstraint(
            "width_cm >= 0 AND depth_cm >= 0 AND power_w >= 0", "measures_not_negative"
        ),
        CheckConstraint("turned IN (0, 90, 180, 270)", "turned_by_right_angles"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    label: Mapped[str]
    position: Mapped[int]
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    circuit_id: Mapped[int | None] = mapped_column(ForeignKey("circuit.id"))
    kind: Mapped[StandKind] = mapped_column(
        choice(StandKind, "known_stand_kind"), default=StandKind.TABLE
    )
    width_cm: Mapped[int] = mapped_column(default=0)
    depth_cm: Mapped[int] = mapped_column(default=0)
    x_cm: Mapped[int | None]
    y_cm: Mapped[int | None]
    turned: Mapped[int] = mapped_column(default=0)
    power_w: Mapped[int] = mapped_column(default=0)
    network: Mapped[bool] = mapped_column(default=False)
    accessible: Mapped[bool] = mapped_column(default=False)
    # What else is to be known, for organisers and exhibitors.
    note: Mapped[str] = mapped_column(default="")

    slots: Mapped[list["Slot"]] = relationship(
        back_populates="stand", lazy="selectin", order_by="Slot.day_id"
    )
    area: Mapped[Area | None] = relationship(lazy="select")
    circuit: Mapped[Circuit | None] = relationship(lazy="select")


class Stage(Model):
    """Where exhibitors speak, one after the other."""

    __tablename__ = "stage"
    __table_args__ = (UniqueConstraint("event_id", "name"), Index(None, "area_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    name: Mapped[str]
    position: Mapped[int]
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))

    area: Mapped[Area | None] = relationship(lazy="select")
    slots: Mapped[list["Slot"]] = relationship(
        back_populates="stage", lazy="selectin", order_by="Slot.starts_at"
    )

    @property
    def label(self) -> str:
        """Return its name, as of a stand its label."""
        return self.name


class Slot(Model):
    """What is assigned: a stand on a day, or some minutes on a stage, which is a pitch.

    The hours of a stand are those of the day, and its own moments are None. Pitches of a stage
    never overlap: the database refuses it by the name `NO_OVERLAP`, PostgreSQL by a constraint
    and SQLite by triggers, which a migration that makes the table anew creates again.
    """

    __tablename__ = "slot"
    __table_args__ = (
        UniqueConstraint("stand_id", "day_id"),
        Index(None, "day_id"),
        Index(None, "stage_id"),
        CheckConstraint("(stand_id IS NULL) != (stage_id IS NULL)", "stand_or_stage"),
        CheckConstraint(
            "(stage_id IS NULL) = (starts_at IS NULL) AND (stage_id IS NULL) = (ends_at IS NULL)",
            "pitches_have_times",
        ),
        CheckConstraint("starts_at < ends_at", "starts_before_it_ends"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    stand_id: Mapped[int | None] = mapped_column(ForeignKey("stand.id"))
    stage_id: Mapped[int | None] = mapped_column(ForeignKey("stage.id"))
    day_id: Mapped[int] = mapped_column(ForeignKey("day.id"))
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]

    stand: Mapped[Stand | None] = relationship(back_populates="slots", lazy="joined")
    stage: Mapped[Stage | None] = relationship(back_populates="slots", lazy="joined")
    day: Mapped[Day] = relationship(lazy="joined")

    @property
    def place(self) -> Stand | Stage:
        """Return the stand or the stage."""
        place = self.stand or self.stage
        if place is None:
            raise LookupError("a slot is at a stand or at a stage")
        return place

    @property
    def label(self) -> str:
        """Return the name of the stand or the stage."""
        return self.place.label

    @property
    def event_id(self) -> int:
        """Return the id of its event."""
        return self.place.event_id

    @property
    def begins_at(self) -> datetime:
        """Return from when it is somebody's: the pitch, or the opening of the doors."""
        return self.starts_at or self.day.opens_at

    @property
    def finishes_at(self) -> datetime:
        """Return until when it is somebody's."""
        return self.ends_at or self.day.closes_at


# The name by which the database refuses two pitches of a stage at the same time.
NO_OVERLAP = "ex_slot_no_overlap"
