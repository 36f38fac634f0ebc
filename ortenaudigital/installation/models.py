"""The one row about the installation."""

from datetime import datetime

from sqlalchemy import CheckConstraint, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from ortenaudigital.kernel.db import Model

ONLY = 1


class Installation(Model):
    """Which ticket key belongs to this database, and how far its clock has come."""

    __tablename__ = "installation"
    __table_args__ = (CheckConstraint(f"id = {ONLY}", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    # An HMAC of a constant: it tells a wrong key from the right one, and nothing about either.
    key_check: Mapped[bytes] = mapped_column(LargeBinary(32))
    key_noted_at: Mapped[datetime]
    # The newest moment that the worker believed; see privacy.rules.
    clock_at: Mapped[datetime | None]
