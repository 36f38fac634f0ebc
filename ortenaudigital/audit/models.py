"""The table of what happened."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index
from sqlalchemy.orm import Mapped, mapped_column

from ortenaudigital.kernel.db import Model


class Entry(Model):
    """One thing that happened to one subject. It is written once and never changed."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index(None, "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str]
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
