"""Which personal data the door holds: names of devices, and reasons that helpers gave."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, String, cast, exists, func, or_, select, update

from ortenaudigital.audit.privacy import count_named, forget_some_actors
from ortenaudigital.checkin.models import Device, Scan
from ortenaudigital.events.privacy import event_over
from ortenaudigital.events.rules import RETENTION
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.personal import Due, Holder, columns_of


class DoorHolder(Holder):
    """Devices and scans. Who was let in stays, without a name."""

    columns = {
        **columns_of("device", erased="name", no_person="pairing_hash token_hash app_version"),
        **columns_of("scan", erased="reason", no_person="action verdict shown conflict"),
        **columns_of("list_epoch", no_person="epoch"),
    }

    def count_due(self, until: datetime) -> int:
        """Count devices, reasons, and records of who did what with a device."""
        due = (_due_devices(until), _due_reasons(until))
        numbers = (select(func.count()).select_from(each.subquery()) for each in due)
        return sum(db.session.scalar(number) or 0 for number in numbers) + count_named(
            _subjects_over(until)
        )

    def erase_due(self, due: Due) -> int:
        """Forget what devices were called, and why somebody was let in."""
        devices = db.session.scalars(_due_devices(due.until).limit(due.most)).all()
        reasons = db.session.scalars(_due_reasons(due.until).limit(due.most)).all()
        _forget_names(devices)
        _forget_reasons(reasons)
        actors = forget_some_actors(_subjects_over(due.until), due.most)
        return len(devices) + len(reasons) + actors


def _due_devices(until: datetime) -> Select[int]:
    """Select the ids of the devices whose names are to be forgotten; the list on paper has none."""
    named = Device.name != "#" + cast(Device.id, String)
    over = event_over(Device.event_id, until)
    return select(Device.id).where(over, named, Device.on_paper.is_(False))


def _due_reasons(until: datetime) -> Select[int]:
    """Select the ids of the scans whose reasons, which may name somebody, are to be forgotten."""
    over = exists().where(Device.id == Scan.device_id, event_over(Device.event_id, until))
    old = Scan.received_at <= until - RETENTION
    return select(Scan.id).where(Scan.reason != "", or_(old, over))


def _subjects_over(until: datetime) -> Select[str]:
    over = event_over(Device.event_id, until)
    return select("device:" + cast(Device.id, String)).where(over)


def _forget_names(ids: Sequence[int]) -> None:
    for device_id in ids:
        renamed = update(Device).where(Device.id == device_id).values(name=f"#{device_id}")
        db.session.execute(renamed)


def _forget_reasons(ids: Sequence[int]) -> None:
    db.session.execute(update(Scan).where(Scan.id.in_(ids)).values(reason=""))
