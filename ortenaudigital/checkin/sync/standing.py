"""How the door stands for a phone, asked anew at each contact by one question."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select

from ortenaudigital.bookings.holds.models import Hold, HoldState
from ortenaudigital.checkin.models import AdmissionCount, Device, WalkInShare
from ortenaudigital.checkin.rules import expected
from ortenaudigital.checkin.sync.door_event import DoorDay, DoorEvent, door_event
from ortenaudigital.checkin.sync.feed import EPOCH, Position
from ortenaudigital.events.models import Event, Quota, TicketType, draws_on
from ortenaudigital.kernel.db.driver import Driver, Prepared, reading
from ortenaudigital.kernel.db.lists import listed


@dataclass(frozen=True)
class DoorStanding:
    """A phone, its event, and what holds now.

    `checkpoint_id` is None at the entrance of the day that it is. `day` is that of where it scans,
    `inside` how many are in there, `expected` how many there are to be. `shares` are the places
    that the phone holds for walk-ins, `left` those that are still to be had, by ticket type.
    """

    event: DoorEvent
    name: str
    may_override: bool
    locked: bool
    checkpoint_id: int | None
    shares: Mapping[int, int]
    day: DoorDay | None
    inside: int
    expected: int
    left: Mapping[int, int]
    cursor: str


_FREE = WalkInShare.number - WalkInShare.used
# Real places: by how many more the type is overbooked is for guests who booked, and may not come.
_LEFT = (
    select(func.min(Quota.size - Quota.extra - Quota.taken - Quota.freed - Quota.saved))
    .join(draws_on, draws_on.c.quota_id == Quota.id)
    .where(draws_on.c.ticket_type_id == TicketType.id)
    .scalar_subquery()
)
_SHARED = func.coalesce(
    select(func.sum(_FREE)).where(WalkInShare.ticket_type_id == TicketType.id).scalar_subquery(), 0
)
_HELD = _SHARED + func.coalesce(
    select(func.sum(Hold.number))
    .where(Hold.ticket_type_id == TicketType.id, Hold.state == HoldState.OPEN)
    .scalar_subquery(),
    0,
)
_TYPES = (
    select(TicketType.id, TicketType.revision, Quota.taken, _LEFT.label("left"))
    .add_columns(_HELD.label("held"))
    .join(Quota, Quota.id == TicketType.quota_id)
    .where(TicketType.event_id == bindparam("event"))
    .order_by(TicketType.id)
)
_SHARES = select(WalkInShare.ticket_type_id, _FREE.label("free")).where(
    WalkInShare.device_id == bindparam("device")
)
# Not by counting rows, and only of one checkpoint: phones ask for it all day.
_INSIDE = (
    select(
        AdmissionCount.ticket_type_id,
        func.sum(AdmissionCount.admitted).label("came"),
        func.sum(AdmissionCount.cancelled).label("cancelled"),
    )
    .where(
        AdmissionCount.checkpoint_id == func.coalesce(Device.checkpoint_id, bindparam("entrance"))
    )
    .group_by(AdmissionCount.ticket_type_id)
    .correlate(Device)
)
_STANDING = Prepared(
    select(Event.version, Device.name, Device.may_override, Device.locked_at, Device.checkpoint_id)
    .add_columns(EPOCH, listed(_TYPES), listed(_SHARES), listed(_INSIDE))
    .join(Event, Event.id == Device.event_id)
    .where(Device.id == bindparam("device"))
)


def read_standing(device_id: int, event_id: int, now: datetime) -> DoorStanding:
    """Read how the door stands, for a device of an event."""
    with reading() as driver:
        event = door_event(event_id)
        standing, version = _standing(driver, device_id, event_id, event, now)
        if version != event.version:
            event = door_event(event_id, version)
            standing, _ = _standing(driver, device_id, event_id, event, now)
        return standing


def _standing(
    driver: Driver, device_id: int, event_id: int, event: DoorEvent, now: datetime
) -> tuple[DoorStanding, int]:
    """Return the standing, and the version of the event by then."""
    today = event.day_at(now)
    own = {"device": device_id, "event": event_id, "entrance": today and today.entrance_id}
    (row,) = driver.rows(_STANDING, own)
    version, name, may_override, locked_at, checkpoint_id, epoch, *lists = row
    types, shares, came = (json.loads(each or "[]") for each in lists)
    is_known = checkpoint_id in event.checkpoints
    day = event.day_of(checkpoint_id) if is_known else today
    standing = DoorStanding(
        event=event,
        name=name,
        may_override=bool(may_override),
        locked=locked_at is not None,
        checkpoint_id=checkpoint_id if is_known else None,
        shares=dict(shares),
        day=day,
        inside=sum(number for _, number, _ in came) if day else 0,
        expected=_expected(event, day, types, came) if day else 0,
        left={type_id: max(left or 0, 0) for type_id, _, _, left, _ in types},
        cursor=str(Position(epoch or "", {type_id: revision for type_id, revision, *_ in types})),
    )
    return standing, version


def _expected(
    event: DoorEvent,
    day: DoorDay,
    types: Iterable[tuple[int, int, int, int, int]],
    came: Iterable[tuple[int, int, int]],
) -> int:
    """Count who is expected; shares and holds are places without a ticket yet."""
    valid = {
        type_id: taken - (held or 0)
        for type_id, _, taken, _, held in types
        if type_id in event.types and day.window.date in event.types[type_id].days
    }
    inside = {type_id: numbers for type_id, *numbers in came}
    return sum(
        expected(valid.get(type_id), *inside.get(type_id, (0, 0)))
        for type_id in valid.keys() | inside.keys()
    )
