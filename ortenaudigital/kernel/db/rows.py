"""Rows: lock them before deciding, insert them without catching, count what changed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeVar

import psycopg
from sqlalchemy import Connection, bindparam, insert, inspect, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import CursorResult
from sqlalchemy.exc import DBAPIError, StatementError

from ortenaudigital.kernel.db import Base, connection, db

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
    return row_count(connection().execute(statement, values)) == 1


def insert_row(table: type[Base], values: Mapping[str, Any]) -> None:
    """Insert one row."""
    insert_rows(table, [values])


def insert_rows(table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, which all name the same columns."""
    statement = _insert(table.__table__, tuple(rows[0]))
    connection().execute(statement, rows[0] if len(rows) == 1 else rows)


@contextmanager
def unanswered() -> Iterator[None]:
    """Send statements whose answers nobody reads, all at once.

    On PostgreSQL they share one trip, on SQLite each is done in its turn. No function in it may say
    what it changed. What is refused is known at the end.
    """
    used = connection()
    driver = used.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        yield
        return
    try:
        with driver.pipeline():
            yield
    except psycopg.Error as error:
        raise _as_ours(error, used, lost=driver.closed) from error


def _as_ours(error: psycopg.Error, used: Connection, lost: bool) -> StatementError:
    """Wrap an error of the driver as the library does where it sends a statement by itself."""
    if lost:
        used.invalidate(error)
    return DBAPIError.instance(
        *(None, None, error, psycopg.Error),
        hide_parameters=True,
        connection_invalidated=lost,
        dialect=used.dialect,
    )


def row_count(result: Any) -> int:
    """Return how many rows a statement changed."""
    if not isinstance(result, CursorResult):
        raise TypeError("only INSERT, UPDATE and DELETE count rows")
    return result.rowcount


@cache
def _insert(table: Any, columns: tuple[str, ...]) -> Any:
    return insert(table).values({column: bindparam(column) for column in columns}).inline()


@cache
def _insert_if_absent(table: Any, dialect: str, columns: tuple[str, ...]) -> Any:
    # Kept, because a statement that is made anew costs more to compile than to run.
    of_dialect: Callable[[Any], Any] = sqlite.insert if dialect == "sqlite" else postgresql.insert
    values: dict[str, Any] = {column: bindparam(column) for column in columns}
    # Inline: it must not ask for the id that the row gets.
    statement = of_dialect(table).values(values).on_conflict_do_nothing().inline()
    # Without it, psycopg's count of inserted rows is thrown away.
    return statement.execution_options(preserve_rowcount=True)
