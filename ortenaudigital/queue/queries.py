"""Questions about a queue."""

from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select

from ortenaudigital.kernel.db import db
from ortenaudigital.queue.models import Queued
from ortenaudigital.queue.rules import WAITING


def is_claimable(table: type[Queued], now: datetime) -> ColumnElement[bool]:
    """Return the condition that a row is due and in nobody's hand."""
    in_no_hand = or_(table.claimed_until.is_(None), table.claimed_until <= now)
    return (table.state == WAITING) & (table.due_at <= now) & in_no_hand


def oldest_due(table: type[Queued], now: datetime) -> datetime | None:
    """Return since when the row has been due that waits longest; None if none is due."""
    return db.session.scalar(
        select(func.min(table.due_at)).where(table.state == WAITING, table.due_at <= now)
    )
