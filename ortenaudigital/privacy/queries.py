"""What is announced to be erased, and what would be due."""

from datetime import datetime

from sqlalchemy import func, select

from ortenaudigital.kernel.db import db
from ortenaudigital.privacy.models import Erasure
from ortenaudigital.privacy.registry import list_holders


def count_due(until: datetime) -> dict[str, int]:
    """Count bookings, exhibitors, and the rest that is due by a moment."""
    counts = {name: holder.count_due(until) for name, holder in list_holders()}
    bookings, exhibitors = counts.pop("bookings"), counts.pop("exhibitors")
    return {"bookings": bookings, "exhibitors": exhibitors, "other": sum(counts.values())}


def announced_until() -> datetime | None:
    """Return up to which moment erasures are announced and not carried out yet."""
    return db.session.scalar(select(func.max(Erasure.due_until)).where(Erasure.done_at.is_(None)))


def next_erasure() -> Erasure | None:
    """Return the announced erasure that is to be carried out first."""
    query = select(Erasure).where(Erasure.done_at.is_(None)).order_by(Erasure.due_until)
    return db.session.scalar(query.limit(1))
