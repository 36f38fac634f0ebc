"""What the door must know of a ticket, read in one question: who, what, which days, in when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, select

from ortenaudigital.bookings.models import Booking, RetiredCode, Ticket
from ortenaudigital.bookings.rules import read_short_code
from ortenaudigital.checkin.models import Admission, Device
from ortenaudigital.checkin.rules import Presence, TicketFacts, key_of
from ortenaudigital.events.models import Checkpoint, Day, TicketType, admits_to
from ortenaudigital.events.rules import CheckpointKind
from ortenaudigital.kernel.codes import fingerprint, read_code
from ortenaudigital.kernel.db import db


@dataclass(frozen=True)
class CheckpointAtDoor:
    """A checkpoint that a ticket admits to, with the hours of its day, and the admission there."""

    id: int
    key: str
    date: date
    opens_at: datetime
    closes_at: datetime
    admitted_at: datetime | None
    left_at: datetime | None
    device: str | None

    def with_admission(self, at: datetime, device: str) -> "CheckpointAtDoor":
        """Return the checkpoint as it is after the ticket was let in."""
        if self.admitted_at is not None:
            return replace(self, left_at=None)
        return replace(self, admitted_at=at, device=device)


@dataclass(frozen=True)
class TicketAtDoor:
    """A ticket as the door sees it; `title` is the name of its type by language.

    Its checkpoints are the entrances of its days, and the one where it was scanned.
    """

    id: UUID
    event_id: int
    ticket_type_id: int
    name: str
    title: dict[str, str]
    short_code: str
    cancelled: bool
    replaced: bool
    checkpoints: tuple[CheckpointAtDoor, ...]

    @property
    def days(self) -> list[date]:
        """Return the dates that the ticket admits to."""
        return sorted({each.date for each in self.checkpoints})

    def checkpoint(self, wanted: int | None) -> CheckpointAtDoor | None:
        """Return the checkpoint with an id, if the ticket admits to it."""
        return next((each for each in self.checkpoints if each.id == wanted), None)

    def facts(self, event_id: int) -> TicketFacts:
        """Return what a verdict at the door of an event depends on."""
        return TicketFacts(
            same_event=self.event_id == event_id,
            days=frozenset(self.days),
            cancelled=self.cancelled,
            replaced=self.replaced,
            admitted={
                each.key: Presence(each.admitted_at, each.left_at)
                for each in self.checkpoints
                if each.admitted_at
            },
        )


def find_ticket_at_door(text: str, checkpoint_id: int | None = None) -> TicketAtDoor | None:
    """Find the ticket that a scanner read or a helper typed, with a valid or a replaced code.

    `checkpoint_id` is where it was scanned.
    """
    here = {"here": checkpoint_id}
    code = read_code(text)
    if code is not None:
        values = here | {"hashed": fingerprint(code)}
        return _find(_BY_CODE, values) or _find(_BY_RETIRED_CODE, values, replaced=True)
    typed = read_short_code(text)
    if typed is None:
        return None
    reference, position = typed
    return _find(_BY_SHORT_CODE, here | {"reference": reference, "position": position})


def get_ticket_at_door(ticket_id: UUID, checkpoint_id: int | None) -> TicketAtDoor | None:
    """Return a ticket by its id; `checkpoint_id` is where it was scanned."""
    return _find(_BY_ID, {"wanted": ticket_id, "here": checkpoint_id})


# Built once: a statement that is made anew costs more to compile than to run.
_FACTS = (
    select(
        Ticket.id.label("ticket_id"),
        TicketType.event_id,
        Ticket.ticket_type_id,
        Ticket.name,
        Booking.first_name,
        Booking.last_name,
        TicketType.title,
        Booking.reference,
        Ticket.position,
        Ticket.cancelled_at,
        Checkpoint.id.label("checkpoint_id"),
        Checkpoint.slug,
        Day.date,
        Day.opens_at,
        Day.closes_at,
        Admission.admitted_at,
        Admission.left_at,
        Device.name.label("device"),
    )
    .select_from(Ticket)
    .join(Booking, Booking.id == Ticket.booking_id)
    .join(TicketType, TicketType.id == Ticket.ticket_type_id)
    .join(admits_to, admits_to.c.ticket_type_id == TicketType.id)
    .join(Day, Day.id == admits_to.c.day_id)
    .join(
        Checkpoint,
        and_(
            Checkpoint.day_id == Day.id,
            (Checkpoint.kind == CheckpointKind.ENTRANCE) | (Checkpoint.id == bindparam("here")),
        ),
    )
    .outerjoin(
        Admission,
        and_(Admission.ticket_id == Ticket.id, Admission.checkpoint_id == Checkpoint.id),
    )
    .outerjoin(Device, Device.id == Admission.device_id)
    # A ticket that names nobody any more is unknown, whatever date its event has got since.
    .where(Booking.erased_at.is_(None))
    .order_by(Day.date)
)
_BY_ID = _FACTS.where(Ticket.id == bindparam("wanted"))
_BY_CODE = _FACTS.where(Ticket.code_hash == bindparam("hashed"))
_BY_RETIRED_CODE = _FACTS.join(RetiredCode, RetiredCode.ticket_id == Ticket.id).where(
    RetiredCode.code_hash == bindparam("hashed")
)
_BY_SHORT_CODE = _FACTS.where(
    Booking.reference == bindparam("reference"), Ticket.position == bindparam("position")
)


def _find(query: Any, values: Mapping[str, Any], *, replaced: bool = False) -> TicketAtDoor | None:
    rows = db.session.execute(query, values).all()
    return _ticket(rows, replaced=replaced) if rows else None


def _ticket(rows: Sequence[Any], *, replaced: bool) -> TicketAtDoor:
    first = rows[0]
    return TicketAtDoor(
        id=first.ticket_id,
        event_id=first.event_id,
        ticket_type_id=first.ticket_type_id,
        name=first.name or f"{first.first_name} {first.last_name}".strip(),
        title=first.title,
        short_code=f"{first.reference}-{first.position}",
        cancelled=first.cancelled_at is not None,
        replaced=replaced,
        checkpoints=tuple(_checkpoint(row) for row in rows),
    )


def _checkpoint(row: Any) -> CheckpointAtDoor:
    return CheckpointAtDoor(
        id=row.checkpoint_id,
        key=key_of(row.date, row.slug),
        date=row.date,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        admitted_at=row.admitted_at,
        left_at=row.left_at,
        device=row.device,
    )


_ADMISSION = (
    select(
        Checkpoint.id.label("checkpoint_id"),
        Checkpoint.slug,
        Day.date,
        Day.opens_at,
        Day.closes_at,
        Admission.admitted_at,
        Admission.left_at,
        Device.name.label("device"),
    )
    .select_from(Admission)
    .join(Checkpoint, Checkpoint.id == Admission.checkpoint_id)
    .join(Day, Day.id == Checkpoint.day_id)
    .outerjoin(Device, Device.id == Admission.device_id)
    .where(Admission.ticket_id == bindparam("wanted"), Checkpoint.id == bindparam("there"))
)


def find_admission_at_door(ticket_id: UUID, checkpoint_id: int | None) -> CheckpointAtDoor | None:
    """Return where a ticket was let in, whether or not it admits to that; None if it was not."""
    if checkpoint_id is None:
        return None
    values = {"wanted": ticket_id, "there": checkpoint_id}
    row = db.session.execute(_ADMISSION, values).one_or_none()
    return _checkpoint(row) if row else None
