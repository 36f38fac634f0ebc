"""The table of reports that were kept."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ortenaudigital.kernel.db import Model


class SavedReport(Model):
    """The figures of an event as they were at a moment; they name nobody, and stay."""

    __tablename__ = "saved_report"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), primary_key=True)
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)
    saved_at: Mapped[datetime]


class KeptReport(Model):
    """The same of an event that was erased: all that is left of what came of it."""

    __tablename__ = "kept_report"

    erasure_id: Mapped[int] = mapped_column(ForeignKey("event_erasure.id"), primary_key=True)
    timezone: Mapped[str]
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)
    saved_at: Mapped[datetime]
