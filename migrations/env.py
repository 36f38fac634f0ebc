"""How Alembic reaches the database of the app, on SQLite and PostgreSQL alike."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from ortenaudigital.kernel.db import Base
from ortenaudigital.kernel.db.moments import UtcDateTime
from ortenaudigital.kernel.sealed import SealedUuid


def render_item(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """Write our own type as what it is in the database: migrations must not need our code."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, SealedUuid):
        return "sa.Uuid()"
    return False


@contextmanager
def without_foreign_keys(connection: Connection) -> Iterator[None]:
    """Let SQLite make tables anew to which others refer, in the way its documentation says.

    Else the rows that refer to a table would go with the old one.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.dbapi_connection
    # Outside of any transaction: inside of one, SQLite takes no notice.
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        connection.rollback()
        driver.execute("PRAGMA foreign_keys=ON")


def check_foreign_keys(connection: Connection) -> None:
    """Let nothing be committed that refers to a row that is not there."""
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if lost := sorted({row[0] for row in rows}):
            raise RuntimeError(f"rows refer to others that are not there: {', '.join(lost)}")


def is_ours(name: str | None, kind: str, _: Any) -> bool:
    """Leave out what only one of the databases has: the index of trigrams; see `trigrams`."""
    if kind == "table":
        return not (name or "").startswith("booking_trigram")
    return name != "ix_booking_search_words"


engine = current_app.extensions["migrate"].db.engine

with engine.connect() as connection, without_foreign_keys(connection):
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        # SQLite changes a table by making it anew.
        render_as_batch=True,
        compare_type=True,
        render_item=render_item,
        include_name=is_ours,
    )
    with context.begin_transaction():
        context.run_migrations()
        check_foreign_keys(connection)
    connection.commit()
