"""How Alembic reaches the database of the app, on SQLite and PostgreSQL alike."""

from typing import Any, Literal

from alembic import context
from flask import current_app

from ortenaudigital.kernel.db import Base, UtcDateTime
from ortenaudigital.kernel.sealed import SealedUuid


def render_item(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """Write our own type as what it is in the database: migrations must not need our code."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, SealedUuid):
        return "sa.Uuid()"
    return False


engine = current_app.extensions["migrate"].db.engine

with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        # SQLite changes a table by making it anew.
        render_as_batch=True,
        compare_type=True,
        render_item=render_item,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
