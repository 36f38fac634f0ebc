"""Questions about the door."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from ortenaudigital.checkin.errors import UnknownDevice
from ortenaudigital.checkin.models import (
    Admission,
    AdmissionCount,
    Device,
    Scan,
    VisitorCount,
    WalkInShare,
)
from ortenaudigital.checkin.rules import DayWindow, date_at
from ortenaudigital.events.models import Day, Event, Quota, TicketType, admits_to
from ortenaudigital.kernel.clock import local, moment_of_step
from ortenaudigital.kernel.db import db

BUCKET = timedelta(minutes=5)


def list_devices(event: Event) -> Sequence[Device]:
    """List the devices of an event, the newest first."""
    query = select(Device).where(Device.event_id == event.id).order_by(Device.id.desc())
    return db.session.scalars(query).all()


def get_device(event: Event, device_id: int) -> Device:
    """Return a device of an event. Raises UnknownDevice."""
    device = db.session.get(Device, device_id)
    if device is None or device.event_id != event.id:
        raise UnknownDevice()
    return device


def find_scan(scan_id: UUID) -> Scan | None:
    """Find a scan that was stored before."""
    return db.session.scalar(select(Scan).where(Scan.scan_id == scan_id))


def find_event_day(event_id: int, date: date) -> Day | None:
    """Find the day of an event on a date."""
    return db.session.scalar(select(Day).where(Day.event_id == event_id, Day.date == date))


def door_date(event_id: int, zone: str, at: datetime) -> date:
    """Return the date that a moment belongs to at the door of an event."""
    today = local(at, zone).date()
    near = [today - timedelta(days=1), today]
    query = select(Day.date, Day.opens_at, Day.closes_at)
    rows = db.session.execute(query.where(Day.event_id == event_id, Day.date.in_(near)))
    return date_at([DayWindow(*row) for row in rows], at, zone)


def list_admissions(ticket_ids: Sequence[UUID]) -> Sequence[Admission]:
    """List the admissions of tickets, the earliest first."""
    query = select(Admission).where(Admission.ticket_id.in_(ticket_ids))
    return db.session.scalars(query.order_by(Admission.admitted_at)).all()


def find_inside(ticket_ids: Sequence[UUID], now: datetime) -> Sequence[UUID]:
    """Find which of some tickets are inside: let in on a day that goes on, and not out again."""
    query = (
        select(Admission.ticket_id)
        .join(Day, Day.id == Admission.day_id)
        .where(
            Admission.ticket_id.in_(ticket_ids),
            Admission.left_at.is_(None),
            Day.closes_at > now,
        )
    )
    return db.session.scalars(query).all()


def count_admissions(event: Event) -> dict[tuple[int, int], int]:
    """Count admissions by (day id, ticket type id)."""
    rows = db.session.execute(
        select(
            AdmissionCount.day_id, AdmissionCount.ticket_type_id, func.sum(AdmissionCount.admitted)
        )
        .join(Day, Day.id == AdmissionCount.day_id)
        .where(Day.event_id == event.id, AdmissionCount.admitted > 0)
        .group_by(AdmissionCount.day_id, AdmissionCount.ticket_type_id)
    )
    return {(day_id, type_id): int(number) for day_id, type_id, number in rows}


def count_people_in(event: Event) -> int:
    """Count the tickets that were let in at least once: people, however many days they came."""
    query = (
        select(func.sum(VisitorCount.number))
        .join(TicketType, TicketType.id == VisitorCount.ticket_type_id)
        .where(TicketType.event_id == event.id)
    )
    return int(db.session.scalar(query) or 0)


def count_admitted(event: Event) -> dict[int, int]:
    """Count who was let in on each day of an event, by the id of the day."""
    counts: dict[int, int] = {}
    for (day_id, _), number in count_admissions(event).items():
        counts[day_id] = counts.get(day_id, 0) + number
    return counts


def count_in(day: Day | None) -> tuple[int, int]:
    """Return how many were let in on a day and how many valid tickets it has."""
    if day is None:
        return 0, 0
    # Not by counting rows: phones ask for it all day.
    inside = select(func.sum(AdmissionCount.admitted)).where(AdmissionCount.day_id == day.id)
    types = select(admits_to.c.ticket_type_id).where(admits_to.c.day_id == day.id)
    # Shares are places without a ticket yet.
    own = TicketType.quota_id == Quota.id
    taken = select(func.sum(Quota.taken)).join(TicketType, own).where(TicketType.id.in_(types))
    held = select(func.sum(WalkInShare.number - WalkInShare.used)).where(
        WalkInShare.ticket_type_id.in_(types)
    )
    expected = (db.session.scalar(taken) or 0) - (db.session.scalar(held) or 0)
    return int(db.session.scalar(inside) or 0), expected


def arrivals(event: Event) -> dict[int, list[tuple[datetime, int]]]:
    """Count admissions in steps of five minutes by the id of the day, empty steps left out."""
    rows = db.session.execute(
        select(AdmissionCount.day_id, AdmissionCount.step, func.sum(AdmissionCount.admitted))
        .join(Day, Day.id == AdmissionCount.day_id)
        .where(Day.event_id == event.id, AdmissionCount.admitted > 0)
        .group_by(AdmissionCount.day_id, AdmissionCount.step)
        .order_by(AdmissionCount.step)
    )
    counts: dict[int, list[tuple[datetime, int]]] = {day.id: [] for day in event.days}
    for day_id, step, number in rows:
        shown = local(moment_of_step(step, BUCKET), event.timezone)
        counts[day_id].append((shown, int(number)))
    return counts


def windows_of(event: Event) -> list[DayWindow]:
    """Return when the doors of an event are open, by date."""
    return [DayWindow(day.date, day.opens_at, day.closes_at) for day in event.days]


def today(event: Event, now: datetime) -> Day | None:
    """Return the day of the event that is today where it takes place."""
    here = date_at(windows_of(event), now, event.timezone)
    return next((day for day in event.days if day.date == here), None)
