"""How connections to SQLite and PostgreSQL are set up, and how their transactions begin."""

import select
import sqlite3
from collections.abc import Callable
from typing import Any

import psycopg
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry, Pool, PoolProxiedConnection

# The option of a connection that says how many seconds a writer may still wait.
WRITES = "ortenaudigital_writes"
# How long anything waits for the database; after that, who waits is told.
WAIT_SECONDS = 3.0


@event.listens_for(Engine, "connect")
def set_up_connection(connection: Any, _: ConnectionPoolEntry | None = None) -> None:
    """Give a new connection of the driver what all of them have."""
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
        # Each of the two threads of a process has it to itself. Twice as much saves a
        # twentieth of a scan for 24 MB, and the file in memory (mmap_size) costs a tenth of one.
        "cache_size=-4000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _set_up_postgresql(connection: Any) -> None:
    connection.autocommit = True
    # To compile a question takes longer than any of ours: up to half a second for a list.
    connection.execute(f"SET lock_timeout = {WAIT_SECONDS * 1000:.0f}; SET jit = off")
    connection.autocommit = False


def engine_options(url: str) -> dict[str, Any]:
    """Return how an engine for this URL waits, and what it says of failures."""
    # A failed statement is logged; the names and addresses in it are nobody's business.
    options: dict[str, Any] = {
        "hide_parameters": True,
        "pool_timeout": WAIT_SECONDS,
        # The one used last comes first: it has its statements and pages at hand. In turns, those
        # that were opened when many came at once would fill up as well: 6 MB each on SQLite.
        "pool_use_lifo": True,
    }
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
    return options | {"connect_args": patience}


@event.listens_for(Pool, "checkout")
def _look_at_connection(connection: Any, _: ConnectionPoolEntry, __: PoolProxiedConnection) -> None:
    """Have a connection that the server has closed meanwhile opened anew before it is used.

    A server that says farewell, and a line that the keepalives found cut, can be read from. To ask
    each time (`pool_pre_ping`) is a trip to the database, a quarter of a page with one question.
    """
    if isinstance(connection, psycopg.Connection) and _is_cut(connection):
        raise InvalidatePoolError


def _is_cut(connection: psycopg.Connection[Any]) -> bool:
    if connection.closed:
        return True
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    if not poll.poll(0):
        return False
    try:
        # It may be a mere note, such as that of a changed setting.
        connection.autocommit = True
        connection.execute("")
        connection.autocommit = False
    except psycopg.Error:
        return True
    return False


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        seconds = connection.get_execution_options().get(WRITES)
        if seconds is None:
            connection.exec_driver_sql("BEGIN")
        else:
            wait_for(connection.exec_driver_sql, connection.info, seconds)
            connection.exec_driver_sql("BEGIN IMMEDIATE")


def wait_for(send: Callable[[str], object], info: dict[Any, Any], seconds: float) -> None:
    """Have a connection to SQLite wait so long for the lock; `info` is what is known of it."""
    # What was spent in the queue is not waited for again. Who came at once, as nearly all do, finds
    # the time to wait as it was: to set it is a fifth of an empty transaction.
    if info.get(WRITES) != (patience := f"{seconds:.1f}"):
        send(f"PRAGMA busy_timeout={seconds * 1000:.0f}")
        info[WRITES] = patience
