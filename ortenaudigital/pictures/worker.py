"""A round of the worker: delete the pictures that nobody shows."""

from collections.abc import Callable
from datetime import datetime

from ortenaudigital.kernel.db import transaction
from ortenaudigital.pictures.commands import delete_unused

AT_ONCE = 100


def drop_unused(clock: Callable[[], datetime]) -> int:
    """Delete all pictures that nobody shows, some in each transaction; return how many."""
    number = 0
    while True:
        with transaction():
            deleted = delete_unused(clock(), AT_ONCE)
        number += deleted
        if deleted < AT_ONCE:
            return number
