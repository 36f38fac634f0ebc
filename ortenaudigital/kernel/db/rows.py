"""Rows: lock them before deciding, insert them without catching, count what changed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

import psycopg
from sqlalchemy import Connection, Insert, Table, bindparam, insert, inspect, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import CursorResult, Dialect
from sqlalchemy.exc import DBAPIError, StatementError

from ortenaudigital.kernel.db import Base, connection, db
from ortenaudigital.kernel.db.driver import Prepared, driver_of
from ortenaudigital.kernel.errors import N_, NotFound

Row = TypeVar("Row", bound=Base)


def lock(row: Row) -> Row:
    """Lock a row until the commit, and read it anew. Whoever decides upon a row locks it first.

    What was read before somebody else's commit is no ground for a decision. Raises RowGone.
    """
    identity = inspect(row).identity
    found = find_and_lock(type(row), *identity) if identity else None
    if found is None:
        raise RowGone(table=type(row).__tablename__)
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


class RowGone(NotFound):
    """Somebody deleted the row that was to be locked."""

    code = "row_gone"
    message = N_("Das gibt es nicht mehr: Jemand hat es gerade gelöscht. Es wurde nichts geändert.")


def insert_if_absent(table: type[Base], values: Mapping[str, Any]) -> bool:
    """Insert one row unless a unique rule forbids it; say whether it was inserted."""
    used = connection()
    plan = _insert_if_absent(table.__table__, tuple(values), used.dialect)
    return driver_of(used).run(plan.statement, plan.row(values)) == 1


def insert_row(table: type[Base], values: Mapping[str, Any]) -> None:
    """Insert one row."""
    insert_rows(table, [values])


def insert_rows(table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, which all name the same columns."""
    used = connection()
    plan = _insert(table.__table__, tuple(rows[0]), used.dialect)
    driver = driver_of(used)
    if len(rows) == 1:
        driver.run(plan.statement, plan.row(rows[0]))
    else:
        driver.run_each(plan.statement, [plan.row(row) for row in rows])


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


@dataclass(frozen=True)
class _Insert:
    """An INSERT for the driver: what converts its values, and what stands where none are given."""

    statement: Prepared
    converted: Mapping[str, Callable[[Any], Any]]
    defaults: Mapping[str, Callable[[], Any]]

    def row(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return a row as the driver takes it."""
        row: dict[str, Any] = {name: make() for name, make in self.defaults.items()}
        row.update(values)
        for name, convert in self.converted.items():
            row[name] = convert(row[name])
        return row


@cache
def _insert(table: Table, columns: tuple[str, ...], dialect: Dialect) -> _Insert:
    return _planned(insert(table), columns, dialect)


@cache
def _insert_if_absent(table: Table, columns: tuple[str, ...], dialect: Dialect) -> _Insert:
    of_dialect: Any = sqlite.insert if dialect.name == "sqlite" else postgresql.insert
    return _planned(of_dialect(table).on_conflict_do_nothing(), columns, dialect)


def _planned(statement: Insert, columns: tuple[str, ...], dialect: Dialect) -> _Insert:
    """Prepare an INSERT: what SQLAlchemy finds out for each, for 30 microseconds, is kept."""
    table: Any = statement.table
    defaults = {
        column.key: _default(column)
        for column in table.columns
        if column.key not in columns and column.default is not None
    }
    named = [table.columns[name] for name in (*columns, *defaults)]
    processors = {
        column.key: column.type.dialect_impl(dialect).bind_processor(dialect) for column in named
    }
    values: dict[str, Any] = {name: bindparam(name) for name in processors}
    converted = {name: convert for name, convert in processors.items() if convert}
    # Inline: it must not ask for the id that the row gets.
    return _Insert(Prepared(statement.values(values).inline()), converted, defaults)


def _default(column: Any) -> Callable[[], Any]:
    default = column.default.arg
    return (lambda: default(None)) if callable(default) else (lambda: default)
