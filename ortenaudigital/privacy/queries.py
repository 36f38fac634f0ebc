"""Who is to be forgotten: by the days of their own tickets, else by the end of their event.

Nothing here asks for a flag alone: what is there and due is found, whatever happened to its event.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from ortenaudigital.audit.models import Entry
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.checkin.models import Device, Scan
from ortenaudigital.events.models import Day, Event, admits_to
from ortenaudigital.events.rules import RETENTION
from ortenaudigital.fair.models import Exhibitor
from ortenaudigital.fair.rules import State
from ortenaudigital.kernel.db import db
from ortenaudigital.privacy.columns import NO_CONTACT, NO_ENTRY, NOBODY, ROLES
from ortenaudigital.privacy.models import Erasure


def due_bookings(until: datetime) -> Select[Any]:
    """Select the ids of the bookings whose last day was 28 days before `until`, or earlier."""
    days = (
        select(Day.id)
        .join(admits_to, admits_to.c.day_id == Day.id)
        .join(Ticket, Ticket.ticket_type_id == admits_to.c.ticket_type_id)
        .where(Ticket.booking_id == Booking.id)
        .correlate(Booking)
    )
    later = days.where(Day.closes_at > until - RETENTION).exists()
    over = and_(~later, or_(days.exists(), _event_over(Booking.event_id, until)))
    named = exists().where(Ticket.booking_id == Booking.id, Ticket.name != "")
    left = or_(Booking.erased_at.is_(None), named, _is_filled(Booking, NOBODY))
    return select(Booking.id).where(over, left)


def due_exhibitors(until: datetime) -> Select[Any]:
    """Select the ids of the exhibitors whose event ended 28 days before `until`, or earlier."""
    unpublished = and_(Exhibitor.state != State.ACCEPTED, _is_filled(Exhibitor, NO_ENTRY))
    left = or_(Exhibitor.erased_at.is_(None), unpublished, _is_filled(Exhibitor, NO_CONTACT))
    return select(Exhibitor.id).where(_event_over(Exhibitor.event_id, until), left)


def due_devices(until: datetime) -> Select[Any]:
    """Select the ids of the devices whose names are to be forgotten; the list on paper has none."""
    named = Device.name != "#" + cast(Device.id, String)
    over = _event_over(Device.event_id, until)
    return select(Device.id).where(over, named, Device.on_paper.is_(False))


def due_reasons(until: datetime) -> Select[Any]:
    """Select the ids of the scans whose reasons, which may name somebody, are to be forgotten."""
    over = exists().where(Device.id == Scan.device_id, _event_over(Device.event_id, until))
    old = Scan.received_at <= until - RETENTION
    return select(Scan.id).where(Scan.reason != "", or_(old, over))


def due_entries(until: datetime) -> Select[Any]:
    """Select the ids of the records of who did what to an event, its devices, or its paper."""
    devices = select("device:" + cast(Device.id, String)).where(_event_over(Device.event_id, until))
    events = select("event:" + cast(Event.id, String)).where(_event_over(Event.id, until))
    about = or_(Entry.subject.in_(devices), Entry.subject.in_(events))
    return select(Entry.id).where(Entry.actor.not_in(ROLES), about)


def _event_over(event_id: InstrumentedAttribute[int], until: datetime) -> ColumnElement[bool]:
    return ~exists().where(Day.event_id == event_id, Day.closes_at > until - RETENTION)


def _is_filled(table: Any, blank: Mapping[str, str]) -> ColumnElement[bool]:
    return or_(*(getattr(table, name) != value for name, value in blank.items()))


def count_due(until: datetime) -> tuple[int, int, int]:
    """Count bookings, exhibitors, and the rest that is due by a moment."""
    numbers = [
        db.session.scalar(select(func.count()).select_from(due(until).subquery())) or 0
        for due in (due_bookings, due_exhibitors, due_devices, due_reasons, due_entries)
    ]
    return numbers[0], numbers[1], sum(numbers[2:])


def announced_until() -> datetime | None:
    """Return up to which moment erasures are announced and not carried out yet."""
    return db.session.scalar(select(func.max(Erasure.due_until)).where(Erasure.done_at.is_(None)))


def next_erasure() -> Erasure | None:
    """Return the announced erasure that is to be carried out first."""
    query = select(Erasure).where(Erasure.done_at.is_(None)).order_by(Erasure.due_until)
    return db.session.scalar(query.limit(1))
