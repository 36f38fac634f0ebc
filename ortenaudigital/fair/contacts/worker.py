"""A round of the worker: delete contacts that nobody confirmed or read."""

from collections.abc import Callable
from datetime import datetime

from ortenaudigital.fair.contacts.commands import delete_unseen
from ortenaudigital.kernel.db import transaction


def drop_unseen(clock: Callable[[], datetime]) -> int:
    """Delete what nobody confirmed or read in time; return how many."""
    with transaction():
        return delete_unseen(clock())
