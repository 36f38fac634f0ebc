"""The job that erases an event: some rows in each transaction, until none is left.

Killed in between, it begins again and finds what is left: it remembers nothing but what is there.
"""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from sqlalchemy import Table
from sqlalchemy.exc import IntegrityError

from ortenaudigital.jobs.commands import Document
from ortenaudigital.jobs.worker import Report
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, empty_log, transaction
from ortenaudigital.kernel.db.event_rows import EventRows, own_references
from ortenaudigital.kernel.personal import Going
from ortenaudigital.privacy.registry import list_holders
from ortenaudigital.privacy.whole_event.commands import finish
from ortenaudigital.privacy.whole_event.models import EventErasure
from ortenaudigital.privacy.whole_event.queries import get_erasure
from ortenaudigital.privacy.whole_event.rules import ErasureState

# One transaction for all would keep the door of another event waiting.
AT_ONCE = 500
# Somebody may write a last row while others go: then it begins anew.
MOST_ROUNDS = 3

Step = Callable[[Going], int]


def erase_event(subject: dict[str, str], report: Report) -> Document | None:
    """Erase what was confirmed; None if nobody confirmed it."""
    erasure = get_erasure(int(subject["erasure"]))
    erasure_id, event_id = erasure.id, erasure.event_id
    if erasure.state not in (ErasureState.CONFIRMED, ErasureState.ERASED):
        return None
    if erasure.state is ErasureState.CONFIRMED:
        _erase_rows(event_id, erasure_id, report)
        _tidy_up(utc_now())
        with transaction():
            finish(erasure_id, utc_now())
        empty_log()
    db.session.expire_all()
    return _protocol(get_erasure(erasure_id))


def _erase_rows(event_id: int, erasure_id: int, report: Report) -> None:
    rows = EventRows(event_id)
    total = sum(rows.count(each.name for each in rows.tables).values())
    for attempt in range(MOST_ROUNDS):
        try:
            _one_round(rows, event_id, erasure_id, _counting(total, report))
        except IntegrityError:
            # What came late refers to what was to go.
            if attempt == MOST_ROUNDS - 1:
                raise
        else:
            return


def _counting(total: int, report: Report) -> Report:
    done = 0

    def count(number: int) -> None:
        nonlocal done
        done += number
        report(min(99, 100 * done // max(total, 1)))

    return count


def _one_round(rows: EventRows, event_id: int, erasure_id: int, count: Report) -> None:
    for step in _steps(rows):
        while True:
            with transaction():
                number = step(Going(event_id, erasure_id, utc_now(), AT_ONCE))
            count(number)
            if not number:
                break


def _steps(rows: EventRows) -> Iterator[Step]:
    """Yield what is done, each until nothing is left of it: what features know, then the rows."""
    for _, holder in list_holders():
        yield holder.erase_event
    # An event keeps its days and kinds of tickets as long as anybody could look at their booking.
    last = dict(list_holders())["events"].of_event
    for table in sorted(rows.tables, key=lambda each: each.name in last):
        if own_references(table):
            yield partial(_unlink, rows, table)
        yield partial(_delete, rows, table)


def _unlink(rows: EventRows, table: Table, going: Going) -> int:
    return rows.unlink_some(table, going.most)


def _delete(rows: EventRows, table: Table, going: Going) -> int:
    return rows.delete_some(table, going.most)


def _tidy_up(now: datetime) -> None:
    for _, holder in list_holders():
        with transaction():
            holder.tidy_up(now)


def _protocol(erasure: EventErasure) -> Document:
    held = {
        "event": erasure.slug,
        "asked_at": erasure.asked_at.isoformat(),
        "confirmed_at": erasure.decided_at.isoformat() if erasure.decided_at else None,
        "erased_at": erasure.finished_at.isoformat() if erasure.finished_at else None,
        "erased": erasure.counts,
    }
    text = json.dumps(held, indent=2)
    return Document(f"loeschung-{erasure.slug}.json", "application/json", text.encode())
