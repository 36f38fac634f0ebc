"""The tables of the door."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ortenaudigital.bookings.models import Ticket
from ortenaudigital.checkin.rules import Action, Conflict, Outcome, Verdict
from ortenaudigital.events.models import Checkpoint, Event, TicketType
from ortenaudigital.kernel.choices import choice, choice_of_words
from ortenaudigital.kernel.db import Model
from ortenaudigital.kernel.sealed import SealedUuid

ANSWERS = (*Verdict, *Outcome)
# What the history calls it when an organiser puts a conflict away.
CONFLICT_SETTLED = "checkin.conflict_settled"
# Written out, since SQLite takes an index of some rows only for a question with the same words.
BY_HAND = text("scan.action IN ('override', 'undo', 'walk_in')")


class Device(Model):
    """A phone at the door. Of its secrets only the SHA-256 is kept.

    `on_paper` is the printed list: no phone, but admissions that were ticked on it are its own.
    """

    __tablename__ = "device"
    __table_args__ = (
        UniqueConstraint("pairing_hash"),
        UniqueConstraint("token_hash"),
        Index(None, "event_id"),
        Index(None, "checkpoint_id"),
        # Its number stands in the history.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    name: Mapped[str]
    pairing_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    pairing_ends_at: Mapped[datetime]
    token_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    created_at: Mapped[datetime]
    paired_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    locked_at: Mapped[datetime | None]
    last_seen_at: Mapped[datetime | None]
    may_override: Mapped[bool] = mapped_column(default=False)
    on_paper: Mapped[bool] = mapped_column(default=False)
    # What the phone said of itself at its last contact.
    unsent: Mapped[int] = mapped_column(default=0)
    app_version: Mapped[str] = mapped_column(default="")
    # What it scans for; None is the entrance of the current day.
    checkpoint_id: Mapped[int | None] = mapped_column(ForeignKey("checkpoint.id"))

    event: Mapped[Event] = relationship(lazy="joined")
    # The way back is for whoever deletes a checkpoint: its devices are at the entrance then.
    checkpoint: Mapped[Checkpoint | None] = relationship(backref="devices")
    shares: Mapped[list["WalkInShare"]] = relationship(back_populates="device", lazy="selectin")


class WalkInShare(Model):
    """Places of a ticket type that were taken in advance, for a device to give away offline."""

    __tablename__ = "walk_in_share"
    __table_args__ = (
        CheckConstraint("used >= 0 AND used <= number", name="used_within_number"),
        Index(None, "ticket_type_id"),
    )

    device_id: Mapped[int] = mapped_column(ForeignKey("device.id"), primary_key=True)
    ticket_type_id: Mapped[int] = mapped_column(ForeignKey("ticket_type.id"), primary_key=True)
    number: Mapped[int]
    used: Mapped[int] = mapped_column(default=0)

    device: Mapped[Device] = relationship(back_populates="shares")
    ticket_type: Mapped[TicketType] = relationship(lazy="joined")

    @property
    def left(self) -> int:
        """Return how many places the device can still give away."""
        return self.number - self.used


def _index_where_filled(column: str) -> Index:
    return Index(None, column, **_where(f"{column} IS NOT NULL"))


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


class Scan(Model):
    """One action of a helper with a device, whatever came of it: mostly the scan of a code.

    `verdict` is what holds, `shown` what the phone decided by itself, and `conflict` how the two
    differ until an organiser settles it.
    """

    __tablename__ = "scan"
    __table_args__ = (
        UniqueConstraint("scan_id"),
        Index(None, "ticket_id"),
        Index(None, "device_id"),
        Index(None, "checkpoint_id"),
        # Few scans are in conflict or undo another; those few are asked for all day.
        _index_where_filled("conflict"),
        _index_where_filled("undoes"),
        # So is what was done by hand, sorted by when.
        Index(
            "ix_scan_by_hand",
            "scanned_at",
            "id",
            **_where("action IN ('override', 'undo', 'walk_in')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    scan_id: Mapped[UUID] = mapped_column(SealedUuid("scan"))
    device_id: Mapped[int] = mapped_column(ForeignKey("device.id"))
    ticket_id: Mapped[UUID | None] = mapped_column(ForeignKey("ticket.id"))
    action: Mapped[Action] = mapped_column(choice(Action, "known_action"), default=Action.SCAN)
    scanned_at: Mapped[datetime]
    received_at: Mapped[datetime]
    verdict: Mapped[str] = mapped_column(choice_of_words(ANSWERS, "known_verdict"))
    shown: Mapped[str | None] = mapped_column(choice_of_words(ANSWERS, "known_shown"))
    # Where it was scanned; None where the event had nothing to be let through at that moment.
    checkpoint_id: Mapped[int | None] = mapped_column(ForeignKey("checkpoint.id"))
    reason: Mapped[str] = mapped_column(default="")
    # The scan whose admission this one took back.
    undoes: Mapped[UUID | None] = mapped_column(SealedUuid("scan"))
    conflict: Mapped[Conflict | None] = mapped_column(choice(Conflict, "known_conflict"))
    settled_at: Mapped[datetime | None]

    ticket: Mapped[Ticket | None] = relationship()
    device: Mapped[Device] = relationship(lazy="joined")
    checkpoint: Mapped[Checkpoint | None] = relationship()


class ListEpoch(Model):
    """Since when revisions go on unbroken; another backup put back, another epoch.

    The newest counts. Without any, the database was never restored.
    """

    __tablename__ = "list_epoch"
    __table_args__ = (UniqueConstraint("epoch"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    # Drawn, not counted: a backup put back twice would count to the same number twice.
    epoch: Mapped[str]
    begun_at: Mapped[datetime]


class Admission(Model):
    """The fact that a ticket was let in at a checkpoint: once, whoever scans it how often.

    Where going out is scanned, `left_at` says that somebody is out, and `entered_at` when they came
    in last.
    """

    __tablename__ = "admission"
    __table_args__ = (
        UniqueConstraint("ticket_id", "checkpoint_id"),
        Index(None, "checkpoint_id", "admitted_at"),
        Index(None, "device_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("ticket.id"))
    checkpoint_id: Mapped[int] = mapped_column(ForeignKey("checkpoint.id"))
    device_id: Mapped[int] = mapped_column(ForeignKey("device.id"))
    scan_id: Mapped[UUID] = mapped_column(SealedUuid("scan"))
    admitted_at: Mapped[datetime]
    entered_at: Mapped[datetime]
    left_at: Mapped[datetime | None]

    ticket: Mapped[Ticket] = relationship()
    checkpoint: Mapped[Checkpoint] = relationship(lazy="joined")
    device: Mapped[Device] = relationship(lazy="joined")


class AdmissionCount(Model):
    """How many were let in at a checkpoint within five minutes, by type of ticket.

    `cancelled`: how many of them have a ticket that was cancelled. Triggers on `admission` and
    `ticket` keep it, within each transaction; `step` is the epoch second divided by 300.
    """

    __tablename__ = "admission_count"
    __table_args__ = (
        CheckConstraint(
            "admitted >= 0 AND outside >= 0 AND walk_ins >= 0", name="never_below_nought"
        ),
        CheckConstraint("cancelled >= 0", name="cancelled_not_below_nought"),
        Index(None, "ticket_type_id"),
    )

    checkpoint_id: Mapped[int] = mapped_column(
        ForeignKey("checkpoint.id", ondelete="CASCADE"), primary_key=True
    )
    ticket_type_id: Mapped[int] = mapped_column(
        ForeignKey("ticket_type.id", ondelete="CASCADE"), primary_key=True
    )
    step: Mapped[int] = mapped_column(primary_key=True)
    admitted: Mapped[int]
    outside: Mapped[int]
    walk_ins: Mapped[int]
    cancelled: Mapped[int] = mapped_column(server_default="0")


class VisitorCount(Model):
    """How many tickets of a type were let in at an entrance at least once.

    `cancelled`: how many of them were cancelled. Triggers on `admission` and `ticket` keep it.
    """

    __tablename__ = "visitor_count"
    __table_args__ = (
        CheckConstraint("number >= 0", name="never_below_nought"),
        CheckConstraint("cancelled >= 0", name="cancelled_not_below_nought"),
    )

    ticket_type_id: Mapped[int] = mapped_column(
        ForeignKey("ticket_type.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int]
    cancelled: Mapped[int] = mapped_column(server_default="0")
