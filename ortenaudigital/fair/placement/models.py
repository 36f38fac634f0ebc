"""The tables of placing: what was done last, and proposals that wait for a decision."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ortenaudigital.kernel.db import Model


class Placing(Model):
    """One row of an event: whoever changes whose its slots are locks it first."""

    __tablename__ = "placing"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True
    )
    revision: Mapped[int] = mapped_column(default=0)


class PlacingStep(Model):
    """What one press of a button changed, so that it can be undone.

    `before` and `after` say by the ids of slots whose they were: `[exhibitor, until]` or nothing.
    """

    __tablename__ = "placing_step"
    __table_args__ = (Index(None, "event_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    done_at: Mapped[datetime]
    actor: Mapped[str]
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    after: Mapped[dict[str, Any]] = mapped_column(JSON)
    undone_at: Mapped[datetime | None]


class Proposal(Model):
    """A draft of a whole placing; `basis` is the fingerprint of all that it was made from.

    `unplaced` says who gets no stand on which day, and how many stands each lack excludes; and who
    gets no `pitch` that they asked for, and why.
    """

    __tablename__ = "proposal"
    __table_args__ = (UniqueConstraint("event_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    made_at: Mapped[datetime]
    basis: Mapped[str]
    # Whether those who have a stand that nobody told them of may be moved.
    moves: Mapped[bool] = mapped_column(default=False)
    # False if the solver found nothing, and it was placed one by one.
    by_program: Mapped[bool] = mapped_column(default=True)
    unplaced: Mapped[list[dict[str, Any]]] = mapped_column(JSON)

    slots: Mapped[list["ProposalSlot"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True
    )


class ProposalSlot(Model):
    """One slot of a draft, and whose it would be."""

    __tablename__ = "proposal_slot"
    __table_args__ = (Index(None, "slot_id"), Index(None, "exhibitor_id"))

    proposal_id: Mapped[int] = mapped_column(
        ForeignKey("proposal.id", ondelete="CASCADE"), primary_key=True
    )
    slot_id: Mapped[int] = mapped_column(
        ForeignKey("slot.id", ondelete="CASCADE"), primary_key=True
    )
    exhibitor_id: Mapped[UUID] = mapped_column(ForeignKey("exhibitor.id", ondelete="CASCADE"))
