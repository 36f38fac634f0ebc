"""The database: one session, one way to commit, one way to name a broken constraint.

Everything here works the same on SQLite (WAL, embedded default) and on PostgreSQL.
"""

import fcntl
import os
import re
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

import psycopg
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    Connection,
    DateTime,
    Engine,
    MetaData,
    Table,
    UniqueConstraint,
    bindparam,
    event,
    inspect,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import CursorResult, Dialect
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import DeclarativeBase, Session, registry
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import JSON, TypeDecorator

WRITES = "ortenaudigital_writes"
# How long anything waits for the database; after that, who waits is told.
WAIT_SECONDS = 3.0
POLL_SECONDS = 0.001
# One thread of a process stands in the queue of the writers; the others wait for it here.
_turn = threading.Lock()
_SQLITE_TROUBLE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
}


class DatabaseUnavailable(SQLAlchemyError):
    """The database takes nothing right now, whoever asks."""


def is_unavailable(error: SQLAlchemyError) -> bool:
    """Say whether an error is the database's state (locked, full, cut off), not the request's."""
    if isinstance(error, (DatabaseUnavailable, PoolTimeout)):
        return True
    if not isinstance(error, DBAPIError):
        return False
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        # The upper bits say more about it.
        return code & 0xFF in _SQLITE_TROUBLE
    trouble = (psycopg.OperationalError, psycopg.errors.ReadOnlySqlTransaction)
    return error.connection_invalidated or isinstance(error.orig, trouble)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment in UTC; SQLite, which knows no zones, stores it naive."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive times: they are a bug wherever they come from."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back what was stored as an aware moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The root of all tables: names for constraints, types for annotations."""

    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={datetime: UtcDateTime, dict[str, str]: JSON, list[str]: JSON},
    )


Row = TypeVar("Row", bound=Base)

db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model


@contextmanager
def transaction() -> Iterator[None]:
    """Run one use case: commit at its end, roll back on any error. It does not nest.

    What was read before is forgotten first, so that the use case decides on what is true now; on
    SQLite the write lock is taken at once, so that no one can slip in between reading and writing.
    """
    session = db.session()
    if session.info.get(WRITES):
        raise RuntimeError("transaction() does not nest")
    session.rollback()
    # A rollback forgets only what its own transaction read; older readings must go as well.
    session.expire_all()
    session.info[WRITES] = True
    try:
        with _turn_to_write(session.get_bind()) as seconds_left:
            yield from _committed(session, seconds_left)
    finally:
        session.info.pop(WRITES, None)


def _committed(session: Session, seconds_left: float) -> Iterator[None]:
    try:
        session.connection(execution_options={WRITES: seconds_left})
        yield
        session.commit()
    except BaseException:
        session.rollback()
        raise


@contextmanager
def _turn_to_write(bind: Engine | Connection) -> Iterator[float]:
    """Queue up to write to SQLite, over all threads and processes.

    Left to itself, SQLite lets writers sleep and try again: under load some never get their turn,
    and the disk idles meanwhile. Yields how many seconds are left to wait for the database itself.
    Raises DatabaseUnavailable.
    """
    path = bind.engine.url.database if bind.dialect.name == "sqlite" else None
    if path is None:
        yield WAIT_SECONDS
        return
    ends = time.monotonic() + WAIT_SECONDS
    if not _turn.acquire(timeout=WAIT_SECONDS):
        raise DatabaseUnavailable("other threads are writing for too long")
    try:
        with _queue(f"{path}-queue", ends):
            yield max(ends - time.monotonic(), 0.1)
    finally:
        _turn.release()


@contextmanager
def _queue(path: str, ends: float) -> Iterator[None]:
    try:
        queue = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise DatabaseUnavailable(f"{path}: {error.strerror}") from error
    try:
        while not _locked(queue):
            if time.monotonic() >= ends:
                raise DatabaseUnavailable("another process is writing for too long")
            # The kernel's own queue would wait without end.
            time.sleep(POLL_SECONDS)
        yield
    finally:
        os.close(queue)


def _locked(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


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


@contextmanager
def constraint_as(name: str, make_error: Callable[[], Exception]) -> Iterator[None]:
    """Turn the violation of the named constraint into the error of the domain."""
    try:
        with db.session.begin_nested():
            yield
    except IntegrityError as error:
        if violated_constraint(error) == name:
            raise make_error() from error
        raise


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


def database_words(error: SQLAlchemyError) -> str:
    """Say in one line what the database refused, without the statement and its values."""
    lines = str(getattr(error, "orig", None) or error).splitlines()
    return lines[0] if lines else type(error).__name__


def violated_constraint(error: IntegrityError) -> str | None:
    """Name the constraint that a statement broke, alike on both databases.

    PostgreSQL says the name; SQLite says the columns of a unique rule, and the name of a check.
    """
    diagnostics = getattr(error.orig, "diag", None)
    if diagnostics is not None:
        return str(diagnostics.constraint_name) if diagnostics.constraint_name else None
    message = str(error.orig)
    if match := re.search(r"CHECK constraint failed: (\w+)", message):
        return match[1]
    if match := re.search(r"UNIQUE constraint failed: (.+)", message):
        return _unique_name([column.split(".") for column in match[1].split(", ")])
    return None


def _unique_name(columns: list[list[str]]) -> str | None:
    table: Table = Base.metadata.tables[columns[0][0]]
    names = {name for _, name in columns}
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint) and set(constraint.columns.keys()) == names:
            return str(constraint.name)
    return str(table.primary_key.name)


@event.listens_for(Engine, "connect")
def _set_up_connection(connection: Any, _: ConnectionPoolEntry) -> None:
    if not isinstance(connection, sqlite3.Connection):
        _set_up_postgresql(connection)
        return
    # SQLAlchemy, not the driver, says BEGIN: see _begin.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        # What is erased is overwritten, whatever SQLite was built with.
        "secure_delete=ON",
        f"busy_timeout={WAIT_SECONDS * 1000:.0f}",
        "wal_autocheckpoint=4000",
        "cache_size=-32000",
        "mmap_size=268435456",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _set_up_postgresql(connection: Any) -> None:
    connection.autocommit = True
    connection.execute(f"SET lock_timeout = {WAIT_SECONDS * 1000:.0f}")
    connection.autocommit = False


def engine_options(url: str) -> dict[str, Any]:
    """Return how an engine for this URL waits, and what it says of failures."""
    # A failed statement is logged; the names and addresses in it are nobody's business.
    options: dict[str, Any] = {"hide_parameters": True, "pool_timeout": WAIT_SECONDS}
    if url.startswith("sqlite"):
        return options
    patience = {
        "connect_timeout": round(WAIT_SECONDS),
        # A line that was cut is noticed, instead of waited for.
        "tcp_user_timeout": round(WAIT_SECONDS * 1000),
        "keepalives_idle": 5,
        "keepalives_interval": 1,
        "keepalives_count": 3,
    }
    # A connection that the server has closed meanwhile is opened anew before it is used.
    return options | {"pool_pre_ping": True, "connect_args": patience}


def empty_log() -> bool:
    """Move SQLite's log into the database and empty it, since it still holds what was erased.

    Returns False while somebody reads an older state. PostgreSQL tidies up by itself.
    """
    if db.engine.dialect.name != "sqlite":
        return True
    db.session.rollback()
    # Not by a connection of SQLAlchemy, which would begin a transaction.
    connection = db.engine.raw_connection()
    try:
        cursor = connection.cursor()
        (busy, *_) = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        cursor.close()
    finally:
        connection.close()
    return not busy


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        seconds = connection.get_execution_options().get(WRITES)
        if seconds is None:
            connection.exec_driver_sql("BEGIN")
        else:
            # What was spent in the queue is not waited for again.
            connection.exec_driver_sql(f"PRAGMA busy_timeout={seconds * 1000:.0f}")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
