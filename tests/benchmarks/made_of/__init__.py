"""Of what a scan and a booking are made: their statements by the bare driver, and the rest.

The statements are those of real ones, heard while each was done and rolled back, and are sent again
by a connection with nothing of ours around it. These and the no-op route are the floor.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
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
# The statements of the next things.
Some = Callable[[], Iterator[Statements]]


class Undone(Exception):
    """Ends a transaction of which nothing shall stay."""


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


@dataclass(frozen=True)
class Bare:
    """What is sent by the bare driver: whose statements, how many logs a round, of how many things.

    `together`: in a transaction on PostgreSQL as well.
    """

    whose: str
    together: bool = True
    each: int = EACH
    units: int = 1


def bare(rounds: Rounds, logs: Iterator[Statements], what: Bare) -> Found:
    """Send statements by the bare driver, and tell what it takes."""
    pooled = db.engine.raw_connection()
    driver: Any = pooled.driver_connection
    sqlite = db.engine.dialect.name == "sqlite"
    committed, rolled_back = f"{what.whose} statements by the driver", f"{what.whose}, rolled back"
    number = what.each * what.units
    try:
        if sqlite or what.together:
            begin = "BEGIN IMMEDIATE" if sqlite else ""
            for name, end in ((committed, driver.commit), (rolled_back, driver.rollback)):
                some = partial(islice, logs, what.each)
                yield name, rounds(partial(_send_together, driver, some, begin, end), number)
        else:
            driver.autocommit = True
            cursor = driver.cursor()
            yield committed, rounds(lambda: _send(cursor, islice(logs, what.each)), number)
            driver.autocommit = False
    finally:
        pooled.close()


def _send_together(driver: Any, logs: Some, begin: str, end: Callable[[], object]) -> None:
    cursor = driver.cursor()
    for statements in logs():
        if begin:
            cursor.execute(begin)
        _send(cursor, [statements])
        end()


def _send(cursor: Any, logs: Iterable[Statements]) -> None:
    for statements in logs:
        for text, values in statements:
            if isinstance(values, list) and len(values) > 1:
                cursor.executemany(text, values)
                continue
            # One of many rows is one row here.
            cursor.execute(text, values[0] if isinstance(values, list) else values)
            if cursor.description:
                cursor.fetchall()
