"""Statements that go straight to the driver, for the few that are sent all day.

What SQLAlchemy does around a statement (parameters, events, a result object) takes 70 microseconds
of CPU, several times as much as SQLite needs for a row. Here a statement is compiled once for each
database; what a driver cannot take is converted on its way in, and comes back as it is stored.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import psycopg
from blinker import Signal
from sqlalchemy import ClauseElement, Connection
from sqlalchemy.dialects.sqlite.base import SQLiteDialect
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError, StatementError

from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.connections import WRITES, wait_for
from ortenaudigital.kernel.db.write_queue import turn_to_write

Values = Mapping[str, Any]
# Says each statement as it is sent, to whoever counts them.
sent = Signal()


class Prepared:
    """A statement that is compiled once for each database, and sent as a text after that.

    A list of values is told by `lists.one_of`.
    """

    def __init__(self, statement: ClauseElement) -> None:
        self._statement = statement
        self._texts: dict[str, str] = {}

    def text(self, dialect: Dialect) -> str:
        """Return what the driver of a database is sent."""
        if dialect.name not in self._texts:
            named = SQLiteDialect(paramstyle="named") if dialect.name == "sqlite" else dialect
            self._texts[dialect.name] = str(self._statement.compile(dialect=named))
        return self._texts[dialect.name]


class Driver:
    """A connection of the driver, with a transaction that somebody else begins and ends.

    Raises the errors of SQLAlchemy, whoever finds them.
    """

    def __init__(
        self, connection: Any, dialect: Dialect, lose: Callable[[BaseException], None]
    ) -> None:
        self.dialect = dialect
        self.is_sqlite = dialect.name == "sqlite"
        self._connection = connection
        self._cursor = connection.cursor()
        self._lose = lose

    def rows(self, statement: Prepared, values: Values) -> list[tuple[Any, ...]]:
        """Send a statement, and return the rows that it answers, values as the driver has them."""
        text = statement.text(self.dialect)
        if self.is_sqlite:
            text, values = _for_sqlite(text, values)
        self._send(self._cursor.execute, text, values)
        found: list[tuple[Any, ...]] = self._cursor.fetchall()
        return found

    def run(self, statement: Prepared, values: Values) -> int:
        """Send a statement that answers nothing, and return how many rows it changed.

        Nobody knows it yet inside `rows.unanswered`.
        """
        text = statement.text(self.dialect)
        if self.is_sqlite:
            text, values = _for_sqlite(text, values)
        self._send(self._cursor.execute, text, values)
        return int(self._cursor.rowcount)

    def run_each(self, statement: Prepared, rows: Sequence[Values]) -> None:
        """Send a statement that answers nothing for each of some rows."""
        text = statement.text(self.dialect)
        if self.is_sqlite:
            rows = [_as_stored(row) for row in rows]
        self._send(self._cursor.executemany, text, rows)

    def say(self, text: str) -> None:
        """Send a text without values, such as that which begins a transaction."""
        self._send(self._cursor.execute, text, ())

    def commit(self) -> None:
        """Commit what was sent."""
        try:
            self._connection.commit()
        except (sqlite3.Error, psycopg.Error) as error:
            raise self._as_ours(error) from error

    def _send(self, send: Callable[[str, Any], object], text: str, values: Any) -> None:
        if sent.receivers:
            sent.send(text)
        try:
            send(text, values)
        except (sqlite3.Error, psycopg.Error) as error:
            raise self._as_ours(error) from error

    def _as_ours(self, error: Exception) -> StatementError:
        """Wrap an error as the library does, without the values: they are nobody's business."""
        lost = bool(getattr(self._connection, "closed", False))
        if lost:
            self._lose(error)
        kind = sqlite3.Error if self.is_sqlite else psycopg.Error
        return DBAPIError.instance(
            *(None, None, error, kind),
            hide_parameters=True,
            connection_invalidated=lost,
            dialect=self.dialect,
        )


def driver_of(connection: Connection) -> Driver:
    """Return the driver below a connection, whose transaction goes on as it is."""
    below = connection.connection.driver_connection
    return Driver(below, connection.dialect, connection.invalidate)


@contextmanager
def alone() -> Iterator[Driver]:
    """Lend a connection without a session, for a use case that one statement carries out.

    PostgreSQL commits it by itself, so that it has to see to it that what was read before still
    holds. On SQLite it is a transaction like any other, with the write lock from the beginning.
    """
    engine = db.engine
    if db.session.registry.has() and db.session().info.get(WRITES):
        raise RuntimeError("transaction() does not nest")
    with turn_to_write(engine) as seconds_left:
        pooled = engine.raw_connection()
        try:
            below = pooled.driver_connection
            driver = Driver(below, engine.dialect, pooled.invalidate)
            around = _in_transaction if driver.is_sqlite else _committed_at_once
            with around(driver, pooled, seconds_left):
                yield driver
        finally:
            # Back to the pool, which rolls back what was not committed.
            pooled.close()


@contextmanager
def _in_transaction(driver: Driver, pooled: Any, seconds_left: float) -> Iterator[None]:
    wait_for(driver.say, pooled.info, seconds_left)
    driver.say("BEGIN IMMEDIATE")
    yield
    driver.commit()


@contextmanager
def _committed_at_once(_: Driver, pooled: Any, __: float) -> Iterator[None]:
    below = pooled.driver_connection
    below.autocommit = True
    try:
        yield
    finally:
        if not below.closed:
            below.autocommit = False


def _for_sqlite(text: str, values: Values) -> tuple[str, Values]:
    """Write out the lists, of which SQLite knows nothing, and convert the values."""
    if not any(isinstance(value, list) for value in values.values()):
        return text, _as_stored(values)
    single: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, list):
            names = [f"{name}_{number}" for number in range(len(value))]
            text = text.replace(f"(:{name})", f"({', '.join(f':{each}' for each in names)})")
            single |= zip(names, value, strict=True)
        else:
            single[name] = value
    return text, _as_stored(single)


def _as_stored(values: Values) -> Values:
    return {name: _stored(value) for name, value in values.items()}


def _stored(value: Any) -> Any:
    """Convert a value as the types of our columns do: UUIDs to 32 digits, moments to UTC."""
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
    return value
