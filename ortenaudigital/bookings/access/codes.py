"""Make codes in bulk and take them back: inside one transaction of the caller."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import insert, update

from ortenaudigital.audit.commands import record
from ortenaudigital.audit.rules import from_to
from ortenaudigital.bookings.access.links import code_of, hash_of_code
from ortenaudigital.bookings.access.models import AccessCode, opens
from ortenaudigital.events.models import Event, TicketType
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import insert_if_absent, row_count


@dataclass(frozen=True)
class CodeOrder:
    """So many codes alike: for whom, for how many tickets each, until when, for which types."""

    number: int
    label: str
    size: int | None
    ends_at: datetime | None
    ticket_types: Sequence[TicketType]


def make_codes(event: Event, order: CodeOrder, now: datetime, actor: str) -> list[UUID]:
    """Make codes; return their ids."""
    made: list[UUID] = []
    while len(made) < order.number:
        code_id = uuid4()
        values = {
            "id": code_id,
            "event_id": event.id,
            "code_hash": hash_of_code(code_of(code_id)),
            "label": order.label,
            "size": order.size,
            "used": 0,
            "ends_at": order.ends_at,
            "created_at": now,
        }
        # There are so many that two are hardly ever the same, and then another is drawn.
        if insert_if_absent(AccessCode, values):
            made.append(code_id)
    types = [each.id for each in order.ticket_types]
    db.session.execute(
        insert(opens),
        [{"access_code_id": code, "ticket_type_id": kind} for code in made for kind in types],
    )
    record("access.codes_made", f"event:{event.id}", actor, now, number=order.number)
    return made


def withdraw_code(code: AccessCode, now: datetime, actor: str) -> bool:
    """Let a code open nothing any more; what was booked with it stays. Once is enough."""
    holds = (AccessCode.id == code.id, AccessCode.withdrawn_at.is_(None))
    changed = row_count(
        db.session.execute(update(AccessCode).where(*holds).values(withdrawn_at=now))
    )
    if changed:
        details = {"booked": code.used, **from_to({"right": "holds"}, {"right": "withdrawn"})}
        record("access.code_withdrawn", code.id, actor, now, event_id=code.event_id, **details)
    return bool(changed)
