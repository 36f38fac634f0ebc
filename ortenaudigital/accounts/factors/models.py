"""The tables of second factors. None holds anything that would log somebody in."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ortenaudigital.kernel.db import Model


class Authenticator(Model):
    """The app that makes codes for an account. Its secret is derived from `setup_id`."""

    __tablename__ = "authenticator"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    setup_id: Mapped[UUID]
    added_at: Mapped[datetime]
    # The step of the newest code that was used: neither it nor an older one is taken again.
    last_step: Mapped[int]


class RecoveryCode(Model):
    """A code that stands in for the second factor, once."""

    __tablename__ = "recovery_code"
    __table_args__ = (Index(None, "user_id"),)

    code_hash: Mapped[bytes] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    used_at: Mapped[datetime | None]


class Passkey(Model):
    """A key that a device keeps for its owner; here is the half of it that may be known."""

    __tablename__ = "passkey"
    __table_args__ = (UniqueConstraint("credential_id"), Index(None, "user_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    credential_id: Mapped[bytes]
    public_key: Mapped[bytes]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    sign_count: Mapped[int]
    # As its owner calls it, to tell it from others.
    name: Mapped[str]
    added_at: Mapped[datetime]
    # When that was asked which it answered last: no answer passes twice.
    asked_at: Mapped[datetime]
