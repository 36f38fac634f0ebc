"""Questions about letters."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select

from ortenaudigital.db import db
from ortenaudigital.outbox.models import Letter, LetterState


def list_letters(state: str | None = None, limit: int = 200) -> Sequence[Letter]:
    """List letters, the newest first, all or those in one state."""
    query = select(Letter).order_by(Letter.id.desc()).limit(limit)
    if state:
        query = query.where(Letter.state == state)
    return db.session.scalars(query).all()


def list_letters_about(subject_id: str) -> Sequence[Letter]:
    """List the letters about one subject, the oldest first."""
    query = select(Letter).where(Letter.subject_id == subject_id).order_by(Letter.id)
    return db.session.scalars(query).all()


def list_recent(kind: str, subject_id: UUID, since: datetime) -> Sequence[Letter]:
    """List the letters of a kind about a subject that wait or were written since, oldest first."""
    query = (
        select(Letter)
        .where(
            Letter.kind == kind,
            Letter.subject_id == str(subject_id),
            or_(Letter.created_at > since, Letter.state == LetterState.WAITING),
        )
        .order_by(Letter.id)
    )
    return db.session.scalars(query).all()


def count_letters() -> dict[str, int]:
    """Count letters by state; letters that wait after a failure count as `troubled` as well."""
    counts = dict.fromkeys([*LetterState, "troubled"], 0)
    rows = db.session.execute(select(Letter.state, func.count()).group_by(Letter.state))
    counts.update(dict(rows.all()))
    troubled = select(func.count()).where(
        Letter.state == LetterState.WAITING, Letter.last_error.is_not(None)
    )
    counts["troubled"] = db.session.scalar(troubled) or 0
    return counts


def oldest_due(now: datetime) -> datetime | None:
    """Return since when the letter has been due that waits longest; None if none is due."""
    return db.session.scalar(
        select(func.min(Letter.due_at)).where(
            Letter.state == LetterState.WAITING, Letter.due_at <= now
        )
    )
