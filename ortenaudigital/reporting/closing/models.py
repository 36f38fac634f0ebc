"""The tables of closing: what was ticked by hand, and who was written to."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ortenaudigital.accounts.models import User
from ortenaudigital.events.models import Event
from ortenaudigital.kernel.choices import choice
from ortenaudigital.kernel.db import Model
from ortenaudigital.reporting.closing.rules import Step


class ClosingTick(Model):
    """That somebody said by hand that a thing is done; who it was stands in the history."""

    __tablename__ = "closing_tick"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), primary_key=True)
    step: Mapped[Step] = mapped_column(choice(Step, "known_step"), primary_key=True)
    done_at: Mapped[datetime]


class ClosingNotice(Model):
    """That somebody of the team is told of the erasure of an event: once, whoever works."""

    __tablename__ = "closing_notice"
    __table_args__ = (UniqueConstraint("event_id", "user_id"), Index(None, "user_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))

    event: Mapped[Event] = relationship(lazy="joined")
    user: Mapped[User] = relationship(lazy="joined")
