"""Threads that do something at the same moment, or one right behind the other."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

from flask import Flask
from sqlalchemy import text

from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.kernel.errors import DomainError

PATIENCE = 60.0
# On SQLite writers take turns before they read anything: what stands in the queue has done nothing.
IN_QUEUE_SECONDS = 0.05
WAITING = text(
    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
    "AND datname = current_database() AND backend_type = 'client backend'"
)


def together(app: Flask, *deeds: Callable[[], Any]) -> list[str]:
    """Start each deed in a transaction of its own at the same moment; return what came of each."""
    return side_by_side(app, *(partial(attempt, deed) for deed in deeds))


def side_by_side(app: Flask, *deeds: Callable[[], str]) -> list[str]:
    """Start at the same moment what has its own transactions; return what came of each."""
    barrier = Barrier(len(deeds))

    def run(deed: Callable[[], str]) -> str:
        with app.app_context():
            barrier.wait()
            return deed()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def times(number: int, deed: Callable[[], Any]) -> list[Callable[[], Any]]:
    return [deed] * number


def attempt(deed: Callable[[], Any]) -> str:
    """Say what a deed returned, or the code with which the domain refused it."""
    try:
        with transaction():
            return str(deed())
    except DomainError as error:
        return error.code


def behind(app: Flask, first: Callable[[], Any], second: Callable[[], Any]) -> str:
    """Let the second begin while the first has done its work and not committed it yet."""

    def run() -> str:
        with app.app_context():
            return attempt(second)

    with ThreadPoolExecutor(1) as pool:
        with transaction():
            first()
            late = pool.submit(run)
            await_waiting(late)
        return late.result(PATIENCE)


def await_waiting(late: Future[Any]) -> None:
    """Wait until it has come as far as it can: to a lock that another holds, or to its end."""
    if db.engine.dialect.name == "sqlite":
        time.sleep(IN_QUEUE_SECONDS)
        return
    ends = time.monotonic() + PATIENCE
    while not late.done() and not _is_anybody_waiting():
        assert time.monotonic() < ends, "it never waited"
        time.sleep(0.01)


def _is_anybody_waiting() -> bool:
    # A connection of its own each time: within a transaction, PostgreSQL gives one answer.
    with db.engine.connect() as connection:
        return bool(connection.scalar(WAITING))
