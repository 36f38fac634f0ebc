"""The tables of what happened, and of who did it as long as that may be known."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ortenaudigital.kernel.db import Model


class Entry(Model):
    """One thing that happened to one subject. The database refuses to change or to delete it."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index(None, "subject"), Index(None, "event_id"), Index(None, "action"))

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    # A word that names nobody, such as "organiser"; who it was stands in a row of its own.
    done_as: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str]
    # Plain, without a reference: an entry outlives its event. Of the whole house without one.
    event_id: Mapped[int | None]
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    named: Mapped["Actor | None"] = relationship(lazy="joined", viewonly=True)

    @property
    def area(self) -> str:
        """Return the word that the action begins with."""
        return self.action.partition(".")[0]

    @property
    def actor(self) -> str:
        """Return who did it, or as what somebody did whose name is forgotten."""
        return self.named.name if self.named else self.done_as


class EntryWords(Model):
    """The values that an entry is found by, folded; of most there are none, and so no row."""

    __tablename__ = "audit_words"

    entry_id: Mapped[int] = mapped_column(ForeignKey("audit_entry.id"), primary_key=True)
    words: Mapped[str]


class Actor(Model):
    """Who did it: an organiser's address, or the name of a device. To forget it is to delete it."""

    __tablename__ = "audit_actor"
    __table_args__ = (Index(None, "name", "entry_id"),)

    entry_id: Mapped[int] = mapped_column(ForeignKey("audit_entry.id"), primary_key=True)
    name: Mapped[str]
