"""What can be done with devices: pair a phone, know it again, revoke it."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import bindparam, select, update

from ortenaudigital.audit.service import record
from ortenaudigital.checkin.errors import DeviceRefused, PairingExpired
from ortenaudigital.checkin.models import Device
from ortenaudigital.codes import random_token
from ortenaudigital.db import db, row_count
from ortenaudigital.events.models import Day, Event

PAIRING_TIME = timedelta(hours=24)
SEEN_EVERY = timedelta(seconds=30)
KEPT_AFTER = timedelta(days=1)

_CLOSES_AT = (
    select(Day.closes_at)
    .where(Day.event_id == Device.event_id)
    .order_by(Day.date.desc())
    .limit(1)
    .scalar_subquery()
)
_PAIRED = select(
    Device.id,
    Device.name,
    Device.event_id,
    Device.last_seen_at,
    Device.revoked_at,
    Event.timezone,
    _CLOSES_AT.label("closes_at"),
).join(Event, Event.id == Device.event_id)
_BY_TOKEN = _PAIRED.where(Device.token_hash == bindparam("hashed"))


@dataclass(frozen=True)
class PairedDevice:
    """A phone that may scan, with the zone of its event."""

    id: int
    name: str
    event_id: int
    timezone: str
    last_seen_at: datetime | None


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def pairing_url(secret: str) -> str:
    """Return the link that pairs a phone. The secret is in the fragment: no log ever sees it."""
    return f"{current_app.config['BASE_URL']}/einlass/#koppeln={secret}"


def prepare_device(event: Event, name: str, now: datetime, actor: str) -> tuple[Device, str]:
    """Make a device and the one-time secret that pairs a phone with it within a day."""
    secret = random_token()
    device = Device(
        event_id=event.id,
        name=name,
        pairing_hash=_hash(secret),
        pairing_ends_at=now + PAIRING_TIME,
        created_at=now,
    )
    db.session.add(device)
    db.session.flush()
    record("checkin.device_prepared", f"device:{device.id}", actor, now)
    return device, secret


def pair(secret: str, now: datetime) -> tuple[Device, str]:
    """Pair the phone that shows the secret; return the device and its token.

    The secret works once. Raises PairingExpired.
    """
    token = random_token()
    guarded = (
        update(Device)
        .where(
            Device.pairing_hash == _hash(secret),
            Device.paired_at.is_(None),
            Device.revoked_at.is_(None),
            Device.pairing_ends_at > now,
        )
        .values(paired_at=now, last_seen_at=now, token_hash=_hash(token))
    )
    if row_count(db.session.execute(guarded)) != 1:
        raise PairingExpired()
    device = db.session.scalars(select(Device).where(Device.token_hash == _hash(token))).one()
    record("checkin.device_paired", f"device:{device.id}", device.name, now)
    return device, token


def get_device_by_token(token: str, now: datetime) -> PairedDevice:
    """Return the device a token belongs to. Raises DeviceRefused."""
    row = db.session.execute(_BY_TOKEN, {"hashed": _hash(token)}).one_or_none()
    if row is None or row.revoked_at is not None or now >= row.closes_at + KEPT_AFTER:
        raise DeviceRefused()
    return PairedDevice(row.id, row.name, row.event_id, row.timezone, row.last_seen_at)


def revoke(device: Device, now: datetime, actor: str) -> None:
    """Lock a device out at once; revoking twice changes nothing."""
    if device.revoked_at is None:
        device.revoked_at = now
        record("checkin.device_revoked", f"device:{device.id}", actor, now)
