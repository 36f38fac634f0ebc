"""A round of the worker: tell teams that people are forgotten in a week."""

from collections.abc import Callable
from datetime import datetime

from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.reporting.closing.commands import tell_team
from ortenaudigital.reporting.closing.queries import list_near_erasure


def announce_erasures(clock: Callable[[], datetime]) -> int:
    """Write to the teams of events whose people are forgotten soon; return how many letters."""
    now = clock()
    written = 0
    for event in list_near_erasure(now):
        with transaction():
            written += tell_team(event, now)
    db.session.rollback()
    return written
