"""What can be done to an event: store a file of it, take places, give them back."""

from collections.abc import Sequence, Set
from datetime import date
from itertools import chain, count

from sqlalchemy import Integer, bindparam, update
from sqlalchemy.exc import IntegrityError

from ortenaudigital.db import db
from ortenaudigital.events.errors import EventFileError, SoldOut
from ortenaudigital.events.models import Day, Event, TicketType
from ortenaudigital.events.plan import DayPlan, EventFile, EventPlan, TicketTypePlan
from ortenaudigital.events.queries import find_event
from ortenaudigital.events.rules import opening_hours

# Built once: a statement that is made anew costs more to compile than to run.
_OF_TYPE = update(TicketType).where(TicketType.id == bindparam("ticket_type_id"))
_COUNT = bindparam("number", type_=Integer)
_TAKE = (
    _OF_TYPE.where(TicketType.taken + _COUNT <= TicketType.quota)
    .values(taken=TicketType.taken + _COUNT, changes=TicketType.changes + _COUNT)
    .returning(TicketType.changes)
    .execution_options(synchronize_session=False)
)
_RELEASE = _OF_TYPE.values(taken=TicketType.taken - _COUNT).execution_options(
    synchronize_session=False
)
_CHANGE = (
    _OF_TYPE.values(changes=TicketType.changes + _COUNT)
    .returning(TicketType.changes)
    .execution_options(synchronize_session=False)
)


def take_places(ticket_type_id: int, number: int) -> range:
    """Take places of a ticket type, all or none; return a change number for each. Raises SoldOut.

    The guarded UPDATE decides, however many ask at once.
    """
    values = {"ticket_type_id": ticket_type_id, "number": number}
    last = db.session.execute(_TAKE, values).scalar_one_or_none()
    if last is None:
        raise SoldOut()
    return range(last - number + 1, last + 1)


def release_places(ticket_type_id: int, number: int) -> None:
    """Give places of a ticket type back."""
    db.session.execute(_RELEASE, {"ticket_type_id": ticket_type_id, "number": number})


def next_changes(ticket_type_id: int, number: int = 1) -> range:
    """Draw numbers for changes to tickets of a type, for `Ticket.changed`.

    The row of the type stays locked until the commit, so that numbers come to light in their order
    and a phone that asks for all after N misses none. Draw before you change the ticket: who locks
    both rows the other way round waits for ever.
    """
    values = {"ticket_type_id": ticket_type_id, "number": number}
    last = db.session.execute(_CHANGE, values).scalar_one()
    return range(last - number + 1, last + 1)


def store_event(file: EventFile) -> Event:
    """Create or update the event of a file.

    Raises EventFileError, with every reason, if the file would take away what is booked.
    """
    event = find_event(file.event.slug)
    if event is None:
        event = Event(slug=file.event.slug, days=[], ticket_types=[])
        db.session.add(event)
    _check_bookings_survive(event, file)
    _store_event_section(event, file.event)
    _store_days(event, file.days)
    _store_ticket_types(event, file.ticket_types)
    # Days go last: until now a ticket type may have admitted to them.
    _delete_unused(event.days, {plan.date for plan in file.days})
    db.session.expire(event, ["days", "ticket_types"])
    return event


def _store_days(event: Event, plans: Sequence[DayPlan]) -> None:
    days = {day.date: day for day in event.days}
    for plan in plans:
        if plan.date not in days:
            day = Day(date=plan.date, calendar_key=free_calendar_key(event.days, plan.date))
            event.days.append(days.setdefault(plan.date, day))
        _store_day(event, days[plan.date], plan)


def free_calendar_key(days: Sequence[Day], date: date) -> str:
    """Return a name for a day in calendars that no other day has, moved ones included."""
    taken = {day.calendar_key for day in days}
    names = chain([date.isoformat()], (f"{date}-{number}" for number in count(2)))
    return next(name for name in names if name not in taken)


def _store_ticket_types(event: Event, plans: Sequence[TicketTypePlan]) -> None:
    _delete_unused(event.ticket_types, {plan.slug for plan in plans})
    types = {ticket_type.slug: ticket_type for ticket_type in event.ticket_types}
    for position, plan in enumerate(plans):
        if plan.slug not in types:
            types[plan.slug] = TicketType(slug=plan.slug, taken=0)
            event.ticket_types.append(types[plan.slug])
        _store_ticket_type(event, types[plan.slug], plan, position)
    db.session.flush()


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


def _check_bookings_survive(event: Event, file: EventFile) -> None:
    planned = {plan.slug: (i, plan) for i, plan in enumerate(file.ticket_types)}
    dates = {plan.date for plan in file.days}
    faults = []
    for ticket_type in event.ticket_types:
        if not ticket_type.taken:
            continue
        if ticket_type.slug not in planned:
            faults.append(
                f"ticket_type: {ticket_type.slug} is gone, but {ticket_type.taken} are booked"
            )
            continue
        i, plan = planned[ticket_type.slug]
        if plan.quota < ticket_type.taken:
            numbers = f"{plan.quota} is below the {ticket_type.taken} already booked"
            faults.append(f"ticket_type[{i}].quota: {numbers}")
        for day in ticket_type.days:
            if day.date not in dates:
                faults.append(f"day: {day.date} is gone, but {ticket_type.taken} are booked for it")
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
    event.venue_name = plan.venue.name
    event.venue_town = plan.venue.town
    event.venue_address = plan.venue.address
    event.directions = dict(plan.venue.directions or {})


def _store_day(event: Event, day: Day, plan: DayPlan) -> None:
    hours = opening_hours(plan.date, plan.opens, plan.closes, event.timezone)
    day.opens_at, day.closes_at = hours
    day.title = dict(plan.title or {})
    day.audience = plan.audience


def _store_ticket_type(
    event: Event, ticket_type: TicketType, plan: TicketTypePlan, position: int
) -> None:
    ticket_type.position = position
    ticket_type.title = dict(plan.title)
    ticket_type.quota = plan.quota
    ticket_type.max_per_booking = plan.max_per_booking
    ticket_type.access = plan.access.value
    ticket_type.questions = [question.model_dump() for question in plan.questions]
    ticket_type.days = [day for day in event.days if day.date in plan.admits_to]
