"""The days of an event in the addresses of the door's pages."""

from datetime import datetime

from werkzeug.exceptions import NotFound

from ortenaudigital.checkin.queries import today
from ortenaudigital.events.models import Day, Event, TicketType


def day_of(event: Event, date: str) -> Day:
    """Return the day that an address names. Raises NotFound."""
    for day in event.days:
        if day.date.isoformat() == date:
            return day
    raise NotFound()


def day_to_watch(event: Event, now: datetime) -> Day:
    """Return today's day, else the next one, else the last."""
    coming = (day for day in event.days if day.closes_at > now)
    return today(event, now) or next(coming, event.last_day)


def type_of(event: Event, day: Day, slug: str) -> TicketType | None:
    """Return the ticket type that an address asks for, None if for none. Raises NotFound."""
    if not slug:
        return None
    for ticket_type in event.ticket_types:
        if ticket_type.slug == slug and day in ticket_type.days:
            return ticket_type
    raise NotFound()
