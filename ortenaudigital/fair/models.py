"""The tables of stands."""

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ortenaudigital.events.models import Day
from ortenaudigital.kernel.db import Model


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
