"""Which personal data the door holds: names of devices, and reasons that helpers gave."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Select, String, cast, exists, func, or_, select, update

from ortenaudigital.audit.privacy import count_named, forget_actor, forget_some_actors
from ortenaudigital.bookings.models import Ticket
from ortenaudigital.checkin.models import Device, Scan
from ortenaudigital.events.models import Checkpoint, Day
from ortenaudigital.events.privacy import event_over
from ortenaudigital.events.rules import RETENTION
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import row_count
from ortenaudigital.kernel.personal import (
    Due,
    Finding,
    Going,
    Holder,
    Person,
    Request,
    columns_of,
    tables,
)


class DoorHolder(Holder):
    """Devices and scans. Who was let in stays, without a name."""

    columns = {
        **columns_of("device", erased="name", no_person="pairing_hash token_hash app_version"),
        **columns_of("scan", erased="reason", no_person="action verdict shown conflict"),
        **columns_of("list_epoch", no_person="epoch"),
    }
    of_event = tables("device walk_in_share scan admission admission_count visitor_count")

    def find(self, person: Person) -> Iterator[Finding]:
        """Find scans of the tickets of a person, and devices or reasons that may name them."""
        yield from _scans(person)
        if person.names:
            yield from _devices(person)
            yield from _reasons(person)

    def erase(self, request: Request) -> None:
        """Forget why somebody was let in, and what a device was called; scans stay as figures."""
        devices = request.ids("device")
        for name in db.session.scalars(select(Device.name).where(Device.id.in_(devices))):
            forget_actor(name)
        _forget_names(devices)
        _forget_reasons([*request.ids("scans"), *request.ids("scan")])

    def erase_event(self, going: Going) -> int:
        """Let no phone send anything more."""
        paired = (Device.event_id == going.event_id, Device.revoked_at.is_(None))
        revoked = update(Device).where(*paired).values(revoked_at=going.now)
        return row_count(db.session.execute(revoked))

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


def _scans(person: Person) -> Iterator[Finding]:
    bookings = [UUID(each) for each in person.ids_of()]
    tickets = [UUID(each) for each in person.ids_of("ticket:")]
    query = (
        select(Scan, Ticket, Day.date, Checkpoint.slug)
        .join(Ticket, Ticket.id == Scan.ticket_id)
        .outerjoin(Checkpoint, Checkpoint.id == Scan.checkpoint_id)
        .outerjoin(Day, Day.id == Checkpoint.day_id)
        .where(or_(Ticket.booking_id.in_(bookings), Ticket.id.in_(tickets)))
        .order_by(Ticket.booking_id, Ticket.position, Scan.scanned_at, Scan.id)
    )
    rows = db.session.execute(query).unique().all()
    for ticket, group in groupby(rows, key=lambda row: row.Ticket):
        scans = [(row.Scan, row.date, row.slug) for row in group]
        whole = ticket.booking.reference if ticket.booking_id in bookings else ticket.short_code
        yield Finding(
            key=f"scans:{ticket.short_code}",
            label=f"scans of ticket {ticket.short_code}: {len(scans)}",
            data={"ticket": ticket.short_code, "scans": [_data(*each) for each in scans]},
            ids=tuple(scan.id for scan, *_ in scans),
            of=f"booking:{whole}" if ticket.booking_id in bookings else f"ticket:{whole}",
        )


def _data(scan: Scan, day: date | None, checkpoint: str | None) -> dict[str, Any]:
    return {
        "at": scan.scanned_at,
        "action": scan.action,
        "verdict": scan.verdict,
        "day": day,
        "checkpoint": checkpoint,
        "reason": scan.reason,
    }


def _devices(person: Person) -> Iterator[Finding]:
    for device in db.session.scalars(select(Device).where(Device.on_paper.is_(False))):
        if person.may_be_meant(device.name):
            key = f"device:{device.id}"
            yield Finding(
                key=key,
                label=f"device {device.name}, {device.event.title}",
                data={"event": device.event.title, "device": device.name},
                ids=(device.id,),
                certain=key in person.also,
            )


def _reasons(person: Person) -> Iterator[Finding]:
    for scan in db.session.scalars(select(Scan).where(Scan.reason != "")).unique():
        if person.may_be_meant(scan.reason):
            key = f"scan:{scan.id}"
            data = {"at": scan.scanned_at, "reason": scan.reason}
            label = f"reason given at the door: {scan.reason}"
            certain = key in person.also
            yield Finding(key=key, label=label, data=data, ids=(scan.id,), certain=certain)


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
