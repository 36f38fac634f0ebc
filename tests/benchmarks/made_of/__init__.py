"""Of what a scan and a booking are made: their statements by the bare driver, and the rest.

The statements are those of real ones, heard while each was done and rolled back, and are sent again
by a connection with nothing of ours around it. These and the no-op route are the floor.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import islice
from typing import Any
from unittest.mock import patch

from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.driver import Driver

ROUNDS, EACH = int(os.environ.get("REPEATS", "20")), 10
# As many as are sent by the driver: once committed, and once rolled back.
HEARD = 2 * ROUNDS * EACH

Statements = list[tuple[str, Any]]
Rounds = Callable[[Callable[[], object], int], dict[str, Any]]
Found = Iterator[tuple[str, dict[str, Any]]]


@contextmanager
def heard() -> Iterator[Statements]:
    """Lend a list that hears what is sent to the driver."""
    statements: Statements = []
    send = Driver._send

    def hear(self: Driver, way: Any, text: str, values: Any) -> None:
        statements.append((text, values))
        send(self, way, text, values)

    with patch.object(Driver, "_send", hear):
        yield statements


def bare(rounds: Rounds, logs: Iterator[Statements], what: str, *, together: bool) -> Found:
    """Send statements by the bare driver; `together`: in a transaction on PostgreSQL as well."""
    pooled = db.engine.raw_connection()
    driver: Any = pooled.driver_connection
    sqlite = db.engine.dialect.name == "sqlite"
    committed, rolled_back = f"{what}'s statements by the driver", f"{what}'s, rolled back"
    try:
        if sqlite or together:
            begin = "BEGIN IMMEDIATE" if sqlite else ""
            for name, end in ((committed, driver.commit), (rolled_back, driver.rollback)):
                yield name, rounds(partial(_send_together, driver, logs, begin, end), EACH)
        else:
            driver.autocommit = True
            yield committed, rounds(partial(_send, driver.cursor(), logs), EACH)
            driver.autocommit = False
    finally:
        pooled.close()


def _send_together(
    driver: Any, logs: Iterator[Statements], begin: str, end: Callable[[], object]
) -> None:
    cursor = driver.cursor()
    for statements in islice(logs, EACH):
        if begin:
            cursor.execute(begin)
        _send(cursor, iter([statements]))
        end()


def _send(cursor: Any, logs: Iterator[Statements]) -> None:
    for statements in islice(logs, EACH):
        for text, values in statements:
            # One of many rows is one row here.
            cursor.execute(text, values[0] if isinstance(values, list) else values)
            if cursor.description:
                cursor.fetchall()
