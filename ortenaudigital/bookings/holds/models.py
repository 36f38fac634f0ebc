"""The table of places that are held."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from ortenaudigital.kernel.choices import choice
from ortenaudigital.kernel.db import Model


class HoldPurpose(StrEnum):
    """What places are held for."""

    # Somebody on the wait list may take them.
    OFFER = "offer"
    # Somebody asked for them, and has yet to confirm the address.
    CONFIRMATION = "confirmation"


class HoldState(StrEnum):
    """What became of places that were held."""

    OPEN = "open"
    USED = "used"
    RELEASED = "released"


_IS_OPEN = text("state = 'open'")


class Hold(Model):
    """Places of a ticket type that count as taken, though no ticket has them, until a moment.

    It names nobody: whoever has the places refers to it.
    """

    __tablename__ = "hold"
    __table_args__ = (
        CheckConstraint("number > 0", name="some_places"),
        CheckConstraint("(state = 'open') = (ended_at IS NULL)", name="ended_unless_open"),
        Index(None, "ticket_type_id", "state"),
        Index("ix_hold_open", "until", sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    ticket_type_id: Mapped[int] = mapped_column(ForeignKey("ticket_type.id"))
    number: Mapped[int]
    purpose: Mapped[HoldPurpose] = mapped_column(choice(HoldPurpose, "known_purpose"))
    state: Mapped[HoldState] = mapped_column(
        choice(HoldState, "known_state"), default=HoldState.OPEN
    )
    created_at: Mapped[datetime]
    until: Mapped[datetime]
    ended_at: Mapped[datetime | None]
