"""What can be done with devices: pair a phone, know it again, revoke it."""

from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import select, text, update

from ortenaudigital.audit.commands import record
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
        device.may_override = allowed
        record(
            "checkin.override_set",
            f"device:{device.id}",
            actor,
            now,
            event_id=device.event_id,
            allowed=allowed,
        )


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
        device.checkpoint_id = chosen
        title = checkpoint.title if checkpoint else {}
        record(
            "checkin.checkpoint_set",
            f"device:{device.id}",
            actor,
            now,
            event_id=device.event_id,
            title=title,
        )


def lock(device: Device, now: datetime, actor: str) -> None:
    """Lock a device for the time being: it shows nothing, but still delivers what it holds."""
    lock_row(device)
    forget_with_commit()
    if device.locked_at is None:
        device.locked_at = now
        record("checkin.device_locked", f"device:{device.id}", actor, now, event_id=device.event_id)


def unlock(device: Device, now: datetime, actor: str) -> None:
    """Let a locked device go on."""
    lock_row(device)
    forget_with_commit()
    if device.locked_at is not None:
        device.locked_at = None
        record(
            "checkin.device_unlocked", f"device:{device.id}", actor, now, event_id=device.event_id
        )


def revoke(device: Device, now: datetime, actor: str) -> None:
    """Lock a device out for good; revoking twice changes nothing."""
    lock_row(device)
    forget_with_commit()
    if device.revoked_at is None:
        device.revoked_at = now
        db.session.flush()
        record(
            "checkin.device_revoked", f"device:{device.id}", actor, now, event_id=device.event_id
        )
