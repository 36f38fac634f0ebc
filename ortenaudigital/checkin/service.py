"""Take scans. Every one is stored, whatever comes of it; a verdict is a value, never an error."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import update

from ortenaudigital.bookings.models import Ticket
from ortenaudigital.bookings.queries import (
    find_ticket_by_code,
    find_ticket_by_retired_code,
    find_ticket_by_short_code,
    get_ticket,
)
from ortenaudigital.checkin.devices import SEEN_EVERY
from ortenaudigital.checkin.models import Admission, Device, Scan
from ortenaudigital.checkin.queries import find_admission, find_scan, today
from ortenaudigital.checkin.rules import DayWindow, Decision, TicketFacts, Verdict, decide
from ortenaudigital.clock import local
from ortenaudigital.codes import read_code
from ortenaudigital.db import db, insert_if_absent
from ortenaudigital.events.models import Day


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
    ticket: Ticket | None
    first_in_at: datetime | None
    device: str | None
    valid_on: Sequence[date]


def scan(device: Device, reading: Reading, now: datetime) -> ScanResult:
    """Decide on one reading and store it; a repeated `scan_id` gets its first answer again."""
    known = find_scan(reading.scan_id)
    if known is not None:
        return _result(known)
    ticket, retired = _find_ticket(reading.code)
    # A phone whose clock runs ahead must not open the doors before their time.
    at = min(reading.scanned_at, now)
    day = today(device.event, at)
    decision = _decide(device, ticket, retired, day, at)
    verdict = decision.verdict
    if verdict is Verdict.WELCOME and ticket is not None and day is not None:
        verdict = _admit(device, reading, ticket, day, at)
    stored = {
        "scan_id": reading.scan_id,
        "device_id": device.id,
        "ticket_id": ticket.id if ticket else None,
        "scanned_at": reading.scanned_at,
        "received_at": now,
        "verdict": verdict,
        "shown": reading.shown,
        "day_id": day.id if day and decision.day else None,
    }
    insert_if_absent(Scan, stored)
    _note_contact(device, now)
    return _result(_stored(reading.scan_id))


def _stored(scan_id: UUID) -> Scan:
    stored = find_scan(scan_id)
    if stored is None:
        raise RuntimeError("a scan that was just stored is gone")
    return stored


def _find_ticket(text: str) -> tuple[Ticket | None, bool]:
    code = read_code(text)
    if code is None:
        return find_ticket_by_short_code(text), False
    ticket = find_ticket_by_code(code)
    if ticket is not None:
        return ticket, False
    return find_ticket_by_retired_code(code), True


def _decide(
    device: Device, ticket: Ticket | None, retired: bool, day: Day | None, at: datetime
) -> Decision:
    event = device.event
    windows = [DayWindow(d.date, d.opens_at, d.closes_at) for d in event.days]
    facts = None
    if ticket is not None:
        admission = find_admission(ticket.id, day.id) if day else None
        facts = TicketFacts(
            same_event=ticket.ticket_type.event_id == event.id,
            days=frozenset(d.date for d in ticket.ticket_type.days),
            cancelled=ticket.cancelled_at is not None,
            replaced=retired,
            admitted={day.date: admission.admitted_at} if day and admission else {},
        )
    return decide(facts, windows, local(at, event.timezone).date(), at)


def _admit(device: Device, reading: Reading, ticket: Ticket, day: Day, at: datetime) -> Verdict:
    admission = {
        "ticket_id": ticket.id,
        "day_id": day.id,
        "device_id": device.id,
        "scan_id": reading.scan_id,
        "admitted_at": at,
    }
    # Two phones may decide `welcome` at once; the unique constraint lets in one.
    inserted = insert_if_absent(Admission, admission)
    return Verdict.WELCOME if inserted else Verdict.ALREADY_IN


def _note_contact(device: Device, now: datetime) -> None:
    if device.last_seen_at is None or now - device.last_seen_at > SEEN_EVERY:
        db.session.execute(update(Device).where(Device.id == device.id).values(last_seen_at=now))


def _result(scan: Scan) -> ScanResult:
    ticket = get_ticket(scan.ticket_id) if scan.ticket_id else None
    verdict = Verdict(scan.verdict)
    admission = find_admission(ticket.id, scan.day_id) if ticket and scan.day_id else None
    # What belongs to another event is not this helper's business.
    shown = None if verdict is Verdict.OTHER_EVENT else ticket
    return ScanResult(
        scan_id=scan.scan_id,
        verdict=verdict,
        ticket=shown,
        first_in_at=admission.admitted_at if admission else None,
        device=admission.device.name if admission else None,
        valid_on=[day.date for day in shown.ticket_type.days] if shown else [],
    )
