"""The database: one session, and one way to commit.

Everything here works the same on SQLite (WAL, embedded default) and on PostgreSQL.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from sqlalchemy import Connection, Engine, MetaData
from sqlalchemy.orm import DeclarativeBase, registry
from sqlalchemy.types import JSON

from ortenaudigital.kernel.db.connections import WRITES
from ortenaudigital.kernel.db.moments import UtcDateTime
from ortenaudigital.kernel.db.write_queue import turn_to_write


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


# Where the session of a transaction says which connection it has.
CONNECTION = "ortenaudigital_connection"


class JoiningSession(Session):
    """A session that takes part in the transaction of the use case, once it is asked for."""

    def get_bind(self, *args: Any, **kwargs: Any) -> Engine | Connection:
        """Return the connection of the transaction we are in, else the engine."""
        known: Connection | None = self.info.get(CONNECTION)
        return super().get_bind(*args, **kwargs) if known is None else known


db = SQLAlchemy(
    model_class=Base,
    session_options={
        "class_": JoiningSession,
        "expire_on_commit": False,
        # A session that has joined a transaction commits it as its own.
        "join_transaction_mode": "control_fully",
    },
)

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
    engine = db.engine
    try:
        with turn_to_write(engine) as seconds_left, engine.connect() as used:
            used.execution_options(**{WRITES: seconds_left})
            yield from _committed(session, used)
    finally:
        session.info.pop(WRITES, None)
        session.info.pop(CONNECTION, None)


def _committed(session: Session, used: Connection) -> Iterator[None]:
    used.begin()
    session.info[CONNECTION] = used
    try:
        yield
        # Statements about rows alone need none: what it does at its ends costs as much as one.
        if session.in_transaction():
            session.commit()
        if used.in_transaction():
            used.commit()
    except BaseException:
        session.rollback()
        raise


def connection() -> Connection:
    """Return the connection of the transaction we are in, for statements about rows.

    What the session does around a statement, for the sake of objects, costs as much as the
    statement. Whoever has changed objects flushes them before.
    """
    session = db.session()
    known: Connection | None = session.info.get(CONNECTION)
    # A savepoint of the session begins when it is asked for its connection.
    return session.connection() if known is None or session.in_nested_transaction() else known


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
