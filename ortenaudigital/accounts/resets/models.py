"""The table of those who asked for a new password."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ortenaudigital.kernel.db import Model


class PasswordReset(Model):
    """Somebody typed an address.

    Whether it has an account is looked up when the letter is written, so that nobody can tell it
    from the answer, nor from how long the answer takes.
    """

    __tablename__ = "password_reset"
    __table_args__ = (UniqueConstraint("key_hash"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    key_hash: Mapped[bytes]
    email: Mapped[str]
    asked_at: Mapped[datetime]
