"""Keep the promise of the privacy notice: 28 days after their last day nobody is named any more.

Each function runs inside one transaction of its caller. Figures stay: who booked is forgotten, how
many came is not. What that means for a feature stands in its own `privacy.py`.
"""

from datetime import datetime

from sqlalchemy import delete

from ortenaudigital.audit.commands import record
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.personal import Due
from ortenaudigital.privacy.models import Erasure
from ortenaudigital.privacy.queries import announced_until, count_due, next_erasure
from ortenaudigital.privacy.registry import list_holders
from ortenaudigital.privacy.rules import NOTICE, is_ripe

# One transaction for all would keep the door waiting.
AT_ONCE = 500


def announce(now: datetime) -> Erasure | None:
    """Write down what will be due in a day, unless that is announced already."""
    until, known = now + NOTICE, announced_until()
    numbers = count_due(until)
    if not any(numbers.values()) or (known is not None and count_due(known) == numbers):
        return None
    erasure = Erasure(announced_at=now, due_until=until, **numbers)
    db.session.add(erasure)
    record("privacy.announced", "privacy", "worker", now, **numbers)
    return erasure


def withdraw(now: datetime, actor: str) -> None:
    """Take back what was announced and not carried out; it will be announced anew."""
    db.session.execute(delete(Erasure).where(Erasure.done_at.is_(None)))
    record("privacy.withdrawn", "privacy", actor, now)


def carry_out(now: datetime) -> bool:
    """Erase a part of what was announced a day ago; False if nothing is left to be done now."""
    erasure = next_erasure()
    if erasure is None or not is_ripe(now, erasure.announced_at, erasure.due_until):
        return False
    if not erase_some(erasure.due_until, now):
        erasure.done_at = now
        record("privacy.erased", "privacy", "worker", now, erasure=erasure.id)
    return True


def erase_some(until: datetime, now: datetime) -> bool:
    """Erase some of what was due by a moment; False if there is nothing of it."""
    due = Due(until, now, AT_ONCE)
    return sum(holder.erase_due(due) for _, holder in list_holders()) > 0
