"""Questions about events."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from ortenaudigital.db import db
from ortenaudigital.events.errors import UnknownEvent
from ortenaudigital.events.models import Day, Event, TicketType
from ortenaudigital.events.rules import Access


@dataclass(frozen=True)
class Capacity:
    """The places of an event that the public can book."""

    quota: int
    taken: int

    @property
    def left(self) -> int:
        """Return how many places are still to be had."""
        return self.quota - self.taken


def find_event(slug: str) -> Event | None:
    """Find an event by its name in addresses."""
    return db.session.scalar(select(Event).where(Event.slug == slug))


def get_event(slug: str) -> Event:
    """Return an event by its name in addresses. Raises UnknownEvent."""
    event = find_event(slug)
    if event is None:
        raise UnknownEvent(slug=slug)
    return event


def list_events() -> Sequence[Event]:
    """List all events, the latest first."""
    latest = select(func.max(Day.date)).where(Day.event_id == Event.id).scalar_subquery()
    return db.session.scalars(select(Event).order_by(latest.desc(), Event.id)).all()


def list_upcoming_events(now: datetime) -> Sequence[Event]:
    """List the events whose last day is not over, the next first."""
    end = select(func.max(Day.closes_at)).where(Day.event_id == Event.id).scalar_subquery()
    start = select(func.min(Day.opens_at)).where(Day.event_id == Event.id).scalar_subquery()
    return db.session.scalars(select(Event).where(end > now).order_by(start, Event.id)).all()


def list_past_events(now: datetime) -> Sequence[Event]:
    """List the events that are over, the latest first."""
    end = select(func.max(Day.closes_at)).where(Day.event_id == Event.id).scalar_subquery()
    return db.session.scalars(select(Event).where(end <= now).order_by(end.desc())).all()


def list_ticket_types(event: Event, access: Access | None = None) -> Sequence[TicketType]:
    """List the ticket types of an event in their order, all or those of one access."""
    query = select(TicketType).where(TicketType.event_id == event.id)
    if access is not None:
        query = query.where(TicketType.access == access)
    query = query.options(selectinload(TicketType.days)).order_by(TicketType.position)
    return db.session.scalars(query).all()


def public_capacity(event: Event) -> Capacity:
    """Count the places that the public can book."""
    query = select(
        func.coalesce(func.sum(TicketType.quota), 0), func.coalesce(func.sum(TicketType.taken), 0)
    ).where(TicketType.event_id == event.id, TicketType.access == Access.PUBLIC)
    quota, taken = db.session.execute(query).one()
    return Capacity(quota, taken)
