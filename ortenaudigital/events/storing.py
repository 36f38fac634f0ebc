"""How an event file gets into the tables, without taking away what people rely on."""

from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from itertools import chain, count
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, IntegrityError

from ortenaudigital.events.errors import EventFileError
from ortenaudigital.events.models import Day, Event, TicketType
from ortenaudigital.events.plan import DayPlan, EventFile, EventPlan, TicketTypePlan, VenuePlan
from ortenaudigital.events.queries import find_event
from ortenaudigital.events.rights import Change, DayRights, Rights, TypeRights
from ortenaudigital.events.rules import opening_hours
from ortenaudigital.kernel.db import database_words, db

# Where days wait while they change places: no file may name a date of that year.
_ASIDE = date(1900, 1, 1)


def lock_event(slug: str) -> Event | None:
    """Find an event and lock all that people rely on: event, ticket types, days, in this order.

    Bookings and scans change the row of the ticket type first, so that who books at this moment is
    waited for and seen.
    """
    event = find_event(slug)
    if event is None:
        return None
    # Not stronger: bookings refer to the event before they come to the ticket type.
    of_event = select(Event.id).where(Event.id == event.id)
    db.session.execute(of_event.with_for_update(key_share=True))
    for table in (TicketType, Day):
        rows = select(table.id).where(table.event_id == event.id).order_by(table.id)
        db.session.execute(rows.with_for_update())
    db.session.expire_all()
    return event


def rights_of(event: Event, holders: Mapping[int, int], admitted: Mapping[int, int]) -> Rights:
    """Return what people rely on now; `holders` and `admitted` count by the id of the day."""
    types = event.ticket_types
    return Rights(
        place=_place(event.venue_name, event.venue_address, event.venue_town),
        days={
            day.date: DayRights(
                _shown(day.opens_at, event.timezone),
                _shown(day.closes_at, event.timezone),
                tickets=sum(each.taken for each in types if day in each.days),
                holders=holders.get(day.id, 0),
                admitted=admitted.get(day.id, 0),
            )
            for day in event.days
        },
        types={
            each.slug: TypeRights(frozenset(day.date for day in each.days), each.quota, each.taken)
            for each in types
        },
    )


def rights_in(file: EventFile) -> Rights:
    """Return what people could rely on after an import."""
    venue = file.event.venue
    return Rights(
        place=_place(venue.name, venue.address, venue.town),
        days={
            plan.date: _planned_day(plan, file.event.timezone, i)
            for i, plan in enumerate(file.days)
        },
        types={
            plan.slug: TypeRights(frozenset(plan.admits_to), plan.quota, index=i)
            for i, plan in enumerate(file.ticket_types)
        },
    )


def _planned_day(plan: DayPlan, zone: str, index: int) -> DayRights:
    opens_at, closes_at = opening_hours(plan.date, plan.opens, plan.closes, zone)
    return DayRights(_shown(opens_at, zone), _shown(closes_at, zone), index=index)


def _shown(value: datetime, zone: str) -> datetime:
    return value.astimezone(ZoneInfo(zone))


def _place(name: str, address: str, town: str) -> str:
    return ", ".join(filter(None, [name, address, town]))


def store(event: Event | None, file: EventFile, change: Change) -> Event:
    """Store a file that was compared; days that are in it no more stay until `drop_days`."""
    if change.faults:
        raise EventFileError(list(change.faults))
    if event is None:
        event = Event(slug=file.event.slug, days=[], ticket_types=[], calendar_sequence=0)
        db.session.add(event)
    elif change.in_calendars:
        event.calendar_sequence += 1
    _move_days(event, {each.was: each.becomes for each in change.days})
    with _at("event"):
        _store_event_section(event, file.event)
    for i, plan in enumerate(file.days):
        with _at(f"day[{i}]"):
            _store_day(event, plan)
    _delete_unused(event.ticket_types, {plan.slug for plan in file.ticket_types})
    types = {each.slug: each for each in event.ticket_types}
    for i, type_plan in enumerate(file.ticket_types):
        with _at(f"ticket_type[{i}]"):
            _store_ticket_type(event, types.get(type_plan.slug), type_plan, i)
    return event


def drop_days(event: Event, file: EventFile) -> None:
    """Delete the days that a file names no more; until now types and stands referred to them."""
    _delete_unused(event.days, {plan.date for plan in file.days})
    db.session.expire(event, ["days", "ticket_types"])


@contextmanager
def _at(place: str) -> Iterator[None]:
    try:
        yield
        db.session.flush()
    except DBAPIError as error:
        raise EventFileError([f"{place}: the database says: {database_words(error)}"]) from error
    except OverflowError as error:
        # The driver of SQLite refuses by itself what does not fit.
        raise EventFileError([f"{place}: the database says: {error}"]) from error


def _move_days(event: Event, moves: Mapping[date, date]) -> None:
    moved = [day for day in event.days if moves.get(day.date, day.date) != day.date]
    if not moved:
        return
    wanted = [moves[day.date] for day in moved]
    # Two days may change places, and no two may ever have one date.
    for number, day in enumerate(moved):
        day.date = _ASIDE + timedelta(days=number)
    db.session.flush()
    for day, becomes in zip(moved, wanted, strict=True):
        day.date = becomes
    db.session.flush()


def _store_day(event: Event, plan: DayPlan) -> None:
    day = next((each for each in event.days if each.date == plan.date), None)
    if day is None:
        day = Day(date=plan.date, calendar_key=_calendar_key(event.days, plan.date))
        event.days.append(day)
    hours = opening_hours(plan.date, plan.opens, plan.closes, event.timezone)
    day.opens_at, day.closes_at = hours
    day.title = dict(plan.title or {})
    day.audience = plan.audience


def _calendar_key(days: Sequence[Day], date: date) -> str:
    """Return a name for a day in calendars that no other day has, moved ones included."""
    taken = {day.calendar_key for day in days}
    names = chain([date.isoformat()], (f"{date}-{number}" for number in count(2)))
    return next(name for name in names if name not in taken)


def _delete_unused(stored: Sequence[TicketType] | Sequence[Day], wanted: Set[str | date]) -> None:
    faults = []
    for thing in stored:
        name = thing.slug if isinstance(thing, TicketType) else thing.date
        if name in wanted:
            continue
        try:
            with db.session.begin_nested():
                db.session.delete(thing)
        except IntegrityError:
            faults.append(f"{thing.__tablename__}: {name} is gone, but past bookings refer to it")
    if faults:
        raise EventFileError(faults)


def _store_event_section(event: Event, plan: EventPlan) -> None:
    event.title = plan.title
    event.claim = dict(plan.claim or {})
    event.summary = dict(plan.summary or {})
    event.timezone = plan.timezone
    event.organisers = list(plan.organisers)
    event.contact_email = plan.contact_email
    event.booking_opens_at = plan.booking_opens
    event.booking_closes_at = plan.booking_closes
    event.applications_close_at = plan.applications_close
    event.certificate = plan.certificate
    event.reentry = plan.reentry
    _store_venue(event, plan.venue)


def _store_venue(event: Event, plan: VenuePlan) -> None:
    event.venue_name = plan.name
    event.venue_town = plan.town
    event.venue_address = plan.address
    event.directions = dict(plan.directions or {})


def _store_ticket_type(
    event: Event, ticket_type: TicketType | None, plan: TicketTypePlan, position: int
) -> None:
    if ticket_type is None:
        ticket_type = TicketType(slug=plan.slug, taken=0)
        event.ticket_types.append(ticket_type)
    ticket_type.position = position
    ticket_type.title = dict(plan.title)
    ticket_type.quota = plan.quota
    ticket_type.max_per_booking = plan.max_per_booking
    ticket_type.access = plan.access.value
    ticket_type.questions = [question.model_dump() for question in plan.questions]
    ticket_type.days = [day for day in event.days if day.date in plan.admits_to]
