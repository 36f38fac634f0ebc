"""Questions about the door."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import subqueryload

from ortenaudigital.bookings.holds.models import Hold, HoldState
from ortenaudigital.checkin.errors import UnknownCheckpoint, UnknownDevice
from ortenaudigital.checkin.models import (
    Admission,
    AdmissionCount,
    Device,
    VisitorCount,
    WalkInShare,
)
from ortenaudigital.checkin.rules import DayWindow, date_at, key_of
from ortenaudigital.events.models import Checkpoint, Day, Event, Quota, TicketType, admits_to
from ortenaudigital.events.queries import entrance_of, list_checkpoints
from ortenaudigital.events.rules import CheckpointKind
from ortenaudigital.kernel.clock import local, moment_of_step
from ortenaudigital.kernel.db import db

BUCKET = timedelta(minutes=5)
# Who is in the house is counted there; other checkpoints are within it.
_AT_ENTRANCE = Checkpoint.kind == CheckpointKind.ENTRANCE


def list_devices(event: Event) -> Sequence[Device]:
    """List the devices of an event, the newest first."""
    query = select(Device).where(Device.event_id == event.id).order_by(Device.id.desc())
    return db.session.scalars(query.options(subqueryload(Device.shares))).all()


def find_devices(words: str, events: Collection[int] | None, most: int) -> Sequence[int]:
    """Return the ids of the devices of events, or of all, whose name has some words; the newest."""
    query = select(Device.id).where(Device.name.icontains(words.strip(), autoescape=True))
    if events is not None:
        query = query.where(Device.event_id.in_(events))
    return db.session.scalars(query.order_by(Device.id.desc()).limit(most)).all()


def find_device_names(device_ids: Collection[int]) -> dict[int, str]:
    """Return the names of devices."""
    query = select(Device.id, Device.name).where(Device.id.in_(device_ids))
    return dict(db.session.execute(query).all())


def get_device(event: Event, device_id: int) -> Device:
    """Return a device of an event. Raises UnknownDevice."""
    device = db.session.get(Device, device_id)
    if device is None or device.event_id != event.id:
        raise UnknownDevice()
    return device


def get_checkpoint(event: Event, checkpoint_id: int) -> Checkpoint:
    """Return a checkpoint of an event. Raises UnknownCheckpoint."""
    checkpoint = db.session.get(Checkpoint, checkpoint_id)
    if checkpoint is None or checkpoint.day.event_id != event.id:
        raise UnknownCheckpoint()
    return checkpoint


def get_checkpoint_by_key(event: Event, key: str) -> Checkpoint:
    """Return the checkpoint of an event that a key names. Raises UnknownCheckpoint."""
    for each in list_checkpoints(event):
        if key_of(each.day.date, each.slug) == key:
            return each
    raise UnknownCheckpoint()


def list_admissions(ticket_ids: Sequence[UUID]) -> Sequence[Admission]:
    """List the admissions of tickets, the earliest first."""
    query = select(Admission).where(Admission.ticket_id.in_(ticket_ids))
    return db.session.scalars(query.order_by(Admission.admitted_at)).all()


def find_let_in(ticket_ids: Sequence[UUID]) -> Sequence[UUID]:
    """Find which of some tickets were ever let in, at whatever checkpoint."""
    query = select(Admission.ticket_id).where(Admission.ticket_id.in_(ticket_ids)).distinct()
    return db.session.scalars(query).all()


def find_inside(ticket_ids: Sequence[UUID], now: datetime) -> Sequence[UUID]:
    """Find which of some tickets are inside: let in on a day that goes on, and not out again."""
    query = (
        select(Admission.ticket_id)
        .join(Checkpoint, Checkpoint.id == Admission.checkpoint_id)
        .join(Day, Day.id == Checkpoint.day_id)
        .where(
            _AT_ENTRANCE,
            Admission.ticket_id.in_(ticket_ids),
            Admission.left_at.is_(None),
            Day.closes_at > now,
        )
    )
    return db.session.scalars(query).all()


def tickets_let_in(day_ids: Sequence[int], inside: bool) -> Select[Any]:
    """Select the tickets that were let in at the entrances of days; or those that are in still.

    A question within others: the list of bookings asks it.
    """
    query = (
        select(Admission.ticket_id)
        .join(Checkpoint, Checkpoint.id == Admission.checkpoint_id)
        .where(Checkpoint.day_id.in_(day_ids), _AT_ENTRANCE)
    )
    return query.where(Admission.left_at.is_(None)) if inside else query


def count_let_in(day_ids: Sequence[int], inside: bool) -> int:
    """Count the tickets that `tickets_let_in` selects, from what is counted as it happens."""
    number = AdmissionCount.admitted - AdmissionCount.outside if inside else AdmissionCount.admitted
    query = (
        select(func.sum(number))
        .join(Checkpoint, Checkpoint.id == AdmissionCount.checkpoint_id)
        .where(Checkpoint.day_id.in_(day_ids), _AT_ENTRANCE)
    )
    return int(db.session.scalar(query) or 0)


def count_admissions(event: Event) -> dict[tuple[int, int], int]:
    """Count admissions at the entrances by (day id, ticket type id)."""
    rows = db.session.execute(
        select(Checkpoint.day_id, AdmissionCount.ticket_type_id, func.sum(AdmissionCount.admitted))
        .join(Checkpoint, Checkpoint.id == AdmissionCount.checkpoint_id)
        .join(Day, Day.id == Checkpoint.day_id)
        .where(_AT_ENTRANCE, Day.event_id == event.id, AdmissionCount.admitted > 0)
        .group_by(Checkpoint.day_id, AdmissionCount.ticket_type_id)
    )
    return {(day_id, type_id): int(number) for day_id, type_id, number in rows}


class Visitors(NamedTuple):
    """How many tickets were let in at an entrance, and how many of them are cancelled by now."""

    number: int = 0
    cancelled: int = 0


def count_visitors(event: Event) -> dict[int, Visitors]:
    """Count people by ticket type, however many days they came."""
    query = (
        select(VisitorCount.ticket_type_id, VisitorCount.number, VisitorCount.cancelled)
        .join(TicketType, TicketType.id == VisitorCount.ticket_type_id)
        .where(TicketType.event_id == event.id)
    )
    return {type_id: Visitors(*counts) for type_id, *counts in db.session.execute(query)}


def count_people_in(event: Event) -> int:
    """Count people of an event, however many days they came."""
    return sum(each.number for each in count_visitors(event).values())


def count_admitted(event: Event) -> dict[int, int]:
    """Count who was let in on each day, by its id: where most were, at the entrance or inside."""
    rows = db.session.execute(
        select(Checkpoint.day_id, func.sum(AdmissionCount.admitted))
        .join(Checkpoint, Checkpoint.id == AdmissionCount.checkpoint_id)
        .join(Day, Day.id == Checkpoint.day_id)
        .where(Day.event_id == event.id, AdmissionCount.admitted > 0)
        .group_by(Checkpoint.day_id, Checkpoint.id)
    )
    counts: dict[int, int] = {}
    for day_id, number in rows:
        counts[day_id] = max(counts.get(day_id, 0), int(number))
    return counts


def count_in(day: Day | None) -> tuple[int, int]:
    """Return how many were let in at the entrance of a day, and how many are expected there."""
    if day is None:
        return 0, 0
    # Not by counting rows: there may be many.
    inside = select(func.sum(AdmissionCount.admitted)).where(
        AdmissionCount.checkpoint_id == entrance_of(day)
    )
    return int(db.session.scalar(inside) or 0), count_expected(day)


def count_expected(day: Day) -> int:
    """Count the valid tickets of a day, and who was let in without one; see `rules.expected`."""
    types = select(admits_to.c.ticket_type_id).where(admits_to.c.day_id == day.id)
    # Shares and holds are places without a ticket yet.
    own = TicketType.quota_id == Quota.id
    taken = select(func.sum(Quota.taken)).join(TicketType, own).where(TicketType.id.in_(types))
    held = select(func.sum(WalkInShare.number - WalkInShare.used)).where(
        WalkInShare.ticket_type_id.in_(types)
    )
    holds = select(func.sum(Hold.number)).where(
        Hold.ticket_type_id.in_(types), Hold.state == HoldState.OPEN
    )
    without = case(
        (AdmissionCount.ticket_type_id.in_(types), AdmissionCount.cancelled),
        else_=AdmissionCount.admitted,
    )
    came = select(func.sum(without)).where(AdmissionCount.checkpoint_id == entrance_of(day))
    numbers = [int(db.session.scalar(query) or 0) for query in (taken, held, holds, came)]
    return numbers[0] - numbers[1] - numbers[2] + numbers[3]


def arrivals(event: Event) -> dict[int, list[tuple[datetime, int]]]:
    """Count admissions at the entrances in steps of five minutes by the id of the day.

    Empty steps are left out.
    """
    rows = db.session.execute(
        select(Checkpoint.day_id, AdmissionCount.step, func.sum(AdmissionCount.admitted))
        .join(Checkpoint, Checkpoint.id == AdmissionCount.checkpoint_id)
        .join(Day, Day.id == Checkpoint.day_id)
        .where(_AT_ENTRANCE, Day.event_id == event.id, AdmissionCount.admitted > 0)
        .group_by(Checkpoint.day_id, AdmissionCount.step)
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
