"""Enter afterwards what was ticked on the printed list, as if it had been scanned."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from flask import current_app
from sqlalchemy import func, select

from ortenaudigital.audit.commands import record
from ortenaudigital.checkin.devices.paired import PairedDevice
from ortenaudigital.checkin.models import Device, Scan
from ortenaudigital.checkin.queries import windows_of
from ortenaudigital.checkin.rules import Verdict, date_at
from ortenaudigital.checkin.scans.messages import ScanRequest, ScanResult
from ortenaudigital.checkin.scans.scanning import take_scans
from ortenaudigital.events.models import Day, Event
from ortenaudigital.kernel.codes import derive, fingerprint
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import insert_if_absent

PAPER = "Papierliste"
_TYPED = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)*")
_SHORTENED = re.compile(r"^[A-Z0-9]{6}-\d{1,2}$")


@dataclass(frozen=True)
class Ticked:
    """A short code that was ticked or typed, and what came of it."""

    short_code: str
    result: ScanResult


@dataclass(frozen=True)
class Sheet:
    """One form that was filled in: sent again, its `request_id` is the same."""

    request_id: UUID
    codes: Sequence[str]
    came_at: datetime


def read_codes(text: str) -> list[str]:
    """Find short codes in what somebody typed, however they are separated; each once."""
    found = _TYPED.findall(text.upper())
    codes = [f"OD-{code}" if _SHORTENED.match(code) else code for code in found]
    return list(dict.fromkeys(codes))


def paper_device(event: Event, now: datetime) -> Device:
    """Return the device that stands for the printed list; make it when it is first needed."""
    # Derived, so that two organisers at once make one; it pairs nothing, whoever guesses it.
    secret = derive(str(current_app.config["TICKET_KEY"]), "paper", UUID(int=event.id))
    values = {
        "event_id": event.id,
        "name": PAPER,
        "pairing_hash": fingerprint(secret),
        "pairing_ends_at": now,
        "created_at": now,
        "may_override": False,
        "on_paper": True,
        "unsent": 0,
        "app_version": "",
    }
    insert_if_absent(Device, values)
    query = select(Device).where(Device.event_id == event.id, Device.on_paper)
    return db.session.scalars(query).one()


def enter(event: Event, sheet: Sheet, now: datetime, actor: str) -> list[Ticked]:
    """Let in who was ticked; what was entered from this form before stays as it was."""
    device = paper_device(event, now)
    paired = PairedDevice(
        id=device.id,
        name=device.name,
        event_id=event.id,
        timezone=event.timezone,
        last_seen_at=None,
        made_at=device.created_at,
        reentry=event.reentry,
        vouched_for=True,
        on_paper=True,
    )
    requests = [_request(event, sheet, code) for code in sheet.codes]
    before = _count(requests)
    results = take_scans(paired, requests, now)
    ticked = [Ticked(*each) for each in zip(sheet.codes, results, strict=True)]
    if before < len(requests):
        record(
            "checkin.entered_from_paper",
            f"device:{device.id}",
            actor,
            now,
            event_id=device.event_id,
            number=len(ticked),
        )
    return ticked


def _request(event: Event, sheet: Sheet, code: str) -> ScanRequest:
    # The form of one day, sent again as that of another, is another.
    day = date_at(windows_of(event), sheet.came_at, event.timezone)
    return ScanRequest(uuid5(sheet.request_id, f"{event.id}:{day}:{code}"), code, sheet.came_at)


def _count(requests: Iterable[ScanRequest]) -> int:
    wanted = [request.scan_id for request in requests]
    query = select(func.count()).select_from(Scan).where(Scan.scan_id.in_(wanted))
    return db.session.scalar(query) or 0


def came_when(day: Day, now: datetime) -> datetime:
    """Say when somebody came in of whom nobody wrote down the time."""
    return now if day.opens_at <= now < day.closes_at else day.opens_at


def is_new(ticked: Ticked) -> bool:
    """Say whether the tick let somebody in."""
    return ticked.result.verdict is Verdict.WELCOME
