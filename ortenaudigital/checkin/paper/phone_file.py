"""Scans that a phone could not send any more, and saved as a file: entered as if it had."""

from datetime import datetime

from sqlalchemy import select

from ortenaudigital.audit.commands import record
from ortenaudigital.checkin.devices.paired import PairedDevice
from ortenaudigital.checkin.models import Device
from ortenaudigital.checkin.paper.commands import paper_device
from ortenaudigital.checkin.rules import LEEWAY
from ortenaudigital.events.models import Event
from ortenaudigital.kernel.db import db


def device_of_file(event: Event, name: str, now: datetime) -> PairedDevice:
    """Return the phone of that name, revoked or not, or what stands for paper if there is none.

    Whoever enters the file answers for it: its device may do what needs a right, and may have
    scanned as early as the event's first day.
    """
    query = (
        select(Device)
        .where(Device.event_id == event.id, Device.name == name, Device.paired_at.is_not(None))
        .order_by(Device.paired_at.desc())
        .limit(1)
    )
    device = db.session.scalar(query) or paper_device(event, now)
    first = min(day.opens_at for day in event.days) - LEEWAY
    return PairedDevice(
        id=device.id,
        name=device.name,
        event_id=event.id,
        timezone=event.timezone,
        # A file is no sign of life.
        last_seen_at=now,
        made_at=min(device.created_at, first),
        reentry=event.reentry,
        may_override=True,
        vouched_for=True,
    )


def note_file(device: PairedDevice, number: int, now: datetime, actor: str) -> None:
    """Keep who entered how many scans from a file."""
    record(
        "checkin.entered_from_file",
        f"device:{device.id}",
        actor,
        now,
        event_id=device.event_id,
        number=number,
    )
