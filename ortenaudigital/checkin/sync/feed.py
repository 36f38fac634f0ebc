"""The door list that phones keep: all tickets of an event, and after that what has changed.

A cursor says how far a phone has read, by ticket type: `3.120-4.17`. First load and deltas are the
same question, so that a load that breaks off goes on where it was.

Before it stands the epoch, once a backup was put back: `Zq3xTr0a~3.120-4.17`. The numbers of
another epoch mean nothing, and such a phone gets the whole list in the place of its own.
"""

import base64
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select

from ortenaudigital.bookings.models import Booking, RetiredCode, Ticket
from ortenaudigital.checkin.models import Admission, Device, ListEpoch
from ortenaudigital.checkin.rules import key_of
from ortenaudigital.events.models import Checkpoint, Day, TicketType
from ortenaudigital.kernel.clock import rfc3339
from ortenaudigital.kernel.db import db

PAGE_ROWS = 2000
BEHINDEPOCH = "~"


@dataclass(frozen=True)
class ListPage:
    """Rows of the list as phones keep them, how far they go, and how many are still to come.

    `replaces`: with this page the list begins anew, and what a phone has besides holds no more.
    """

    tickets: Sequence[Mapping[str, Any]]
    cursor: str
    left: int
    replaces: bool


EPOCH = select(ListEpoch.epoch).order_by(ListEpoch.id.desc()).limit(1).scalar_subquery()
_NEWEST = (
    select(TicketType.id, TicketType.revision, func.coalesce(EPOCH, "").label("epoch"))
    .where(TicketType.event_id == bindparam("event"))
    .order_by(TicketType.id)
)
_IN_TURN = (Ticket.ticket_type_id == bindparam("type"), Ticket.revision > bindparam("since"))
_UP_TO = Ticket.revision <= bindparam("last")
_TICKETS = (
    select(
        Ticket.id,
        Ticket.ticket_type_id,
        Booking.reference,
        Ticket.position,
        Ticket.code_hash,
        Ticket.name,
        Booking.first_name,
        Booking.last_name,
        Ticket.cancelled_at,
        Booking.erased_at,
        Ticket.revision,
    )
    .join(Booking, Booking.id == Ticket.booking_id)
    # Nothing is beyond its end, but without one PostgreSQL expects far more rows, and beside many
    # other events it went through the bookings of all: nearly three times the CPU.
    .where(*_IN_TURN, _UP_TO)
    .order_by(Ticket.revision)
    .limit(bindparam("most"))
)
_COUNT = select(func.count()).select_from(Ticket).where(*_IN_TURN)
_ADMISSIONS = (
    select(
        Admission.ticket_id,
        Day.date,
        Checkpoint.slug,
        Admission.admitted_at,
        Admission.left_at,
        Device.name.label("device"),
    )
    .join(Ticket, Ticket.id == Admission.ticket_id)
    .join(Checkpoint, Checkpoint.id == Admission.checkpoint_id)
    .join(Day, Day.id == Checkpoint.day_id)
    .join(Device, Device.id == Admission.device_id)
    .where(*_IN_TURN, _UP_TO)
)
_RETIRED = (
    select(RetiredCode.ticket_id, RetiredCode.code_hash)
    .join(Ticket, Ticket.id == RetiredCode.ticket_id)
    .where(*_IN_TURN, _UP_TO)
    .order_by(RetiredCode.code_hash)
)


@dataclass(frozen=True)
class Position:
    """How far somebody has read, in which epoch: revisions by the ids of ticket types."""

    epoch: str
    reached: Mapping[int, int]

    def __str__(self) -> str:
        numbers = "-".join(f"{type_id}.{number}" for type_id, number in self.reached.items())
        return f"{self.epoch}{BEHINDEPOCH}{numbers}" if self.epoch else numbers

    def is_before(self, newest: "Position") -> bool:
        """Say whether all of it is known here; not so before a backup was put back."""
        ends = newest.reached
        is_known = all(number <= ends.get(each, -1) for each, number in self.reached.items())
        return self.epoch == newest.epoch and is_known


def _newest(event_id: int) -> Position:
    rows = db.session.execute(_NEWEST, {"event": event_id}).all()
    return Position(rows[0].epoch if rows else "", {row.id: row.revision for row in rows})


def _read(cursor: str) -> Position:
    epoch, _, numbers = cursor.rpartition(BEHINDEPOCH)
    parts = re.findall(r"\b(\d{1,10})\.(\d{1,10})\b", numbers, re.ASCII)
    return Position(epoch, {int(type_id): int(number) for type_id, number in parts})


def newest_cursor(event_id: int) -> str:
    """Return the cursor of a phone that knows everything."""
    return str(_newest(event_id))


def read_list(event_id: int, since: str, most: int = PAGE_ROWS) -> ListPage:
    """Read what has changed since a cursor, the oldest change first; all, since an empty one."""
    # Read before the rows are: what changes meanwhile comes once more, and nothing is missed.
    newest = _newest(event_id)
    position = _read(since)
    replaces = bool(since) and not position.is_before(newest)
    known = {} if replaces else position.reached
    reached: dict[int, int] = {}
    tickets: list[dict[str, Any]] = []
    left = 0
    for type_id, revision in newest.reached.items():
        place = {"type": type_id, "since": known.get(type_id, 0)}
        room = most - len(tickets)
        page = {**place, "most": room, "last": revision}
        rows = db.session.execute(_TICKETS, page).all() if room else []
        last = rows[-1].revision if rows else place["since"]
        tickets += _rows(rows, {**place, "last": last})
        behind = _count(type_id, last) if len(rows) == room else 0
        left += behind
        # Numbers without a ticket are behind as well once all rows were read.
        reached[type_id] = last if behind else max(last, revision)
    return ListPage(tickets, str(Position(newest.epoch, reached)), left, replaces)


def _count(type_id: int, since: int) -> int:
    return db.session.scalar(_COUNT, {"type": type_id, "since": since}) or 0


def _rows(rows: Sequence[Any], place: dict[str, int]) -> Iterable[dict[str, Any]]:
    if not rows:
        return
    admissions, retired = _admissions(place), _retired(place)
    for row in rows:
        ticket = {
            "ref": f"{row.reference}-{row.position}",
            "code": _hash_text(row.code_hash),
            "name": row.name or f"{row.first_name} {row.last_name}".strip(),
            "type": row.ticket_type_id,
        }
        if row.cancelled_at is not None or row.erased_at is not None:
            ticket["cancelled"] = True
        if row.id in retired:
            ticket["retired"] = retired[row.id]
        if row.id in admissions:
            ticket["in"] = admissions[row.id]
        yield ticket


def _admissions(place: dict[str, int]) -> dict[UUID, dict[str, dict[str, str]]]:
    found: dict[UUID, dict[str, dict[str, str]]] = defaultdict(dict)
    for row in db.session.execute(_ADMISSIONS, place):
        presence = {"at": rfc3339(row.admitted_at), "device": row.device}
        if row.left_at is not None:
            presence["left"] = rfc3339(row.left_at)
        found[row.ticket_id][key_of(row.date, row.slug)] = presence
    return found


def _retired(place: dict[str, int]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    for ticket_id, code_hash in db.session.execute(_RETIRED, place):
        found[ticket_id].append(_hash_text(code_hash))
    return found


def _hash_text(code_hash: bytes) -> str:
    return base64.urlsafe_b64encode(code_hash).decode().rstrip("=")
