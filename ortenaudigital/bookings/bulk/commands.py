"""Begin something that is done to many bookings, and stop it. Inside the caller's transaction."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, insert, literal, select

from ortenaudigital.audit.commands import record
from ortenaudigital.bookings.bulk.errors import OtherNumber
from ortenaudigital.bookings.bulk.models import BulkRun, BulkStep
from ortenaudigital.bookings.bulk.queries import find_run
from ortenaudigital.bookings.bulk.rules import Deed, word_of
from ortenaudigital.bookings.models import Booking
from ortenaudigital.events.models import Event, TicketType
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import find_and_lock, insert_if_absent


@dataclass(frozen=True)
class Move:
    """To which type tickets move, and why places may be added for them; without a reason not."""

    kind: TicketType
    reason: str = ""


@dataclass(frozen=True)
class Wanted:
    """What shall be done to whom, and how many the page said that they are."""

    deed: Deed
    meant: Select[UUID]
    number: int
    request_id: UUID
    move: Move | None = None
    undoes: BulkRun | None = None

    @property
    def word(self) -> str:
        """Return how the history calls it."""
        return word_of(self.deed, undone=self.undoes is not None)


def begin(event: Event, wanted: Wanted, now: datetime, actor: str) -> int:
    """Settle to which bookings something is done; return the id of the run.

    Who asks again with the same form gets the first run. Raises OtherNumber.
    """
    values = {
        "request_id": wanted.request_id,
        "event_id": event.id,
        "deed": wanted.deed,
        "begun_by": actor,
        "number": wanted.number,
        "undoes_id": wanted.undoes.id if wanted.undoes else None,
        "created_at": now,
        "ticket_type_id": wanted.move.kind.id if wanted.move else None,
        "reason": wanted.move.reason if wanted.move else "",
    }
    new = insert_if_absent(BulkRun, values)
    run = find_run(wanted.request_id)
    if run is None:
        raise RuntimeError("a run is there, and is not")
    if not new:
        return run.id
    rows = select(literal(run.id), Booking.id).where(Booking.id.in_(wanted.meant))
    rows = rows.order_by(Booking.created_at, Booking.id)
    db.session.execute(insert(BulkStep).from_select(("run_id", "booking_id"), rows))
    added = db.session.scalar(select(func.count()).where(BulkStep.run_id == run.id)) or 0
    if added != wanted.number:
        raise OtherNumber(number=added, shown=wanted.number)
    details: dict[str, Any] = {"deed": wanted.word, "number": added}
    if wanted.move:
        details["type"] = wanted.move.kind.slug
    record("bookings.many_begun", f"event:{event.id}", actor, now, event_id=event.id, **details)
    return run.id


def stop(run: BulkRun, now: datetime, actor: str) -> bool:
    """Leave the rest as it is; say whether there was any. What is done stays done."""
    locked = find_and_lock(BulkRun, run.id)
    if locked is None or locked.finished_at is not None:
        return False
    locked.stopped_at = locked.finished_at = now
    locked.reason = ""
    subject = f"event:{locked.event_id}"
    record("bookings.many_stopped", subject, actor, now, event_id=locked.event_id)
    return True
