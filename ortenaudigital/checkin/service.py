"""Take scans. Every one is stored, whatever comes of it; a verdict is a value, never an error."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import update

from ortenaudigital.checkin.devices import SEEN_EVERY, PairedDevice
from ortenaudigital.checkin.door_list import (
    DayAtDoor,
    TicketAtDoor,
    find_ticket_at_door,
    get_ticket_at_door,
)
from ortenaudigital.checkin.models import Admission, Device, Scan
from ortenaudigital.checkin.queries import find_scan
from ortenaudigital.checkin.rules import DayWindow, Decision, TicketFacts, Verdict, decide
from ortenaudigital.clock import local
from ortenaudigital.db import db, insert_if_absent


@dataclass(frozen=True)
class Reading:
    """What a phone sends: `scan_id` is new for each reading, the same for its repeats."""

    scan_id: UUID
    code: str
    scanned_at: datetime
    shown: str | None = None


@dataclass(frozen=True)
class ScanResult:
    """What the phone is told."""

    scan_id: UUID
    verdict: Verdict
    ticket: TicketAtDoor | None
    first_in_at: datetime | None
    device: str | None
    valid_on: Sequence[date]


def scan(device: PairedDevice, reading: Reading, now: datetime) -> ScanResult:
    """Decide on one reading and store it; a repeated `scan_id` gets its first answer again."""
    # A phone whose clock runs ahead must not open the doors before their time.
    at = min(reading.scanned_at, now)
    ticket = find_ticket_at_door(reading.code)
    decision = _decide(device, ticket, at)
    day = ticket.day(decision.day) if ticket else None
    if not _store(device, reading, ticket, day, decision.verdict, now):
        return _first_answer(reading.scan_id)
    _note_contact(device, now)
    if ticket is None or day is None or decision.verdict is not Verdict.WELCOME:
        return _result(reading.scan_id, decision.verdict, ticket, day)
    if _admit(device, reading, ticket, day, at):
        return _result(
            reading.scan_id, Verdict.WELCOME, ticket, day.with_admission(at, device.name)
        )
    # Another phone let the ticket in since we looked.
    _correct(reading.scan_id, Verdict.ALREADY_IN)
    return _first_answer(reading.scan_id)


def _decide(device: PairedDevice, ticket: TicketAtDoor | None, at: datetime) -> Decision:
    today = local(at, device.timezone).date()
    if ticket is None:
        return decide(None, [], today, at)
    facts = TicketFacts(
        same_event=ticket.event_id == device.event_id,
        days=frozenset(day.date for day in ticket.days),
        cancelled=ticket.cancelled,
        replaced=ticket.replaced,
        admitted={day.date: day.admitted_at for day in ticket.days if day.admitted_at},
    )
    windows = [DayWindow(day.date, day.opens_at, day.closes_at) for day in ticket.days]
    return decide(facts, windows, today, at)


def _store(  # a row of the table, column by column
    device: PairedDevice,
    reading: Reading,
    ticket: TicketAtDoor | None,
    day: DayAtDoor | None,
    verdict: Verdict,
    now: datetime,
) -> bool:
    values = {
        "scan_id": reading.scan_id,
        "device_id": device.id,
        "ticket_id": ticket.id if ticket else None,
        "scanned_at": reading.scanned_at,
        "received_at": now,
        "verdict": verdict.value,
        "shown": reading.shown,
        "day_id": day.id if day else None,
    }
    return insert_if_absent(Scan, values)


def _admit(
    device: PairedDevice, reading: Reading, ticket: TicketAtDoor, day: DayAtDoor, at: datetime
) -> bool:
    values = {
        "ticket_id": ticket.id,
        "day_id": day.id,
        "device_id": device.id,
        "scan_id": reading.scan_id,
        "admitted_at": at,
    }
    # Two phones may decide `welcome` at once; the unique constraint lets in one.
    return insert_if_absent(Admission, values)


def _correct(scan_id: UUID, verdict: Verdict) -> None:
    db.session.execute(update(Scan).where(Scan.scan_id == scan_id).values(verdict=verdict.value))


def _note_contact(device: PairedDevice, now: datetime) -> None:
    if device.last_seen_at is None or now - device.last_seen_at > SEEN_EVERY:
        db.session.execute(update(Device).where(Device.id == device.id).values(last_seen_at=now))


def _first_answer(scan_id: UUID) -> ScanResult:
    stored = find_scan(scan_id)
    if stored is None:
        raise RuntimeError("a scan that was just stored is gone")
    ticket = get_ticket_at_door(stored.ticket_id) if stored.ticket_id else None
    days = ticket.days if ticket else ()
    day = next((day for day in days if day.id == stored.day_id), None)
    return _result(scan_id, Verdict(stored.verdict), ticket, day)


def _result(
    scan_id: UUID, verdict: Verdict, ticket: TicketAtDoor | None, day: DayAtDoor | None
) -> ScanResult:
    # What belongs to another event is not this helper's business.
    shown = None if verdict is Verdict.OTHER_EVENT else ticket
    return ScanResult(
        scan_id=scan_id,
        verdict=verdict,
        ticket=shown,
        first_in_at=day.admitted_at if day else None,
        device=day.device if day else None,
        valid_on=[day.date for day in shown.days] if shown else [],
    )
