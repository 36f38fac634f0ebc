"""What can be done with devices: pair a phone, know it again, revoke it."""

from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import select, text, update

from ortenaudigital.audit.commands import record
from ortenaudigital.audit.rules import from_to
from ortenaudigital.checkin.devices.paired import (
    PairedDevice,
    fingerprint_of,
    forget_with_commit,
)
from ortenaudigital.checkin.errors import PairingExpired, UnknownCheckpoint
from ortenaudigital.checkin.models import Device
from ortenaudigital.events.models import Checkpoint, Event
from ortenaudigital.kernel.codes import derive_digits, random_token
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.driver import Driver, Prepared
from ortenaudigital.kernel.db.rows import find_and_lock, row_count
from ortenaudigital.kernel.db.rows import lock as lock_row

PAIRING_TIME = timedelta(hours=24)
PIN_DIGITS = 4
_CONTACT = Prepared(
    text("""
        UPDATE device SET last_seen_at = :now, unsent = :unsent, app_version = :app_version
        WHERE id = :device
    """)
)


def pairing_url(secret: str) -> str:
    """Return the link that pairs a phone. The secret is in the fragment: no log ever sees it."""
    return f"{current_app.config['BASE_URL']}/einlass/#koppeln={secret}"


def pin_of(device: Device) -> str:
    """Return the PIN that the phone asks for after a break; it is derived, so nobody keeps it."""
    subject = f"{device.id}:{device.pairing_hash.hex()}"
    return derive_digits(str(current_app.config["TICKET_KEY"]), "pin", subject, PIN_DIGITS)


def prepare_device(
    event: Event, name: str, now: datetime, actor: str, may_override: bool = False
) -> tuple[Device, str]:
    """Make a device and the one-time secret that pairs a phone with it within a day."""
    secret = random_token()
    device = Device(
        event_id=event.id,
        name=name,
        pairing_hash=fingerprint_of(secret),
        pairing_ends_at=now + PAIRING_TIME,
        created_at=now,
        may_override=may_override,
    )
    db.session.add(device)
    db.session.flush()
    record("checkin.device_prepared", f"device:{device.id}", actor, now, event_id=device.event_id)
    return device, secret


def pair(secret: str, now: datetime) -> tuple[Device, str]:
    """Pair the phone that shows the secret; return the device and its token.

    The secret works once. Raises PairingExpired.
    """
    token = random_token()
    guarded = (
        update(Device)
        .where(
            Device.pairing_hash == fingerprint_of(secret),
            Device.paired_at.is_(None),
            Device.revoked_at.is_(None),
            Device.pairing_ends_at > now,
        )
        .values(paired_at=now, last_seen_at=now, token_hash=fingerprint_of(token))
    )
    if row_count(db.session.execute(guarded)) != 1:
        raise PairingExpired()
    device = db.session.scalars(
        select(Device).where(Device.token_hash == fingerprint_of(token))
    ).one()
    record(
        "checkin.device_paired", f"device:{device.id}", device.name, now, event_id=device.event_id
    )
    return device, token


def note_contact(
    driver: Driver, device: PairedDevice, unsent: int, app_version: str, now: datetime
) -> None:
    """Note what a device says of itself: how many scans it still holds, and which app it runs."""
    values = {"device": device.id, "unsent": unsent, "app_version": app_version, "now": now}
    driver.run(_CONTACT, values)


def set_override(device: Device, allowed: bool, now: datetime, actor: str) -> None:
    """Give a device the right to let in by hand, or take it away."""
    lock_row(device)
    if device.may_override != allowed:
        values = from_to({"may_override": device.may_override}, {"may_override": allowed})
        device.may_override = allowed
        _note(device, "checkin.override_set", now, actor, allowed=allowed, **values)


def set_checkpoint(
    device: Device, checkpoint: Checkpoint | None, now: datetime, actor: str
) -> None:
    """Set where a device scans; None is the entrance of the day. Raises UnknownCheckpoint.

    A phone that is offline learns of it at its next contact; each scan says where it was.
    """
    # The checkpoint first, as an import does that takes it away.
    if checkpoint is not None and find_and_lock(Checkpoint, checkpoint.id) is None:
        raise UnknownCheckpoint()
    lock_row(device)
    chosen = checkpoint.id if checkpoint else None
    if device.checkpoint_id != chosen:
        former = db.session.get(Checkpoint, device.checkpoint_id) if device.checkpoint_id else None
        device.checkpoint_id = chosen
        titles = [dict(each.title) if each else {} for each in (former, checkpoint)]
        values = from_to({"checkpoint": titles[0]}, {"checkpoint": titles[1]})
        _note(device, "checkin.checkpoint_set", now, actor, title=titles[1], **values)


def lock(device: Device, now: datetime, actor: str) -> None:
    """Lock a device for the time being: it shows nothing, but still delivers what it holds."""
    lock_row(device)
    forget_with_commit()
    if device.locked_at is None:
        was = _state_of(device)
        device.locked_at = now
        _note(device, "checkin.device_locked", now, actor, **_from(was, device))


def unlock(device: Device, now: datetime, actor: str) -> None:
    """Let a locked device go on."""
    lock_row(device)
    forget_with_commit()
    if device.locked_at is not None:
        was = _state_of(device)
        device.locked_at = None
        _note(device, "checkin.device_unlocked", now, actor, **_from(was, device))


def revoke(device: Device, now: datetime, actor: str) -> None:
    """Lock a device out for good; revoking twice changes nothing."""
    lock_row(device)
    forget_with_commit()
    if device.revoked_at is None:
        was = _state_of(device)
        device.revoked_at = now
        db.session.flush()
        _note(device, "checkin.device_revoked", now, actor, **_from(was, device))


def _state_of(device: Device) -> str:
    if device.revoked_at is not None:
        return "revoked"
    if device.locked_at is not None:
        return "locked"
    return "paired" if device.paired_at is not None else "unpaired"


def _from(was: str, device: Device) -> dict[str, Any]:
    return from_to({"device_state": was}, {"device_state": _state_of(device)})


def _note(device: Device, action: str, now: datetime, actor: str, **details: Any) -> None:
    subject, event_id = f"device:{device.id}", device.event_id
    record(action, subject, actor, now, event_id=event_id, **details)
