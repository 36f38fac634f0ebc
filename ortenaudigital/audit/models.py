"""The table of what happened."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index
from sqlalchemy.orm import Mapped, mapped_column

from ortenaudigital.kernel.db import Model


class Entry(Model):
    """One thing that happened to one subject. It is written once and never changed."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index(None, "subject"), Index(None, "event_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str]
    # Plain, without a reference: an entry outlives its event. Of the whole house without one.
    event_id: Mapped[int | None]
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
