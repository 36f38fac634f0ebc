"""What is asked of the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event as sa_event

from ortenaudigital.kernel.db import db, driver


@contextmanager
def statements() -> Iterator[list[str]]:
    """Collect the statements that are sent to the database meanwhile."""
    sent: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement)

    sa_event.listen(db.engine, "before_cursor_execute", hear)
    try:
        # What goes to the driver itself says so.
        with driver.sent.connected_to(sent.append):
            yield sent
    finally:
        sa_event.remove(db.engine, "before_cursor_execute", hear)
