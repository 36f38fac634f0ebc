"""What organisers note about an exhibitor: a remark, and what is due. Inside one transaction."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select, update

from ortenaudigital.audit.commands import record
from ortenaudigital.fair.applications.commands import lock_exhibitor
from ortenaudigital.fair.applications.models import Exhibitor, Task
from ortenaudigital.kernel.db import db


def set_note(exhibitor: Exhibitor, note: str, now: datetime, actor: str) -> None:
    """Put another remark in the place of the one that is there. Raises ExhibitorErased."""
    lock_exhibitor(exhibitor, now)
    if exhibitor.note != note:
        exhibitor.note = note
        record("stands.noted", exhibitor.id, actor, now, event_id=exhibitor.event_id)
        db.session.flush()


def add_task(
    exhibitor: Exhibitor, words: str, due_on: date | None, now: datetime, actor: str
) -> None:
    """Note what is to be done, and until when. Raises ExhibitorErased."""
    lock_exhibitor(exhibitor, now)
    db.session.add(Task(exhibitor_id=exhibitor.id, words=words, due_on=due_on, created_at=now))
    record("stands.task_added", exhibitor.id, actor, now, event_id=exhibitor.event_id)
    db.session.flush()


def end_task(exhibitor: Exhibitor, task_id: int, now: datetime, actor: str) -> None:
    """Take a task of an exhibitor as done; once is enough."""
    theirs = (Task.id == task_id, Task.exhibitor_id == exhibitor.id, Task.done_at.is_(None))
    done = update(Task).where(*theirs).values(done_at=now).returning(Task.id)
    if db.session.scalar(done) is not None:
        record("stands.task_done", exhibitor.id, actor, now, event_id=exhibitor.event_id)


def list_tasks(exhibitor_id: UUID) -> Sequence[Task]:
    """List what is still to be done about an exhibitor, the next first."""
    query = select(Task).where(Task.exhibitor_id == exhibitor_id, Task.done_at.is_(None))
    return db.session.scalars(query.order_by(Task.due_on.is_(None), Task.due_on, Task.id)).all()
