"""Rows: lock them before deciding, insert them without catching, count what changed."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import bindparam, inspect, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import CursorResult

from ortenaudigital.kernel.db import Base, db

Row = TypeVar("Row", bound=Base)


def lock(row: Row) -> Row:
    """Lock a row until the commit, and read it anew. Whoever decides upon a row locks it first.

    What was read before somebody else's commit is no ground for a decision. Raises RowGone.
    """
    identity = inspect(row).identity
    found = find_and_lock(type(row), *identity) if identity else None
    if found is None:
        raise RowGone(type(row).__tablename__)
    return found


def find_and_lock(table: type[Row], *key: Any) -> Row | None:
    """Find a row by its primary key, lock it until the commit, and read it anew."""
    columns = inspect(table).primary_key
    query = select(table).where(
        *[column == each for column, each in zip(columns, key, strict=True)]
    )
    # As weak as an UPDATE that leaves the key alone: rows that refer to this one need not wait for
    # it, and so whoever inserts some cannot meet us the wrong way round.
    query = query.with_for_update(of=table, key_share=True)
    query = query.execution_options(populate_existing=True)
    return db.session.scalars(query).unique().one_or_none()


class RowGone(RuntimeError):
    """Somebody deleted the row that was to be locked."""


def insert_if_absent(table: type[Base], values: Mapping[str, Any]) -> bool:
    """Insert one row unless a unique rule forbids it; say whether it was inserted."""
    statement = _insert_if_absent(table.__table__, db.engine.dialect.name, tuple(values))
    return row_count(db.session.execute(statement, values)) == 1


def insert_row(table: type[Base], values: Mapping[str, Any]) -> None:
    """Insert one row."""
    columns = tuple(values)
    statement = _insert_if_absent(table.__table__, db.engine.dialect.name, columns)
    if row_count(db.session.execute(statement, values)) != 1:
        raise RuntimeError(f"a row of {table.__tablename__} was there before")


def row_count(result: Any) -> int:
    """Return how many rows a statement changed."""
    if not isinstance(result, CursorResult):
        raise TypeError("only INSERT, UPDATE and DELETE count rows")
    return result.rowcount


@cache
def _insert_if_absent(table: Any, dialect: str, columns: tuple[str, ...]) -> Any:
    # Kept, because a statement that is made anew costs more to compile than to run.
    insert: Callable[[Any], Any] = sqlite.insert if dialect == "sqlite" else postgresql.insert
    values: dict[str, Any] = {column: bindparam(column) for column in columns}
    statement = insert(table).values(values).on_conflict_do_nothing()
    # Without it, psycopg's count of inserted rows is thrown away.
    return statement.execution_options(preserve_rowcount=True)
