"""A round of the worker: delete what nobody confirmed in time."""

from collections.abc import Callable
from datetime import datetime

from ortenaudigital.bookings.pending.commands import drop, list_overdue
from ortenaudigital.kernel.db import transaction

AT_ONCE = 100


def drop_overdue(clock: Callable[[], datetime]) -> int:
    """Delete all that was not confirmed, some in each transaction; return how many."""
    number = 0
    while True:
        with transaction():
            now = clock()
            ids = list_overdue(now, AT_ONCE)
            if ids:
                number += drop(ids, now)
        if len(ids) < AT_ONCE:
            return number
