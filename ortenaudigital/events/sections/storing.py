"""How an event file gets into the tables, without taking away what people rely on."""

from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, IntegrityError

from ortenaudigital.events.errors import EventFileError
from ortenaudigital.events.messages.wholes import whole_fault
from ortenaudigital.events.models import Checkpoint, Day, Event, Quota, TicketType
from ortenaudigital.events.places import tell_freed
from ortenaudigital.events.queries import find_event, list_quotas
from ortenaudigital.events.rights import Change, DayRights, QuotaRights, Rights, TypeRights
from ortenaudigital.events.rules import EventState, extra_places, opening_hours
from ortenaudigital.events.sections.days import DayPlan, store_day
from ortenaudigital.events.sections.event_file import EventFile, store_event_section
from ortenaudigital.events.sections.quotas import store_quotas
from ortenaudigital.events.sections.ticket_types import TicketTypePlan, store_ticket_type
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.errors import database_words

# Where days wait while they change places: no file may name a date of that year.
_ASIDE = date(1900, 1, 1)


def lock_event(slug: str) -> Event | None:
    """Find an event and lock all that people rely on.

    In this order: event, ticket types, quotas, days, checkpoints. Bookings and scans change the row
    of the ticket type first, so that who books at this moment is waited for and seen.
    """
    event = find_event(slug)
    if event is None:
        return None
    # Not stronger: bookings refer to the event before they come to the ticket type.
    of_event = select(Event.id).where(Event.id == event.id)
    db.session.execute(of_event.with_for_update(key_share=True))
    for table in (TicketType, Quota, Day):
        rows = select(table.id).where(table.event_id == event.id).order_by(table.id)
        db.session.execute(rows.with_for_update())
    # Scans refer to them, and an import may take some away.
    checkpoints = select(Checkpoint.id).join(Day).where(Day.event_id == event.id)
    db.session.execute(checkpoints.order_by(Checkpoint.id).with_for_update(of=Checkpoint))
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
            each.slug: TypeRights(
                frozenset(day.date for day in each.days),
                each.quota.size,
                each.taken,
                granted=each.quota.granted,
            )
            for each in types
        },
        quotas={
            quota.slug: QuotaRights(quota.size or 0, granted=quota.granted)
            for each in types
            for quota in each.draws_on
            if quota.slug
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
            plan.slug: TypeRights(
                frozenset(plan.admits_to),
                _may_be_booked(plan),
                index=i,
                quotas=frozenset(plan.quotas),
            )
            for i, plan in enumerate(file.ticket_types)
        },
        quotas={
            plan.slug: QuotaRights(plan.size + extra_places(plan.size, plan.overbook), i)
            for i, plan in enumerate(file.quotas)
        },
    )


def _may_be_booked(plan: TicketTypePlan) -> int | None:
    return None if plan.quota is None else plan.quota + extra_places(plan.quota, plan.overbook)


def _planned_day(plan: DayPlan, zone: str, index: int) -> DayRights:
    opens_at, closes_at = opening_hours(plan.date, plan.opens, plan.closes, zone)
    hours = _shown(opens_at, zone), _shown(closes_at, zone)
    return DayRights(*hours, index=index, capacity=plan.capacity)


def _shown(value: datetime, zone: str) -> datetime:
    return value.astimezone(ZoneInfo(zone))


def _place(name: str, address: str, town: str) -> str:
    return ", ".join(filter(None, [name, address, town]))


def check_state(event: Event, file: EventFile) -> list[str]:
    """Say what is wrong with the state in a file; it may publish a draft, and nothing else."""
    wanted = file.event.state
    if wanted is None or wanted is event.state:
        return []
    if (event.state, wanted) == (EventState.DRAFT, EventState.PUBLISHED):
        return []
    command = {"draft": "withdraw", "published": "publish", "cancelled": "cancel"}[wanted]
    words = f"it is {event.state}; `flask event {command} {event.slug}` makes it {wanted}"
    return [f"event.state: {words}"]


def store(event: Event | None, file: EventFile, change: Change) -> Event:
    """Store a file that was compared; days that are in it no more stay until `drop_days`."""
    if change.faults:
        raise EventFileError(list(change.faults))
    if event is None:
        # Nobody sees what somebody is still writing, unless they say that it is ready.
        state = file.event.state or EventState.DRAFT
        event = Event(slug=file.event.slug, days=[], ticket_types=[], calendar_sequence=0)
        event.state = state
        db.session.add(event)
    elif change.in_calendars:
        event.calendar_sequence += 1
    event.state = file.event.state or event.state
    before = _places_left(event)
    _move_days(event, {each.was: each.becomes for each in change.days})
    with _at("event"):
        store_event_section(event, file.event)
    for i, plan in enumerate(file.days):
        with _at(f"day[{i}]"):
            store_day(event, plan)
    _delete_unused(event.ticket_types, {plan.slug for plan in file.ticket_types})
    types = {each.slug: each for each in event.ticket_types}
    for i, type_plan in enumerate(file.ticket_types):
        with _at(f"ticket_type[{i}]"):
            store_ticket_type(event, types.get(type_plan.slug), type_plan, i)
    with _at("quota"):
        store_quotas(event, file.quotas, file.days, file.ticket_types)
    tell_freed(_more_places(event, before))
    return event


@dataclass(frozen=True)
class _Left:
    """How many places were left, by the ids of quotas that limit something, and of types."""

    quotas: Mapping[int, int]
    types: Mapping[int, int]


def _places_left(event: Event) -> _Left:
    if not event.id:
        return _Left({}, {})
    quotas = {quota.id: quota.left for quota in list_quotas(event) if quota.left is not None}
    return _Left(quotas, {each.id: each.left for each in event.ticket_types})


def _more_places(event: Event, before: _Left) -> dict[int, int]:
    """Say which quotas have how many more places; one stands for any number without a limit."""
    now = {quota.id: quota.left for quota in list_quotas(event)}
    more = {
        key: 1 if (left := now.get(key)) is None else left - before.quotas[key]
        for key in now.keys() & before.quotas.keys()
    }
    found = {key: number for key, number in more.items() if number > 0}
    for each in event.ticket_types:
        grown = each.left - before.types.get(each.id, each.left)
        if grown > 0 and not found.keys() & {quota.id for quota in each.draws_on}:
            # It shares fewer places than before: what it has of its own is free now.
            found[each.quota_id] = grown
    return found


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


def _delete_unused(stored: Sequence[TicketType] | Sequence[Day], wanted: Set[str | date]) -> None:
    faults: list[str] = []
    for thing in stored:
        name = thing.slug if isinstance(thing, TicketType) else thing.date
        if name in wanted:
            continue
        try:
            with db.session.begin_nested():
                db.session.delete(thing)
        except IntegrityError:
            faults.append(whole_fault(thing.__tablename__, "past_bookings", name=name))
    if faults:
        raise EventFileError(faults)
