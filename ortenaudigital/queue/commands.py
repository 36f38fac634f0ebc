"""Put something into a queue, hand it out to a worker, note what came of it.

Each function runs inside one transaction of its caller. What ended meanwhile, by another worker
whose turn came when a lease ran out, is never made to wait again.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, select, update

from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import insert_if_absent, insert_row, row_count
from ortenaudigital.queue.models import Queued
from ortenaudigital.queue.queries import is_claimable
from ortenaudigital.queue.rules import FAILED, WAITING, Patience

Row = TypeVar("Row", bound=Queued)


def put(table: type[Queued], values: Mapping[str, Any]) -> bool:
    """Put a row into a queue, due at once unless it says when; False if its key is there before."""
    row = {"state": WAITING, "due_at": values["created_at"], "attempts": 0, **values}
    if values.get("unique_key") is not None:
        return insert_if_absent(table, row)
    insert_row(table, row)
    return True


def claim(table: type[Row], now: datetime, lease: timedelta) -> Row | None:
    """Take what comes first: by priority, then who is due longest; None if nothing is due.

    No one else gets it before the lease ends. A worker that dies keeps nothing: what it had is
    due again when the lease is over.
    """
    query = (
        select(table)
        .where(is_claimable(table, now))
        .order_by(table.priority, table.due_at, table.id)
        .limit(1)
        # SQLite ignores it: there the transaction holds the only write lock anyway.
        .with_for_update(skip_locked=True)
    )
    row = db.session.scalar(query)
    if row is not None:
        row.claimed_until = now + lease
    return row


def renew(table: type[Queued], row_id: int, until: datetime, **values: Any) -> bool:
    """Keep a row in hand for longer, and note more about it; False if it is no longer wanted."""
    in_hand = (table.id == row_id, table.state == WAITING, table.claimed_until.is_not(None))
    changed = update(table).where(*in_hand).values(claimed_until=until, **values)
    return row_count(db.session.execute(changed)) == 1


def hand_back(
    table: type[Queued], row_id: int, due_at: datetime | None = None, **values: Any
) -> None:
    """Give a claimed row back: it costs no attempt, and it keeps its place unless it is put off."""
    if due_at is not None:
        values["due_at"] = due_at
    note(table, [row_id], claimed_until=None, **values)


def note(table: type[Queued], ids: Sequence[int], **values: Any) -> None:
    """Note something about rows that still wait."""
    waiting = update(table).where(table.id.in_(ids), table.state == WAITING)
    db.session.execute(waiting.values(values))


def end(table: type[Queued], ids: Sequence[int], state: str, **values: Any) -> None:
    """Take rows out of the queue that still wait, and say what became of them."""
    note(table, ids, state=state, claimed_until=None, **values)


def back_off(row: Queued, patience: Patience, now: datetime, permanent: bool = False) -> bool:
    """Let a row wait after a failure, longer each time; False if it is given up instead."""
    row.claimed_until = None
    if patience.gives_up(row.attempts, permanent):
        row.state = FAILED
        return False
    row.due_at = now + patience.delay(row.attempts)
    return True


def put_back(table: type[Queued], now: datetime, *which: ColumnElement[bool]) -> int:
    """Make dead letters due now, as if they were new; return how many."""
    dead = update(table).where(table.state == FAILED, *which)
    return row_count(db.session.execute(dead.values(state=WAITING, attempts=0, due_at=now)))
