"""An event as the pages of its guests show it: plain values, kept by each process for a moment.

Templates name the same attributes as of `models.Event`. Nothing is decided upon these values:
whoever books is judged by the database.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, exists, select

from ortenaudigital.events.models import Day, Event, EventTown, TicketType, admits_to
from ortenaudigital.events.rules import Access, EventState, Organising, street_and_town
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.guests.fair.published import IS_PUBLISHED
from ortenaudigital.kernel.db.kept import Kept, kept
from ortenaudigital.kernel.db.questions import ask
from ortenaudigital.kernel.text import sort_key
from ortenaudigital.towns.models import Town


@dataclass(frozen=True)
class ShownDay:
    """One date of an event."""

    id: int
    date: date
    opens_at: datetime
    closes_at: datetime
    title: Mapping[str, str]


@dataclass(frozen=True)
class ShownType:
    """A kind of ticket, and the days it admits to."""

    title: Mapping[str, str]
    days: tuple[ShownDay, ...]
    asks: bool
    is_public: bool
    max_per_booking: int


@dataclass(frozen=True)
class ShownTown:
    """A town that holds an event."""

    short_name: str


@dataclass(frozen=True)
class ShownEvent:
    """An event with its days, its ticket types by id, and its towns, the host first."""

    slug: str
    title: str
    timezone: str
    venue_name: str
    venue_town: str
    address: str
    directions: Mapping[str, str]
    contact: str
    version: int
    is_cancelled: bool
    has_needs: bool
    # Whether exhibitors are there, to whom a guest may hand a contact.
    has_fair: bool
    days: tuple[ShownDay, ...]
    ticket_types: Mapping[int, ShownType]
    organisers: tuple[ShownTown, ...]

    @property
    def ends_at(self) -> datetime:
        """Return when the last day is over."""
        return self.days[-1].closes_at


def show_event(event_id: int, version: int) -> ShownEvent:
    """Return an event as it is in this version, read at most once in a moment."""
    events: Kept[int, ShownEvent] = kept("events")
    return events.get(event_id, lambda: _read(event_id), lambda event: event.version == version)


_OF_EVENT: BindParameter[int] = bindparam("event_id")
_EVENT = select(
    *(Event.slug, Event.title, Event.timezone, Event.version, Event.state),
    *(Event.venue_name, Event.venue_town, Event.venue_address, Event.contact_email),
    Event.needs,
    Event.directions,
    exists().where(Exhibitor.event_id == Event.id, *IS_PUBLISHED).label("has_fair"),
).where(Event.id == _OF_EVENT)
_DAYS = (
    select(Day.id, Day.date, Day.opens_at, Day.closes_at, Day.title)
    .where(Day.event_id == _OF_EVENT)
    .order_by(Day.date)
)
_TYPES = (
    select(
        *(TicketType.id, TicketType.title, TicketType.access, TicketType.max_per_booking),
        *(TicketType.questions, admits_to.c.day_id),
    )
    .outerjoin(admits_to, admits_to.c.ticket_type_id == TicketType.id)
    .where(TicketType.event_id == _OF_EVENT)
)
_TOWNS = (
    select(EventTown.role, Town.short_name, Town.email)
    .join(Town, Town.id == EventTown.town_id)
    .where(EventTown.event_id == _OF_EVENT)
)


def _read(event_id: int) -> ShownEvent:
    of_event = {"event_id": event_id}
    (event,) = ask(_EVENT, of_event)
    days = tuple(ShownDay(**row._mapping) for row in ask(_DAYS, of_event))
    towns = ask(_TOWNS, of_event)
    hosts = [town for town in towns if town.role is Organising.HOST]
    others = [town for town in towns if town.role is not Organising.HOST]
    others.sort(key=lambda town: sort_key(town.short_name))
    return ShownEvent(
        slug=event.slug,
        title=event.title,
        timezone=event.timezone,
        venue_name=event.venue_name,
        venue_town=event.venue_town,
        address=street_and_town(event.venue_name, event.venue_address, event.venue_town),
        directions=event.directions,
        contact=event.contact_email or (hosts[0].email if hosts else ""),
        version=event.version,
        is_cancelled=event.state is EventState.CANCELLED,
        has_needs=bool(event.needs),
        has_fair=event.has_fair,
        days=days,
        ticket_types=_types(days, ask(_TYPES, of_event)),
        organisers=tuple(ShownTown(town.short_name) for town in [*hosts, *others]),
    )


def _types(days: tuple[ShownDay, ...], rows: Any) -> dict[int, ShownType]:
    admitted = {(row.id, row.day_id) for row in rows}
    return {
        row.id: ShownType(
            title=row.title,
            days=tuple(day for day in days if (row.id, day.id) in admitted),
            asks=bool(row.questions),
            is_public=row.access == Access.PUBLIC,
            max_per_booking=row.max_per_booking,
        )
        for row in rows
    }
