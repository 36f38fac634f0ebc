"""What was changed about the floor of an event."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ortenaudigital.kernel.choices import choice
from ortenaudigital.kernel.db import Model


class Deed(StrEnum):
    """What was done."""

    ADDED = "added"
    CHANGED = "changed"
    MOVED = "moved"
    DELETED = "deleted"
    NUMBERED = "numbered"
    COPIED = "copied"
    UNDONE = "undone"
    REDONE = "redone"


class FloorState(Model):
    """Which version the floor of an event has; whoever changes it locks this row first."""

    __tablename__ = "floor"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), primary_key=True)
    version: Mapped[int]


class FloorChange(Model):
    """One change, which made the floor of this version; the last ones are kept.

    `rows` says of each row that changed: its table, its id, and its values before and after, None
    where there was none.
    """

    __tablename__ = "floor_change"
    __table_args__ = (UniqueConstraint("event_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    version: Mapped[int]
    deed: Mapped[Deed] = mapped_column(choice(Deed, "known_deed"))
    # What it was about: "A1–A12".
    label: Mapped[str]
    rows: Mapped[list[list[Any]]] = mapped_column(JSON)
    made_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
