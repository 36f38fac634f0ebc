"""Tell exhibitors that their event has changed."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, select

from ortenaudigital.events.models import Event
from ortenaudigital.fair.applications.letters import EVENT_CHANGED
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.applications.rules import AT_STAKE
from ortenaudigital.kernel.db import db
from ortenaudigital.outbox.commands import About, Sending, enqueue
from ortenaudigital.queue.rules import Priority


def tell_exhibitors(event: Event, now: datetime, kind: str = EVENT_CHANGED) -> int:
    """Write to all exhibitors that the event has changed; return how many."""
    exhibitors = _concerned(event)
    batch = f"{kind}:{event.id}:{event.calendar_sequence}"
    for exhibitor_id, name in exhibitors:
        sending = Sending(Priority.BULK, batch, key=f"{batch}:{exhibitor_id}")
        enqueue(kind, About(exhibitor_id, name, event.id), now, sending)
    return len(exhibitors)


def count_concerned(event: Event) -> int:
    """Count the exhibitors whom a change of the event concerns."""
    return len(_concerned(event))


def _concerned(event: Event) -> Sequence[Row[UUID, str]]:
    # To an address that nobody has confirmed nothing is written but the request to do so.
    query = select(Exhibitor.id, Exhibitor.name).where(
        Exhibitor.event_id == event.id,
        Exhibitor.state.in_(AT_STAKE),
        Exhibitor.email != "",
    )
    return db.session.execute(query.order_by(Exhibitor.applied_at)).all()
