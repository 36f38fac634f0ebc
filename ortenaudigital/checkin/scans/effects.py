"""What a scan does to a ticket, and the order of locks in which it does it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Update, bindparam, update

from ortenaudigital.bookings.models import Ticket
from ortenaudigital.checkin.devices.commands import PairedDevice
from ortenaudigital.checkin.models import Admission
from ortenaudigital.checkin.rules import Answer, Outcome, Verdict
from ortenaudigital.checkin.sync.door_list import CheckpointAtDoor, TicketAtDoor
from ortenaudigital.events.revisions import next_revisions
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import insert_if_absent, row_count


@dataclass(frozen=True)
class Revision:
    """The number under which phones learn of a change, drawn and not yet used."""

    number: int

    def mark(self, ticket_id: UUID) -> None:
        """Let all phones learn that something about a ticket has changed."""
        db.session.execute(_MARK, {"the_ticket": ticket_id, "new_revision": self.number})


@contextmanager
def revision(ticket_type_id: int) -> Iterator[Revision]:
    """Draw the next revision of a ticket type, whose row stays locked until the commit.

    It is the first of all locks: whoever locks the rows of type and ticket in another order than
    the rest waits for ever, and whatever refers to a ticket locks its row. What was read before is
    read again inside: now nobody else changes tickets of this type.
    """
    (number,) = next_revisions(ticket_type_id)
    yield Revision(number)


_MARK = (
    update(Ticket)
    .where(Ticket.id == bindparam("the_ticket"))
    .values(revision=bindparam("new_revision"))
    .execution_options(synchronize_session=False)
)


@dataclass(frozen=True)
class Admit:
    """Let a ticket in at a checkpoint, or in again where the event wants that."""

    device: PairedDevice
    scan_id: UUID
    ticket: TicketAtDoor
    checkpoint_id: int
    at: datetime

    def apply(self, drawn: Revision) -> Answer:
        """Do it; `already_in` if somebody else was first."""
        if not admit(self.device, self.scan_id, self.ticket.id, self.checkpoint_id, self.at):
            return Verdict.ALREADY_IN
        drawn.mark(self.ticket.id)
        return Verdict.WELCOME

    @property
    def after(self) -> CheckpointAtDoor | None:
        """Return the checkpoint as it is afterwards."""
        before = self.ticket.checkpoint(self.checkpoint_id)
        return before and before.with_admission(self.at, self.device.name)


@dataclass(frozen=True)
class Leave:
    """Let a ticket out of a checkpoint, to come in again."""

    ticket: TicketAtDoor
    checkpoint_id: int
    at: datetime

    after = None

    def apply(self, drawn: Revision) -> Answer:
        """Do it, unless it came in later."""
        if _change(_GO_OUT, self.ticket.id, self.checkpoint_id, self.at):
            drawn.mark(self.ticket.id)
        return Outcome.LEFT


Effect = Admit | Leave


def admit(
    device: PairedDevice, scan_id: UUID, ticket_id: UUID, checkpoint_id: int, at: datetime
) -> bool:
    """Let a ticket in at a checkpoint, or in again; False if it is in. The database decides."""
    values = {
        "ticket_id": ticket_id,
        "checkpoint_id": checkpoint_id,
        "device_id": device.id,
        "scan_id": scan_id,
        "admitted_at": at,
        "entered_at": at,
    }
    # Two phones may decide `welcome` at once; the unique constraint lets in one.
    if insert_if_absent(Admission, values):
        return True
    return device.reentry and _change(_COME_BACK, ticket_id, checkpoint_id, at)


_OF_TICKET = update(Admission).where(
    Admission.ticket_id == bindparam("the_ticket"),
    Admission.checkpoint_id == bindparam("the_checkpoint"),
)
_AT = bindparam("at", type_=Admission.__table__.c.admitted_at.type)
# Phones that were offline tell of things late: an older exit does not undo a newer entry.
_GO_OUT = (
    _OF_TICKET.where(Admission.left_at.is_(None), Admission.entered_at <= _AT)
    .values(left_at=_AT)
    .execution_options(synchronize_session=False)
)
_COME_BACK = (
    _OF_TICKET.where(Admission.left_at <= _AT)
    .values(left_at=None, entered_at=_AT)
    .execution_options(synchronize_session=False)
)


def _change(statement: Update, ticket_id: UUID, checkpoint_id: int, at: datetime) -> bool:
    values = {"the_ticket": ticket_id, "the_checkpoint": checkpoint_id, "at": at}
    return row_count(db.session.execute(statement, values)) == 1
