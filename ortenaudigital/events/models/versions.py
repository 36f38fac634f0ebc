"""What was said of an event before."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ortenaudigital.kernel.db import Model


class FormerVersion(Model):
    """What an event file said of an event as one version, written down when it was replaced."""

    __tablename__ = "event_version"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    replaced_at: Mapped[datetime]
