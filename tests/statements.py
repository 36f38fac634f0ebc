"""Count what is asked of the database."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from ortenaudigital.kernel.db import driver

AROUND = ("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")


@contextmanager
def counted(engine: sa.Engine) -> Iterator[list[int]]:
    """Count the statements that are sent, those around a transaction left out."""
    number = [0]

    def count(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        number[0] += not statement.startswith(AROUND)

    def hear(statement: str) -> None:
        count(None, None, statement)

    sa.event.listen(engine, "before_cursor_execute", count)
    try:
        # What goes to the driver itself says so.
        with driver.sent.connected_to(hear):
            yield number
    finally:
        sa.event.remove(engine, "before_cursor_execute", count)
