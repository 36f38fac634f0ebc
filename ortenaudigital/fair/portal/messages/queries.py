"""Questions about messages."""

from collections.abc import Sequence

from sqlalchemy import func, select

from ortenaudigital.events.models import Event
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.portal.messages.models import Message
from ortenaudigital.kernel.db import db

MOST_SHOWN = 200


def list_messages(exhibitor: Exhibitor) -> Sequence[Message]:
    """List what was written between an exhibitor and the organisers, the latest first."""
    query = select(Message).where(Message.exhibitor_id == exhibitor.id)
    latest = query.order_by(Message.written_at.desc(), Message.id.desc())
    return db.session.scalars(latest.limit(MOST_SHOWN)).all()


def list_open_messages(event: Event) -> Sequence[Message]:
    """List what exhibitors of an event wrote and nobody has answered, the oldest first."""
    query = select(Message).where(Message.event_id == event.id, Message.answered_at.is_(None))
    oldest = query.order_by(Message.written_at, Message.id)
    return db.session.scalars(oldest.limit(MOST_SHOWN)).all()


def count_open_messages(event: Event) -> int:
    """Count what exhibitors of an event wrote and nobody has answered."""
    query = select(func.count()).where(Message.event_id == event.id, Message.answered_at.is_(None))
    return db.session.scalar(query) or 0
