"""Take an application out, at the wish of the exhibitor: inside one transaction of the caller."""

from datetime import datetime

from blinker import Signal
from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from ortenaudigital.audit.commands import record
from ortenaudigital.fair.applications.commands import lock_exhibitor
from ortenaudigital.fair.applications.letters import WITHDRAWN
from ortenaudigital.fair.applications.models import Assignment, Exhibitor
from ortenaudigital.fair.applications.rules import AT_STAKE, DECISIONS, State
from ortenaudigital.kernel.db import db
from ortenaudigital.outbox.commands import About, Sending, enqueue
from ortenaudigital.outbox.models import Letter, LetterState
from ortenaudigital.queue.rules import Priority

# Sent inside the transaction that frees slots, with `exhibitor` and `slot_ids`.
slots_freed = Signal()


def withdraw(exhibitor: Exhibitor, now: datetime, actor: str) -> None:
    """Take an application out: its slots are free at once, and a letter confirms it.

    Doing it again, or once it was turned down, changes nothing. Raises ExhibitorErased.
    """
    lock_exhibitor(exhibitor, now)
    if exhibitor.state not in AT_STAKE:
        return
    freed = _free_slots(exhibitor, now, actor)
    # What was to be said before is said no more.
    waiting = (Letter.subject_id == str(exhibitor.id), Letter.state == LetterState.WAITING)
    decided = Letter.kind.in_(DECISIONS.values())
    db.session.execute(delete(Letter).where(*waiting, decided, Letter.claimed_until.is_(None)))
    moved = {"was": exhibitor.state.value, "becomes": State.WITHDRAWN.value}
    exhibitor.state = State.WITHDRAWN
    exhibitor.decided_at = now
    exhibitor.decided_from = None
    exhibitor.untold = False
    # Whether they were told of it or not: organisers had planned with them.
    exhibitor.told_of = ",".join(map(str, freed))
    record("stands.withdrawn", exhibitor.id, actor, now, event_id=exhibitor.event_id, **moved)
    db.session.flush()
    if exhibitor.email:
        about = About(exhibitor.id, exhibitor.name, exhibitor.event_id)
        enqueue(WITHDRAWN, about, now, Sending(Priority.HIGH))


def _free_slots(exhibitor: Exhibitor, now: datetime, actor: str) -> list[int]:
    theirs = select(Assignment).where(Assignment.exhibitor_id == exhibitor.id)
    query = theirs.options(joinedload(Assignment.slot)).order_by(Assignment.slot_id)
    freed = db.session.scalars(query).unique().all()
    for assignment in freed:
        label = assignment.slot.label
        record(
            "stands.taken_back", exhibitor.id, actor, now, event_id=exhibitor.event_id, stand=label
        )
        db.session.delete(assignment)
    db.session.flush()
    db.session.expire(exhibitor, ["assignments"])
    slot_ids = [each.slot_id for each in freed]
    if freed:
        slots_freed.send(Exhibitor, exhibitor=exhibitor, slot_ids=slot_ids)
    return slot_ids
