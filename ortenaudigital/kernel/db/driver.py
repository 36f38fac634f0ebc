"""Statements that go straight to the driver, for the few that are sent all day.

What SQLAlchemy does around a statement (parameters, events, a result object) takes 70 microseconds
of CPU, several times as much as SQLite needs for a row. Here a statement is compiled once for each
database; what a driver cannot take is converted on its way in, and comes back as it is stored.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

import psycopg
from blinker import Signal
from sqlalchemy import ClauseElement, Connection
from sqlalchemy.dialects.sqlite.base import SQLiteDialect
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.sql.visitors import iterate

from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.connections import WRITES, wait_for
from ortenaudigital.kernel.db.lists import MANY, OneOf
from ortenaudigital.kernel.db.write_queue import turn_to_write

Values = Mapping[str, Any]
# Says each statement as it is sent, to whoever counts them.
sent = Signal()


class Prepared:
    """A statement that is compiled once for each database, and sent as a text after that.

    A list of values is told by `lists.one_of`. For lists of one, as those of a single scan are,
    there is a text of its own: PostgreSQL keeps a plan for one value, but not for any number.
    """

    def __init__(self, statement: ClauseElement) -> None:
        self._statement = statement
        self._lists = {each.list_name for each in iterate(statement) if isinstance(each, OneOf)}
        self._texts: dict[tuple[str, bool], str] = {}
        # What stands in the statement itself, such as that of a LIMIT.
        self._constants: dict[str, Any] = {}

    def fitted(self, dialect: Dialect, values: Values) -> tuple[str, Values]:
        """Return what the driver of a database is sent, and the values that go with it."""
        lists = {name: values[name] for name in self._lists if name in values}
        many = any(len(value) > 1 for value in lists.values())
        text = self._text(dialect, many)
        if self._constants:
            values = self._constants | dict(values)
        if not many:
            values = {**values, **{name: next(iter(each), None) for name, each in lists.items()}}
        elif dialect.name == "sqlite":
            text, values = _written_out(text, values, lists)
        return text, as_stored(values) if dialect.name == "sqlite" else values

    def _text(self, dialect: Dialect, many: bool) -> str:
        if (dialect.name, many) not in self._texts:
            named = SQLiteDialect(paramstyle="named") if dialect.name == "sqlite" else dialect
            compiled = self._statement.compile(dialect=named, compile_kwargs={MANY: many})
            told = {name: value for name, value in compiled.params.items() if value is not None}
            self._constants |= told
            self._texts[dialect.name, many] = str(compiled)
        return self._texts[dialect.name, many]


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
        self._send(self._cursor.execute, *statement.fitted(self.dialect, values))
        found: list[tuple[Any, ...]] = self._cursor.fetchall()
        return found

    def run(self, statement: Prepared, values: Values) -> int:
        """Send a statement that answers nothing, and return how many rows it changed.

        Nobody knows it yet inside `rows.unanswered`.
        """
        self._send(self._cursor.execute, *statement.fitted(self.dialect, values))
        return int(self._cursor.rowcount)

    def run_each(
        self, statement: Prepared, rows: Sequence[Values], *, as_they_are: bool = False
    ) -> None:
        """Send a statement that answers nothing for each of some rows, which may hold more.

        `as_they_are`: their values went through `as_stored` already.
        """
        text, _ = statement.fitted(self.dialect, {})
        if self.is_sqlite and not as_they_are:
            rows = [as_stored(row) for row in rows]
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
def reading() -> Iterator[Driver]:
    """Lend a connection for questions, each of which is told what is committed by then."""
    engine = db.engine
    pooled = engine.raw_connection()
    try:
        driver = Driver(pooled.driver_connection, engine.dialect, pooled.invalidate)
        if driver.is_sqlite:
            yield driver
        else:
            with _committed_at_once(driver, pooled, 0.0):
                yield driver
    finally:
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


def _written_out(text: str, values: Values, lists: Mapping[str, list[Any]]) -> tuple[str, Values]:
    """Write lists out one by one, since SQLite knows no arrays."""
    singles = dict(values)
    for name, value in lists.items():
        names = [f"{name}_{number}" for number in range(len(value))]
        text = text.replace(f"(:{name})", f"({', '.join(f':{each}' for each in names)})")
        singles |= zip(names, value, strict=True)
        del singles[name]
    return text, singles


def as_stored(values: Values) -> dict[str, Any]:
    """Convert values as SQLite stores them; what is converted already stays as it is."""
    return {name: _stored(value) for name, value in values.items()}


def _stored(value: Any) -> Any:
    """Convert a value as the types of our columns do: UUIDs to 32 digits, moments to UTC."""
    convert = _CONVERSIONS[type(value)]
    return convert(value) if convert else value


class _Conversions(dict[type, Callable[[Any], Any] | None]):
    """How values of a type are converted: found once, for a batch of scans has thousands."""

    def __missing__(self, kind: type) -> Callable[[Any], Any] | None:
        convert: Callable[[Any], Any] | None = None
        if issubclass(kind, UUID):
            convert = attrgetter("hex")
        elif issubclass(kind, datetime):
            convert = _moment
        self[kind] = convert
        return convert


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


_CONVERSIONS = _Conversions()
