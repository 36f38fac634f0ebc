"""A round of the worker: release what was held for too long."""

from collections.abc import Callable
from datetime import datetime

from ortenaudigital.bookings.holds.commands import release_expired
from ortenaudigital.bookings.holds.queries import list_overdue
from ortenaudigital.kernel.db import transaction

AT_ONCE = 100


def release_overdue(clock: Callable[[], datetime]) -> int:
    """Release all holds whose time is over, some in each transaction; return how many."""
    number = 0
    while True:
        with transaction():
            now = clock()
            ids = list_overdue(now, AT_ONCE)
            if ids:
                number += len(release_expired(ids, now))
        if len(ids) < AT_ONCE:
            return number
