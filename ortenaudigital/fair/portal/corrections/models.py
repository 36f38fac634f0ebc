"""The table of corrections."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.portal.corrections.rules import Outcome
from ortenaudigital.kernel.choices import choice
from ortenaudigital.kernel.db import Model

_OPEN = text("outcome = 'open'")


class Correction(Model):
    """What an exhibitor wants to be otherwise; one of an exhibitor is open at most."""

    __tablename__ = "correction"
    __table_args__ = (
        Index(
            "uq_correction_open",
            "exhibitor_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index(None, "event_id", "outcome"),
        Index(None, "exhibitor_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    exhibitor_id: Mapped[UUID] = mapped_column(ForeignKey("exhibitor.id", ondelete="CASCADE"))
    # By the names of `rules.FIELDS`.
    old: Mapped[dict[str, Any]] = mapped_column(JSON)
    new: Mapped[dict[str, Any]] = mapped_column(JSON)
    # The logo of `new`, which would else be one that nobody shows.
    logo_id: Mapped[UUID | None] = mapped_column(ForeignKey("picture.id"), index=True)
    asked_at: Mapped[datetime]
    asked_by: Mapped[str]
    outcome: Mapped[Outcome] = mapped_column(choice(Outcome, "known_outcome"))
    decided_at: Mapped[datetime | None]
    # What the organisers said when they asked again.
    answer: Mapped[str] = mapped_column(default="")

    exhibitor: Mapped[Exhibitor] = relationship(lazy="joined")
