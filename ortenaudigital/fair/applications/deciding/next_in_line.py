"""Who is decided about next, and many at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from ortenaudigital.events.models import Event
from ortenaudigital.fair.applications.deciding.decisions import decide, undo
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.applications.rules import State
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.errors import DomainError


@dataclass(frozen=True)
class Next:
    """An application to be decided about, None if there is none; how many there are, which it is.

    `number` counts from one.
    """

    exhibitor: Exhibitor | None
    total: int
    number: int


def find_next(event: Event, start: UUID | None = None, *, after: bool = False) -> Next:
    """Find the application that waits longest; from one on, or after it, in the same order."""
    order = (Exhibitor.applied_at, Exhibitor.id)
    waiting = select(*order).where(Exhibitor.event_id == event.id, Exhibitor.state == State.APPLIED)
    rows = [tuple(row) for row in db.session.execute(waiting.order_by(*order))]
    place = db.session.execute(select(*order).where(Exhibitor.id == start)).one_or_none()
    left = [
        row
        for row in rows
        if place is None or row > tuple(place) or (row == tuple(place) and not after)
    ]
    if not left:
        return Next(None, len(rows), len(rows))
    found = db.session.get(Exhibitor, left[0][1])
    return Next(found, len(rows), rows.index(left[0]) + 1)


@dataclass(frozen=True)
class Refused:
    """Who could not be decided about, and why."""

    name: str
    error: DomainError


@dataclass(frozen=True)
class Outcome:
    """What came of deciding about many."""

    done: tuple[UUID, ...]
    refused: tuple[Refused, ...]


def decide_all(
    exhibitors: Iterable[Exhibitor], state: State | None, now: datetime, actor: str, collected: bool
) -> Outcome:
    """Decide alike about many, or undo it (None); who cannot be decided about stays as it is.

    Inside one transaction of the caller.
    """
    done, refused = [], []
    # All who do so lock them in the same order.
    for exhibitor in sorted(exhibitors, key=lambda each: each.id):
        try:
            if state is None:
                undo(exhibitor, now, actor)
            else:
                decide(exhibitor, state, now, actor, collected=collected)
        except DomainError as error:
            refused.append(Refused(exhibitor.name, error))
        else:
            done.append(exhibitor.id)
    return Outcome(tuple(done), tuple(refused))
