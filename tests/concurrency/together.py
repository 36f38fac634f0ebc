"""Threads that do something at the same moment, or one right behind the other."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

from flask import Flask

from ortenaudigital.kernel.db import transaction
from ortenaudigital.kernel.errors import DomainError

# Long enough for the one behind to have read what it decides upon, and to wait for the other.
BEHIND_SECONDS = 0.3


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
            time.sleep(BEHIND_SECONDS)
        return late.result()
