"""How the door stands, for who watches it: who came, how devices fare, what was done by hand."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, lazyload

from ortenaudigital.bookings.holds.queries import count_held
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.checkin.models import (
    BY_HAND,
    Admission,
    AdmissionCount,
    Device,
    Scan,
    WalkInShare,
)
from ortenaudigital.checkin.queries import windows_of
from ortenaudigital.checkin.rules import begins_at, expected
from ortenaudigital.events.models import Checkpoint, Day, Event, TicketType
from ortenaudigital.events.queries import entrance_of, list_ticket_types
from ortenaudigital.events.rules import CheckpointKind
from ortenaudigital.kernel.db import db

SILENT_AFTER = timedelta(minutes=2)


@dataclass(frozen=True)
class Count:
    """How many came, out of how many; some are out again, some came without a ticket.

    `cancelled`: how many came whose ticket was cancelled. They are among those expected.
    """

    came: int = 0
    out: int = 0
    walk_ins: int = 0
    cancelled: int = 0
    expected: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(
            self.came + other.came,
            self.out + other.out,
            self.walk_ins + other.walk_ins,
            self.cancelled + other.cancelled,
            self.expected + other.expected,
        )


@dataclass(frozen=True)
class Attendance:
    """Who came to an event: `counts` by the ids of day and ticket type, where there is any."""

    ticket_types: Sequence[TicketType]
    counts: dict[tuple[int, int], Count]

    def of(self, day: Day, ticket_type: TicketType) -> Count | None:
        """Return the count of a type on a day; None if its tickets are not for that day."""
        return self.counts.get((day.id, ticket_type.id))

    def total(self, day: Day) -> Count:
        """Return the sum of a day."""
        found = (count for (day_id, _), count in self.counts.items() if day_id == day.id)
        return sum(found, Count())


def attendance(event: Event) -> Attendance:
    """Count who came and who is expected, on every day of an event."""
    ticket_types = list_ticket_types(event)
    came, shares, held = _came(event), _shares(event), count_held(event)
    # Whom helpers let in on a day that the ticket is not for.
    counts = {key: replace(each, expected=expected(None, each.came)) for key, each in came.items()}
    for ticket_type in ticket_types:
        # Not by counting tickets, of which there may be many; shares of phones, and what is held
        # for somebody, are places without one yet.
        without = shares.get(ticket_type.id, 0) + held.get(ticket_type.id, 0)
        valid = ticket_type.taken - without
        for day in ticket_type.days:
            count = came.get((day.id, ticket_type.id), Count())
            number = expected(valid, count.came, count.cancelled)
            counts[day.id, ticket_type.id] = replace(count, expected=number)
    return Attendance(ticket_types, counts)


def _came(event: Event) -> dict[tuple[int, int], Count]:
    counted = AdmissionCount
    rows = db.session.execute(
        select(
            Checkpoint.day_id,
            counted.ticket_type_id,
            func.sum(counted.admitted),
            func.sum(counted.outside),
            func.sum(counted.walk_ins),
            func.sum(counted.cancelled),
        )
        .join(Checkpoint, Checkpoint.id == counted.checkpoint_id)
        .join(Day, Day.id == Checkpoint.day_id)
        .where(
            Checkpoint.kind == CheckpointKind.ENTRANCE,
            Day.event_id == event.id,
            counted.admitted > 0,
        )
        .group_by(Checkpoint.day_id, counted.ticket_type_id)
    )
    return {(day, kind): Count(*map(int, numbers)) for day, kind, *numbers in rows}


def _shares(event: Event) -> dict[int, int]:
    rows = db.session.execute(
        select(WalkInShare.ticket_type_id, func.sum(WalkInShare.number - WalkInShare.used))
        .join(TicketType, TicketType.id == WalkInShare.ticket_type_id)
        .where(TicketType.event_id == event.id)
        .group_by(WalkInShare.ticket_type_id)
    )
    return dict(rows.all())


def count_since(day: Day, since: datetime) -> int:
    """Count who was let in at the entrance of a day from a moment on."""
    query = select(func.count()).where(
        Admission.checkpoint_id == entrance_of(day), Admission.admitted_at >= since
    )
    return db.session.scalar(query) or 0


@dataclass(frozen=True)
class InsideCount:
    """How many came to a checkpoint inside the house, and how many of them are out again."""

    checkpoint: Checkpoint
    came: int
    out: int


def list_inside(day: Day) -> list[InsideCount]:
    """Count who was let in at each checkpoint of a day but its entrance."""
    query = (
        select(Checkpoint, func.sum(AdmissionCount.admitted), func.sum(AdmissionCount.outside))
        .outerjoin(AdmissionCount, AdmissionCount.checkpoint_id == Checkpoint.id)
        .where(Checkpoint.day_id == day.id, Checkpoint.kind == CheckpointKind.INSIDE)
        .options(lazyload(Checkpoint.day))
        .group_by(Checkpoint.id)
        .order_by(Checkpoint.position)
    )
    rows = db.session.execute(query)
    return [InsideCount(each, int(came or 0), int(out or 0)) for each, came, out in rows]


class Trouble(StrEnum):
    """Why an organiser should look after a device."""

    SILENT = "silent"
    OUTDATED = "outdated"


@dataclass(frozen=True)
class DeviceHealth:
    """A device that is in use, and what is wrong with it."""

    device: Device
    troubles: Sequence[Trouble]


def list_health(event: Event, version: str, now: datetime) -> list[DeviceHealth]:
    """List the phones of an event that are in use, by name; `version` is the newest of the app."""
    query = select(Device).where(
        Device.event_id == event.id,
        Device.paired_at.is_not(None),
        Device.revoked_at.is_(None),
        Device.on_paper.is_(False),
    )
    query = query.order_by(Device.name, Device.id).options(lazyload(Device.shares))
    devices = db.session.scalars(query)
    doors_open = any(day.opens_at <= now < day.closes_at for day in event.days)
    return [DeviceHealth(each, _troubles(each, version, doors_open, now)) for each in devices]


def _troubles(device: Device, version: str, doors_open: bool, now: datetime) -> list[Trouble]:
    seen = device.last_seen_at
    silent = seen is None or now - seen > SILENT_AFTER
    found = [Trouble.SILENT] if silent and (device.unsent or doors_open) else []
    # A phone that has said nothing of its version yet may have the newest.
    if device.app_version and device.app_version != version:
        found.append(Trouble.OUTDATED)
    return found


# Who it was about; the other tickets of a booking are not of interest.
_NAMED = joinedload(Scan.ticket).joinedload(Ticket.booking).lazyload(Booking.tickets)


def list_deeds(event: Event, day: Day, most: int | None = None) -> Sequence[Scan]:
    """List what helpers did by hand on a day, the latest first: let in, took back, gave tickets."""
    windows = windows_of(event)
    starts = begins_at(windows, day.date, event.timezone)
    ends = begins_at(windows, day.date + timedelta(days=1), event.timezone)
    query = (
        select(Scan)
        # From the index of what was done by hand, not from all that the event's devices scanned.
        .where(
            Scan.device.has(Device.event_id == event.id),
            BY_HAND,
            Scan.scanned_at >= starts,
            Scan.scanned_at < ends,
        )
        .options(
            _NAMED,
            joinedload(Scan.device).lazyload(Device.shares),
            joinedload(Scan.checkpoint),
        )
        .order_by(Scan.scanned_at.desc(), Scan.id.desc())
        .limit(most)
    )
    return db.session.scalars(query).unique().all()


def list_scans(ticket_ids: Sequence[UUID]) -> Sequence[Scan]:
    """List what happened to tickets at the door, the earliest first."""
    query = select(Scan).where(Scan.ticket_id.in_(ticket_ids))
    query = query.options(joinedload(Scan.checkpoint))
    return db.session.scalars(query.order_by(Scan.scanned_at, Scan.id)).unique().all()
