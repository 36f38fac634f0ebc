"""The table of orders."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ortenaudigital.kernel.db import Model


class FurnitureOrder(Model):
    """How many of a thing an exhibitor ordered, by its word in the list of the event."""

    __tablename__ = "furniture_order"
    __table_args__ = (CheckConstraint("number > 0", name="some_of_it"),)

    exhibitor_id: Mapped[UUID] = mapped_column(
        ForeignKey("exhibitor.id", ondelete="CASCADE"), primary_key=True
    )
    item: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]
