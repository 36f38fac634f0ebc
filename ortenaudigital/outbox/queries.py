"""Questions about letters."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import add
from uuid import UUID

from sqlalchemy import ColumnElement, SQLColumnExpression, String, cast, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.paging import Page, Place, counted, read_page
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


def was_written(
    kind: str, subject_id: SQLColumnExpression[UUID], since: datetime | None = None
) -> ColumnElement[bool]:
    """Say in SQL whether there is a letter of this kind about a row with this id, or since when."""
    # As `str` writes it; SQLite keeps ids without the hyphens.
    digits = func.replace(cast(subject_id, String), "-", "")
    ends = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
    text = reduce(add, (func.substr(digits, *end) + "-" for end in ends))
    about = Letter.subject_id == func.rtrim(text, "-")
    lately = [] if since is None else [Letter.created_at > since]
    return exists().where(Letter.kind == kind, about, *lately)


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


def among(column: InstrumentedAttribute[int | None], ids: Collection[int]) -> ColumnElement[bool]:
    """Say that a column is one of some; of one only, an index keeps its rows in order."""
    return column == next(iter(ids)) if len(ids) == 1 else column.in_(ids)


@dataclass(frozen=True)
class LetterFilter:
    """What letters are looked for: of events, about certain subjects.

    Without `events` those of all, and those that belong to none; without `subjects` about anything.
    """

    events: Collection[int] | None = None
    subjects: Collection[str] | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return what must be true of a letter."""
        found: list[ColumnElement[bool]] = []
        if self.events is not None:
            found.append(among(Letter.event_id, self.events))
        if self.subjects is not None:
            found.append(Letter.subject_id.in_(self.subjects))
        return found


def search_letters(wanted: LetterFilter, state: str, place: Place) -> Page[Letter]:
    """Find letters, the newest first, all or those in one state."""
    query = select(Letter).where(*wanted.conditions())
    if state:
        query = query.where(Letter.state == state)
    number = db.session.scalar(select(counted(query.with_only_columns(Letter.id)))) or 0
    return read_page(query, [Letter.id], place, number)


def count_letters(wanted: LetterFilter | None = None) -> dict[str, int]:
    """Count letters by state, each no further than `counted` does."""
    conditions = wanted.conditions() if wanted else []
    if wanted and wanted.subjects is not None:
        # Few, and found by their subjects: read once rather than for each state.
        by_state = select(Letter.state, func.count()).where(*conditions).group_by(Letter.state)
        counts: dict[str, int] = dict.fromkeys(LetterState, 0)
        counts.update(dict(db.session.execute(by_state).all()))
        return counts
    of_state = {
        state: select(Letter.id).where(Letter.state == state, *conditions) for state in LetterState
    }
    numbers = [counted(query).label(state) for state, query in of_state.items()]
    return dict(db.session.execute(select(*numbers)).one()._mapping)


def count_waiting(batch: str) -> int:
    """Count the letters of a batch that wait."""
    waiting = (Letter.batch == batch, Letter.state == LetterState.WAITING)
    return db.session.scalar(select(func.count()).select_from(Letter).where(*waiting)) or 0


@dataclass(frozen=True)
class Stuck:
    """How many letters failed, and how many wait after a failure."""

    failed: int
    troubled: int


def count_stuck(events: Collection[int] | None) -> Stuck:
    """Count the letters that somebody should look after, of events or of all; few at any time."""
    conditions = LetterFilter(events).conditions()
    waits = (Letter.state == LetterState.WAITING, Letter.last_error.is_not(None))
    count = select(func.count()).select_from(Letter)
    failed = count.where(Letter.state == LetterState.FAILED, *conditions)
    troubled = count.where(*waits, *conditions)
    return Stuck(db.session.scalar(failed) or 0, db.session.scalar(troubled) or 0)


def letters_by_subject(subject_ids: Sequence[str]) -> dict[str, Letter]:
    """Return the latest letter about each of some subjects."""
    query = select(Letter).where(Letter.subject_id.in_(subject_ids)).order_by(Letter.id)
    return {letter.subject_id: letter for letter in db.session.scalars(query)}
