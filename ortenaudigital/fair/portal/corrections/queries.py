"""Questions about corrections."""

from collections.abc import Sequence

from sqlalchemy import select

from ortenaudigital.events.models import Event
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.applications.rules import AT_STAKE
from ortenaudigital.fair.portal.corrections.models import Correction
from ortenaudigital.fair.portal.corrections.rules import Outcome
from ortenaudigital.kernel.db import db


def find_last(exhibitor: Exhibitor) -> Correction | None:
    """Find what an exhibitor last wanted to be otherwise."""
    query = select(Correction).where(Correction.exhibitor_id == exhibitor.id)
    return db.session.scalar(query.order_by(Correction.id.desc()).limit(1))


def find_open(exhibitor: Exhibitor) -> Correction | None:
    """Find what waits for the organisers; nothing does of who is at stake no more."""
    last = find_last(exhibitor)
    waits = last is not None and last.outcome is Outcome.OPEN and exhibitor.state in AT_STAKE
    return last if waits else None


def list_open_corrections(event: Event) -> Sequence[Correction]:
    """List what waits for the organisers, the oldest first."""
    query = (
        select(Correction)
        .join(Exhibitor, Exhibitor.id == Correction.exhibitor_id)
        .where(Correction.event_id == event.id, Correction.outcome == Outcome.OPEN)
        .where(Exhibitor.state.in_(AT_STAKE))
    )
    return db.session.scalars(query.order_by(Correction.asked_at, Correction.id)).all()
