"""Phones by the tokens that they show, and what is known of them.

What a token stands for is kept for two seconds in each process, since phones ask often. In the
process that locks or revokes a phone it is forgotten with the commit. A scan reads anew how its
phone stands, in the question that reads everything else.
"""

import hashlib
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, event, func, select, text

from ortenaudigital.checkin.errors import DeviceRefused
from ortenaudigital.checkin.models import Device
from ortenaudigital.events.models import Day, Event
from ortenaudigital.events.rules import RETENTION
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.driver import Driver, Prepared

# After the event no list is given out, but what a phone still holds is taken until the data goes.
OVER_AFTER = timedelta(days=1)
SEEN_EVERY = timedelta(seconds=30)
KNOWN_SECONDS = 2.0
MOST_KNOWN = 1000

_CLOSES_AT = (
    select(func.max(Day.closes_at)).where(Day.event_id == Device.event_id).scalar_subquery()
)
# What is known of a phone wherever it is asked for; see read_paired.
PAIRED = select(
    Device.id,
    Device.name,
    Device.event_id,
    Device.last_seen_at,
    Device.created_at,
    Device.revoked_at,
    Device.locked_at,
    Device.may_override,
    Event.timezone,
    Event.reentry,
    _CLOSES_AT.label("closes_at"),
).join(Event, Event.id == Device.event_id)
_BY_TOKEN = PAIRED.where(Device.token_hash == bindparam("hashed"))
_SEEN = Prepared(text("UPDATE device SET last_seen_at = :now WHERE id = :device"))


class PairedRow(NamedTuple):
    """A row of `PAIRED`."""

    id: int
    name: str
    event_id: int
    last_seen_at: datetime | None
    created_at: datetime
    revoked_at: datetime | None
    locked_at: datetime | None
    may_override: bool
    timezone: str
    reentry: bool
    closes_at: datetime


@dataclass(frozen=True)
class PairedDevice:
    """A phone that may scan, with what its verdicts depend on.

    `vouched_for`: an organiser enters what it scanned, whatever has become of it since. `on_paper`:
    what it says of the time was written down by somebody, and is no clock.
    """

    id: int
    name: str
    event_id: int
    timezone: str
    last_seen_at: datetime | None
    made_at: datetime
    reentry: bool = False
    may_override: bool = False
    locked: bool = False
    over: bool = False
    vouched_for: bool = False
    on_paper: bool = False


def fingerprint_of(secret: str) -> bytes:
    """Return what is kept of a secret: 32 bytes."""
    return hashlib.sha256(secret.encode()).digest()


def get_device_by_token(token: str, now: datetime) -> PairedDevice:
    """Return the device a token belongs to. Raises DeviceRefused."""
    row = db.session.execute(_BY_TOKEN, {"hashed": fingerprint_of(token)}).one_or_none()
    if row is None:
        raise DeviceRefused()
    return read_paired(PairedRow(*row), now)


def read_paired(row: PairedRow, now: datetime) -> PairedDevice:
    """Return the device of a row. Raises DeviceRefused if it was cut off."""
    if row.revoked_at is not None or now >= row.closes_at + RETENTION:
        raise DeviceRefused()
    return PairedDevice(
        id=row.id,
        name=row.name,
        event_id=row.event_id,
        timezone=row.timezone,
        last_seen_at=row.last_seen_at,
        made_at=row.created_at,
        reentry=row.reentry,
        may_override=row.may_override,
        locked=row.locked_at is not None,
        over=now >= row.closes_at + OVER_AFTER,
    )


def give_sign(driver: Driver, device: PairedDevice, now: datetime) -> None:
    """Note that a device was heard of, though not with every scan."""
    if device.last_seen_at is None or now - device.last_seen_at > SEEN_EVERY:
        driver.run(_SEEN, {"device": device.id, "now": now})


class _Known:
    """What was read of devices within the last two seconds, by the fingerprint of their token."""

    def __init__(self) -> None:
        self.devices: dict[bytes, tuple[float, PairedDevice]] = {}
        self.forgotten = 0


_known = _Known()


def know_device(token: str, now: datetime) -> PairedDevice:
    """Return the device a token belongs to, as it stood two seconds ago at most.

    Raises DeviceRefused.
    """
    key, moment, forgotten = fingerprint_of(token), time.monotonic(), _known.forgotten
    until, device = _known.devices.get(key, (0.0, None))
    if device is not None and moment < until:
        return device
    device = get_device_by_token(token, now)
    # What was read before somebody locked it is kept by nobody.
    if forgotten == _known.forgotten:
        if len(_known.devices) >= MOST_KNOWN:
            _known.devices.clear()
        _known.devices[key] = moment + KNOWN_SECONDS, device
    return device


def forget_devices() -> None:
    """Ask the database again for each device, since something about one has changed."""
    _known.forgotten += 1
    _known.devices.clear()


def forget_with_commit() -> None:
    """Forget devices once what is changed about them holds."""
    event.listen(db.session(), "after_commit", lambda _: forget_devices(), once=True)
