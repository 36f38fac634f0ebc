"""Questions about letters."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select

from ortenaudigital.kernel.db import db
from ortenaudigital.outbox.models import Letter, LetterState

PAGE_SIZE = 25


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


@dataclass(frozen=True)
class LetterFilter:
    """What letters are looked for: of events, about certain subjects or with words in label.

    Without `events` those of all, and those that belong to none.
    """

    events: Collection[int] | None = None
    words: str = ""
    subjects: Collection[str] = ()

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return what must be true of a letter."""
        found: list[ColumnElement[bool]] = []
        if self.events is not None:
            found.append(Letter.event_id.in_(self.events))
        if self.words:
            named = and_(
                *(Letter.label.icontains(word, autoescape=True) for word in self.words.split())
            )
            found.append(or_(named, Letter.subject_id.in_(self.subjects)))
        return found


@dataclass(frozen=True)
class LetterPage:
    """One page of a longer list; pages count from one."""

    letters: Sequence[Letter]
    total: int
    number: int

    @property
    def pages(self) -> int:
        """Return how many pages there are, at least one."""
        return max(1, -(-self.total // PAGE_SIZE))


def search_letters(wanted: LetterFilter, state: str, page: int) -> LetterPage:
    """Find letters, the newest first, all or those in one state."""
    query = select(Letter).where(*wanted.conditions())
    if state:
        query = query.where(Letter.state == state)
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    number = min(max(page, 1), max(1, -(-total // PAGE_SIZE)))
    rows = query.order_by(Letter.id.desc()).limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)
    return LetterPage(db.session.scalars(rows).all(), total, number)


def count_letters(wanted: LetterFilter | None = None) -> dict[str, int]:
    """Count letters by state; letters that wait after a failure count as `troubled` as well."""
    conditions = wanted.conditions() if wanted else []
    counts = dict.fromkeys([*LetterState, "troubled"], 0)
    by_state = select(Letter.state, func.count()).where(*conditions).group_by(Letter.state)
    counts.update(dict(db.session.execute(by_state).all()))
    troubled = select(func.count()).where(
        Letter.state == LetterState.WAITING, Letter.last_error.is_not(None), *conditions
    )
    counts["troubled"] = db.session.scalar(troubled) or 0
    return counts
