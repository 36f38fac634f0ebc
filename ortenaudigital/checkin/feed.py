"""The door list that phones keep: all tickets of an event, and after that what has changed.

A cursor says how far a phone has read, by ticket type: `3.120-4.17`. First load and deltas are the
same question, so that a load that breaks off goes on where it was.
"""

import base64
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select

from ortenaudigital.bookings.models import Booking, RetiredCode, Ticket
from ortenaudigital.checkin.models import Admission, Device
from ortenaudigital.db import db
from ortenaudigital.events.models import Day, TicketType

PAGE_ROWS = 2000


@dataclass(frozen=True)
class ListPage:
    """Rows of the list as phones keep them, how far they go, and how many are still to come."""

    tickets: Sequence[Mapping[str, Any]]
    cursor: str
    left: int


_NEWEST = (
    select(TicketType.id, TicketType.changes)
    .where(TicketType.event_id == bindparam("event"))
    .order_by(TicketType.id)
)
_IN_TURN = (Ticket.ticket_type_id == bindparam("type"), Ticket.changed > bindparam("since"))
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
        Ticket.changed,
    )
    .join(Booking, Booking.id == Ticket.booking_id)
    .where(*_IN_TURN)
    .order_by(Ticket.changed)
    .limit(bindparam("most"))
)
_COUNT = select(func.count()).select_from(Ticket).where(*_IN_TURN)
_UP_TO = Ticket.changed <= bindparam("last")
_ADMISSIONS = (
    select(
        Admission.ticket_id,
        Day.date,
        Admission.admitted_at,
        Admission.left_at,
        Device.name.label("device"),
    )
    .join(Ticket, Ticket.id == Admission.ticket_id)
    .join(Day, Day.id == Admission.day_id)
    .join(Device, Device.id == Admission.device_id)
    .where(*_IN_TURN, _UP_TO)
)
_RETIRED = (
    select(RetiredCode.ticket_id, RetiredCode.code_hash)
    .join(Ticket, Ticket.id == RetiredCode.ticket_id)
    .where(*_IN_TURN, _UP_TO)
)


def newest_cursor(event_id: int) -> str:
    """Return the cursor of a phone that knows everything."""
    return _write(dict(db.session.execute(_NEWEST, {"event": event_id}).all()))


def read_list(event_id: int, since: str, most: int = PAGE_ROWS) -> ListPage:
    """Read what has changed since a cursor, the oldest change first; all, since an empty one."""
    # Read before the rows are: what changes meanwhile comes once more, and nothing is missed.
    newest = db.session.execute(_NEWEST, {"event": event_id}).all()
    known = _read(since)
    reached: dict[int, int] = {}
    tickets: list[dict[str, Any]] = []
    left = 0
    for type_id, changes in newest:
        since_change = known.get(type_id, 0)
        # A phone that knows more than the database knew it before a backup was put back.
        place = {"type": type_id, "since": since_change if since_change <= changes else 0}
        room = most - len(tickets)
        rows = db.session.execute(_TICKETS, {**place, "most": room}).all() if room else []
        last = rows[-1].changed if rows else place["since"]
        tickets += _rows(rows, {**place, "last": last})
        behind = _count(type_id, last) if len(rows) == room else 0
        left += behind
        # Numbers without a ticket are behind as well once all rows were read.
        reached[type_id] = last if behind else max(last, changes)
    return ListPage(tickets, _write(reached), left)


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
        if row.cancelled_at is not None:
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
        found[row.ticket_id][row.date.isoformat()] = presence
    return found


def _retired(place: dict[str, int]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    for ticket_id, code_hash in db.session.execute(_RETIRED, place):
        found[ticket_id].append(_hash_text(code_hash))
    return found


def _hash_text(code_hash: bytes) -> str:
    return base64.urlsafe_b64encode(code_hash).decode().rstrip("=")


def rfc3339(moment: datetime) -> str:
    """Write a moment in UTC as machines read it."""
    return moment.isoformat().replace("+00:00", "Z")


def _read(cursor: str) -> dict[int, int]:
    parts = re.findall(r"\b(\d{1,10})\.(\d{1,10})\b", cursor, re.ASCII)
    return {int(type_id): int(number) for type_id, number in parts}


def _write(reached: Mapping[int, int]) -> str:
    return "-".join(f"{type_id}.{number}" for type_id, number in reached.items())
