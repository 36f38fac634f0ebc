"""Questions about corrections."""

from collections.abc import Sequence

from sqlalchemy import func, select

from ortenaudigital.events.models import Event
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.portal.corrections.models import Correction
from ortenaudigital.fair.portal.corrections.rules import Outcome
from ortenaudigital.kernel.db import db


def find_last(exhibitor: Exhibitor) -> Correction | None:
    """Find what an exhibitor last wanted to be otherwise."""
    query = select(Correction).where(Correction.exhibitor_id == exhibitor.id)
    return db.session.scalar(query.order_by(Correction.id.desc()).limit(1))


def list_open_corrections(event: Event) -> Sequence[Correction]:
    """List what waits for the organisers, the oldest first."""
    query = select(Correction).where(
        Correction.event_id == event.id, Correction.outcome == Outcome.OPEN
    )
    return db.session.scalars(query.order_by(Correction.asked_at, Correction.id)).all()


def count_open_corrections(event: Event) -> int:
    """Count what waits for the organisers."""
    query = select(func.count()).where(
        Correction.event_id == event.id, Correction.outcome == Outcome.OPEN
    )
    return db.session.scalar(query) or 0
