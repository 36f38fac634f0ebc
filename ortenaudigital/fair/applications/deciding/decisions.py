"""Decide about applications, undo it, and tell it: inside one transaction of the caller.

The letter waits for some minutes, or is kept until organisers tell all at once. Until it leaves,
the decision can be undone as if it had never been made.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, or_, select

from ortenaudigital.audit.commands import record
from ortenaudigital.events.models import Event
from ortenaudigital.fair.applications.commands import lock_exhibitor
from ortenaudigital.fair.applications.errors import AlreadyTold, NothingToUndo
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.applications.rules import (
    DECISION_WAITS,
    DECISIONS,
    State,
    check_decidable,
    check_rejectable,
)
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import row_count
from ortenaudigital.outbox.commands import About, Sending, enqueue
from ortenaudigital.outbox.models import Letter, LetterState


def decide(
    exhibitor: Exhibitor, state: State, now: datetime, actor: str, *, collected: bool = False
) -> None:
    """Accept an exhibitor, put them on the wait list or turn them down; once is enough.

    With `collected` the letter waits until all decisions are told. Raises NotConfirmed, Withdrawn,
    StillAssigned or ExhibitorErased.
    """
    # Before its state and its stands are looked at: somebody may be giving it one right now.
    lock_exhibitor(exhibitor, now)
    check_decidable(exhibitor.state)
    if exhibitor.state == state:
        return
    if state is not State.ACCEPTED:
        check_rejectable(len(exhibitor.assignments))
    unheard = recall_letter(exhibitor, now)
    last = exhibitor.decided_from if unheard and exhibitor.decided_from else exhibitor.state
    if last == state:
        _take_back_decision(exhibitor, state, now, actor)
        return
    moved = {"was": exhibitor.state.value, "becomes": state.value}
    exhibitor.decided_from = last
    exhibitor.state = state
    exhibitor.decided_at = now
    exhibitor.untold = collected and bool(exhibitor.email)
    record(f"stands.{state}", exhibitor.id, actor, now, event_id=exhibitor.event_id, **moved)
    db.session.flush()
    if not collected:
        _write(exhibitor, now, now + DECISION_WAITS)


def undo(exhibitor: Exhibitor, now: datetime, actor: str) -> None:
    """Undo the last decision. Raises NothingToUndo, AlreadyTold, StillAssigned, ExhibitorErased."""
    lock_exhibitor(exhibitor, now)
    before = exhibitor.decided_from
    if before is None or exhibitor.state == State.WITHDRAWN:
        raise NothingToUndo()
    if before != State.ACCEPTED:
        check_rejectable(len(exhibitor.assignments))
    if not recall_letter(exhibitor, now) and exhibitor.email:
        raise AlreadyTold()
    _take_back_decision(exhibitor, before, now, actor)


def _take_back_decision(exhibitor: Exhibitor, before: State, now: datetime, actor: str) -> None:
    moved = {"was": exhibitor.state.value, "becomes": before.value}
    record("stands.undone", exhibitor.id, actor, now, event_id=exhibitor.event_id, **moved)
    exhibitor.state = before
    exhibitor.decided_from = None
    exhibitor.untold = False
    if before is State.APPLIED:
        exhibitor.decided_at = None
    db.session.flush()


def recall_letter(exhibitor: Exhibitor, now: datetime) -> bool:
    """Say whether nobody was told yet, and keep the letter that waits from leaving."""
    gone = delete(Letter).where(
        Letter.subject_id == str(exhibitor.id),
        Letter.kind.in_(DECISIONS.values()),
        Letter.state == LetterState.WAITING,
        or_(Letter.claimed_until.is_(None), Letter.claimed_until <= now),
    )
    return bool(row_count(db.session.execute(gone))) or exhibitor.untold


def _write(exhibitor: Exhibitor, now: datetime, due_at: datetime) -> None:
    if exhibitor.email and exhibitor.state in DECISIONS:
        about = About(exhibitor.id, exhibitor.name, exhibitor.event_id)
        enqueue(DECISIONS[exhibitor.state], about, now, Sending(due_at=due_at))


def list_untold(event: Event) -> Sequence[UUID]:
    """List the exhibitors whose decision waits to be told, always in the same order."""
    query = select(Exhibitor.id).where(Exhibitor.event_id == event.id, Exhibitor.untold)
    return db.session.scalars(query.order_by(Exhibitor.id)).all()
