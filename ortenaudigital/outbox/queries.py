"""Questions about letters."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import add
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    String,
    cast,
    exists,
    func,
    or_,
    select,
)

from ortenaudigital.kernel import paging
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
    lately = [] if since is None else [Letter.created_at > since]
    return exists().where(Letter.kind == kind, _is_about(subject_id), *lately)


def is_waiting(
    kinds: Collection[str], subject_id: SQLColumnExpression[UUID]
) -> ColumnElement[bool]:
    """Say in SQL whether a letter of these kinds about a row with this id has not left yet."""
    waits = Letter.state == LetterState.WAITING
    return exists().where(Letter.kind.in_(kinds), _is_about(subject_id), waits)


def _is_about(subject_id: SQLColumnExpression[UUID]) -> ColumnElement[bool]:
    # As `str` writes it; SQLite keeps ids without the hyphens.
    digits = func.replace(cast(subject_id, String), "-", "")
    ends = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
    text = reduce(add, (func.substr(digits, *end) + "-" for end in ends))
    return Letter.subject_id == func.rtrim(text, "-")


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


def among(column: SQLColumnExpression[int | None], ids: Collection[int]) -> ColumnElement[bool]:
    """Say that a column is one of some; of one only, an index keeps its rows in order."""
    return column == next(iter(ids)) if len(ids) == 1 else column.in_(ids)


@dataclass(frozen=True)
class LetterFilter:
    """What letters are looked for: of events, about certain subjects, of a kind, a batch, a day.

    Without `events` those of all, and those that belong to none; without `subjects` about anything.
    `written`: from one moment to before another.
    """

    events: Collection[int] | None = None
    subjects: Collection[str] | None = None
    kind: str = ""
    batch: str = ""
    written: tuple[datetime, datetime] | None = None

    @property
    def narrows(self) -> bool:
        """Say whether anything but events is looked for."""
        return self.subjects is not None or bool(self.kind or self.batch or self.written)

    def conditions(self, *, of_many: bool = False) -> list[ColumnElement[bool]]:
        """Return what must be true of a letter; `of_many`: which may not be gathered by kind."""
        found: list[ColumnElement[bool]] = []
        if self.events is not None:
            # Added to nothing where other indexes find fewer: SQLite would read each of the event.
            fewer = self.subjects is not None or bool(self.batch or self.written)
            found.append(among(Letter.event_id + 0 if fewer else Letter.event_id, self.events))
        if self.subjects is not None:
            found.append(Letter.subject_id.in_(self.subjects))
        if self.kind:
            kind = func.coalesce(Letter.kind, "") if of_many else Letter.kind
            found.append(kind == self.kind)
        if self.batch:
            found.append(Letter.batch == self.batch)
        if self.written is not None:
            first, end = self.written
            found += [Letter.created_at >= first, Letter.created_at < end]
        return found


# Gone, and come back: told apart from what no server took.
CAME_BACK = "bounced"


def of_state(state: str) -> list[ColumnElement[bool]]:
    """Return what must be true of a letter in a state, or of one that came back; empty for any."""
    if state == CAME_BACK:
        return [Letter.state == LetterState.FAILED, Letter.sent_at.is_not(None)]
    return [Letter.state == state] if state else []


def select_letters(wanted: LetterFilter, state: str) -> Select[Letter]:
    """Select letters, all or those in one state."""
    return select(Letter).where(*wanted.conditions(), *of_state(state))


@dataclass(frozen=True)
class Counts:
    """How many letters there are, in all and by state, each no further than `counted` does."""

    total: int
    by_state: Mapping[str, int]

    @property
    def are_few(self) -> bool:
        """Say whether none was left uncounted."""
        return self.total <= paging.MOST_COUNTED

    def of(self, state: str) -> int:
        """Return how many there are in a state, or of any."""
        return self.by_state.get(state, 0) if state else self.total


def search_letters(wanted: LetterFilter, state: str, place: Place, counts: Counts) -> Page[Letter]:
    """Find letters, the newest first, all or those in one state; `counts` are those of `wanted`."""
    query = select(Letter).where(*_found(wanted, counts), *of_state(state))
    return read_page(query, [Letter.id], place, counts.of(state))


def count_letters(wanted: LetterFilter | None = None) -> Counts:
    """Count letters, those that came back among those that failed and apart."""
    wanted = wanted or LetterFilter()
    total = db.session.scalar(select(counted(select(Letter.id).where(*wanted.conditions())))) or 0
    states = (*LetterState, CAME_BACK)
    counts = Counts(total, {})
    conditions = _found(wanted, counts)
    if wanted.narrows and counts.are_few:
        # Read once rather than for each state.
        sums = [func.count().filter(*of_state(state)).label(state) for state in states]
        row = db.session.execute(select(*sums).select_from(Letter).where(*conditions)).one()
        return Counts(total, dict(row._mapping))
    queries = {state: select(Letter.id).where(*of_state(state), *conditions) for state in states}
    numbers = [counted(query).label(state) for state, query in queries.items()]
    return Counts(total, dict(db.session.execute(select(*numbers)).one()._mapping))


def _found(wanted: LetterFilter, counts: Counts) -> list[ColumnElement[bool]]:
    """Return what must be true of a letter, by their ids if these are few.

    For the newest of few, each letter of an event would be read; of many, one is soon met.
    """
    if wanted.narrows and counts.are_few:
        return [Letter.id.in_(select(Letter.id).where(*wanted.conditions()))]
    return wanted.conditions(of_many=True)


@dataclass(frozen=True)
class Failures:
    """What would be tried again: how many letters of each kind, up to which, and what came back.

    `came_back`: these are not tried again, since the same address would send them back once more.
    """

    by_kind: Mapping[str, int]
    last_id: int
    came_back: int

    @property
    def number(self) -> int:
        """Return how many letters would be tried again."""
        return sum(self.by_kind.values())


def count_failures(wanted: LetterFilter) -> Failures:
    """Count the failed letters by kind, those that came back apart."""
    failed = (Letter.state == LetterState.FAILED, *wanted.conditions())
    came_back = Letter.sent_at.is_not(None)
    counts = (func.count().filter(~came_back), func.count().filter(came_back), func.max(Letter.id))
    rows = db.session.execute(
        select(Letter.kind, *counts).where(*failed).group_by(Letter.kind).order_by(Letter.kind)
    ).all()
    by_kind = {kind: number for kind, number, _, _ in rows if number}
    last_id = max((last for *_, last in rows), default=0)
    return Failures(by_kind, last_id, sum(back for _, _, back, _ in rows))


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
    failed = count.where(Letter.state == LetterState.FAILED, *conditions).scalar_subquery()
    troubled = count.where(*waits, *conditions).scalar_subquery()
    return Stuck(*db.session.execute(select(failed, troubled)).one())


def letters_by_subject(subject_ids: Sequence[str]) -> dict[str, Letter]:
    """Return the latest letter about each of some subjects."""
    query = select(Letter).where(Letter.subject_id.in_(subject_ids)).order_by(Letter.id)
    return {letter.subject_id: letter for letter in db.session.scalars(query)}
