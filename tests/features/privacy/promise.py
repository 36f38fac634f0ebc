"""The promised day of an event, and the worker that keeps it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache

from sqlalchemy import Engine, MetaData, Table, select

from ortenaudigital.events.models import Event
from ortenaudigital.events.rules import RETENTION
from ortenaudigital.installation.commands import accept_clock
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.privacy.commands import withdraw
from ortenaudigital.privacy.rules import NOTICE
from ortenaudigital.privacy.worker import keep_promise

ENDS = datetime(2027, 10, 1, 11, 0, tzinfo=UTC)
DUE = ENDS + RETENTION
HOUR = timedelta(hours=1)


def everything() -> str:
    """Read all tables as they are."""
    return str([db.session.execute(select(table)).all() for table in _stored(db.engine)])


@cache
def _stored(engine: Engine) -> Sequence[Table]:
    """Ask the database itself for its tables; no test changes them, and it takes a while."""
    stored = MetaData()
    stored.reflect(engine)
    return stored.sorted_tables


def trust(now: datetime) -> None:
    with transaction():
        accept_clock(now, "command line")
        withdraw(now, "command line")


def forget(now: datetime) -> None:
    """Let the worker take its turn a day before, and then."""
    trust(now - NOTICE)
    keep_promise(lambda: now - NOTICE)
    keep_promise(lambda: now)


def move(event: Event, days: int) -> None:
    """Give all days of an event a later date, as a new file of it does."""
    with transaction():
        for day in db.session.get_one(Event, event.id).days:
            day.date += timedelta(days=days)
            day.opens_at += timedelta(days=days)
            day.closes_at += timedelta(days=days)
