"""Questions about events."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, and_, func, or_, select
from sqlalchemy.orm import selectinload

from ortenaudigital.events.errors import UnknownEvent
from ortenaudigital.events.models import (
    Checkpoint,
    Day,
    Event,
    Quota,
    TicketType,
    admits_to,
    draws_on,
)
from ortenaudigital.events.rules import (
    PUBLIC_STATES,
    Access,
    CheckpointKind,
    EventState,
    most_tickets,
)
from ortenaudigital.kernel.db import db

# As `Quota.left` says it.
_LEFT = Quota.size - Quota.taken - Quota.freed - Quota.saved
# What lists of organisers show: an event that is being erased loses its days one by one.
IS_THERE = Event.state != EventState.ERASING
_WITH_PLACES = (selectinload(TicketType.days), selectinload(TicketType.draws_on))


@dataclass(frozen=True)
class Capacity:
    """How many tickets of some types there can be together, and how many are still to be had."""

    size: int = 0
    left: int = 0


def find_event(slug: str) -> Event | None:
    """Find an event by its name in addresses; one that is being erased is there no more."""
    return db.session.scalar(select(Event).where(Event.slug == slug, IS_THERE))


def get_event(slug: str) -> Event:
    """Return an event by its name in addresses. Raises UnknownEvent."""
    event = find_event(slug)
    if event is None:
        raise UnknownEvent(slug=slug)
    return event


def get_public_event(slug: str) -> Event:
    """Return an event that everybody may see. Raises UnknownEvent, for a draft as well."""
    event = get_event(slug)
    if event.is_draft:
        raise UnknownEvent(slug=slug)
    return event


class EventName(NamedTuple):
    """What a list that only leads to events needs of each."""

    id: int
    slug: str
    title: str
    last: date | None


def list_event_names(ids: Collection[int] | None = None) -> Sequence[EventName]:
    """List all events or those with these ids, the latest first."""
    latest = select(func.max(Day.date)).where(Day.event_id == Event.id).scalar_subquery()
    query = select(Event.id, Event.slug, Event.title, latest).where(IS_THERE)
    query = query.order_by(latest.desc(), Event.id)
    if ids is not None:
        query = query.where(Event.id.in_(ids))
    return [EventName(*row) for row in db.session.execute(query)]


def title_of_event(event_id: int) -> str:
    """Return what an event is called."""
    return db.session.scalars(select(Event.title).where(Event.id == event_id)).one()


def find_current_event(ids: Collection[int] | None, now: datetime) -> str | None:
    """Find the slug of the next event that is not over, else of the latest, of all or of these."""
    end = select(func.max(Day.closes_at)).where(Day.event_id == Event.id).scalar_subquery()
    start = select(func.min(Day.opens_at)).where(Day.event_id == Event.id).scalar_subquery()
    own = IS_THERE if ids is None else and_(IS_THERE, Event.id.in_(ids))
    upcoming = select(Event.slug).where(own, end > now).order_by(start, Event.id).limit(1)
    latest = select(Event.slug).where(own, end <= now).order_by(end.desc()).limit(1)
    return db.session.scalar(upcoming) or db.session.scalar(latest)


def list_upcoming_events(now: datetime, *, drafts: bool = False) -> Sequence[Event]:
    """List the public events whose last day is not over, the next first; on wish drafts too."""
    end = select(func.max(Day.closes_at)).where(Day.event_id == Event.id).scalar_subquery()
    start = select(func.min(Day.opens_at)).where(Day.event_id == Event.id).scalar_subquery()
    query = select(Event).where(end > now, _shown(drafts)).order_by(start, Event.id)
    types = selectinload(Event.ticket_types).lazyload(TicketType.days)
    return db.session.scalars(query.options(types, selectinload(Event.town_links))).all()


def list_past_events(now: datetime) -> Sequence[Event]:
    """List the public events that are over, the latest first."""
    end = select(func.max(Day.closes_at)).where(Day.event_id == Event.id).scalar_subquery()
    query = select(Event).where(end <= now, _shown(drafts=False)).order_by(end.desc())
    return db.session.scalars(query).all()


def _shown(drafts: bool) -> ColumnElement[bool]:
    return IS_THERE if drafts else Event.state.in_(PUBLIC_STATES)


def list_ticket_types(event: Event, access: Access | None = None) -> Sequence[TicketType]:
    """List the ticket types of an event in their order, all or those of one access."""
    query = select(TicketType).where(TicketType.event_id == event.id)
    if access is not None:
        query = query.where(TicketType.access == access)
    query = query.options(*_WITH_PLACES).order_by(TicketType.position)
    return db.session.scalars(query).all()


def list_quotas(event: Event) -> Sequence[Quota]:
    """List all quotas of an event, the oldest first."""
    query = select(Quota).where(Quota.event_id == event.id)
    return db.session.scalars(query.order_by(Quota.id)).all()


def entrance_of(day: Day) -> ScalarSelect[int]:
    """Say in SQL which checkpoint is the entrance of a day."""
    query = select(Checkpoint.id).where(
        Checkpoint.day_id == day.id, Checkpoint.kind == CheckpointKind.ENTRANCE
    )
    return query.scalar_subquery()


def list_checkpoints(event: Event) -> Sequence[Checkpoint]:
    """List the checkpoints of an event in the order of its days, each entrance first."""
    query = select(Checkpoint).join(Day).where(Day.event_id == event.id)
    return db.session.scalars(query.order_by(Day.date, Checkpoint.position)).all()


def _admits_after(now: datetime) -> ColumnElement[bool]:
    """Say in SQL whether a ticket type still admits to a day that is not over."""
    return (
        select(admits_to.c.day_id)
        .join(Day, Day.id == admits_to.c.day_id)
        .where(admits_to.c.ticket_type_id == TicketType.id, Day.closes_at > now)
        .exists()
    )


# From when to when a type can be booked: its own moments go before those of the event.
opens_at = func.coalesce(TicketType.booking_opens_at, Event.booking_opens_at)
closes_at = func.coalesce(TicketType.booking_closes_at, Event.booking_closes_at)


def _is_open(now: datetime) -> ColumnElement[bool]:
    """Say in SQL whether the window of a ticket type is open; the event is joined."""
    return and_(or_(opens_at.is_(None), opens_at <= now), or_(closes_at.is_(None), closes_at > now))


def list_bookable_types(event: Event, now: datetime) -> Sequence[TicketType]:
    """List the ticket types that everyone may book now, those whose days are over left out."""
    query = (
        select(TicketType)
        .join(Event, Event.id == TicketType.event_id)
        .where(TicketType.event_id == event.id, TicketType.access == Access.PUBLIC)
        .where(_admits_after(now), _is_open(now))
        .options(*_WITH_PLACES)
    )
    return db.session.scalars(query.order_by(TicketType.position)).all()


def capacity_of(ticket_types: Iterable[TicketType]) -> Capacity:
    """Count the places of some ticket types, those that they share only once."""
    draws = [each.draws_on for each in ticket_types]
    sizes = {quota.id: (quota.size, quota.left) for quotas in draws for quota in quotas}
    return _capacity([[quota.id for quota in quotas] for quotas in draws], sizes)


def public_capacities(events: Sequence[Event], now: datetime) -> dict[int, Capacity]:
    """Count by event the places that the public can book now, those of past days left out."""
    query = (
        select(TicketType.event_id, TicketType.id, Quota.id, Quota.size, _LEFT)
        .join(draws_on, draws_on.c.ticket_type_id == TicketType.id)
        .join(Quota, Quota.id == draws_on.c.quota_id)
        .join(Event, Event.id == TicketType.event_id)
        .where(TicketType.event_id.in_([event.id for event in events]))
        .where(TicketType.access == Access.PUBLIC, _admits_after(now), _is_open(now))
    )
    draws: dict[int, dict[int, list[int]]] = {event.id: {} for event in events}
    sizes: dict[int, tuple[int | None, int | None]] = {}
    for event_id, type_id, quota_id, size, left in db.session.execute(query):
        draws[event_id].setdefault(type_id, []).append(quota_id)
        sizes[quota_id] = size, None if left is None else max(int(left), 0)
    return {event_id: _capacity(types.values(), sizes) for event_id, types in draws.items()}


def find_flagship(events: Sequence[Event], capacities: Mapping[int, Capacity]) -> Event | None:
    """Find the event that comes first on the home page: that with most places for the public.

    Of equals the next one; nothing that was called off, unless there is nothing else.
    """
    taking_place = [event for event in events if not event.is_cancelled] or events
    return max(taking_place, key=lambda event: capacities[event.id].size, default=None)


def _capacity(
    draws: Collection[Collection[int]], sizes: Mapping[int, tuple[int | None, int | None]]
) -> Capacity:
    limited = {key: size for key, (size, _) in sizes.items() if size is not None}
    left = {key: each for key, (_, each) in sizes.items() if each is not None}
    return Capacity(most_tickets(draws, limited), most_tickets(draws, left))
