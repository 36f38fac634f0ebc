"""Letting in by hand, and taking an admission back. Both say why, and both are kept."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import aliased

from ortenaudigital.audit.commands import record
from ortenaudigital.bookings.models import Ticket
from ortenaudigital.bookings.walk_ins import take_back_ticket
from ortenaudigital.checkin.devices.commands import PairedDevice
from ortenaudigital.checkin.models import Admission, Scan
from ortenaudigital.checkin.queries import door_date, find_event_day, find_scan
from ortenaudigital.checkin.rules import Action, Answer, Outcome, Verdict, lets_in
from ortenaudigital.checkin.scans.entries import admit, mark_changed
from ortenaudigital.checkin.scans.records import (
    Finding,
    Reading,
    ScanResult,
    answer_again,
    answer_stored,
    keep,
    store,
)
from ortenaudigital.checkin.sync.door_list import (
    TicketAtDoor,
    find_ticket_at_door,
    get_ticket_at_door,
)
from ortenaudigital.events.revisions import next_revisions
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import insert_if_absent


def let_in_by_hand(
    device: PairedDevice, reading: Reading, at: datetime, now: datetime
) -> ScanResult:
    """Let somebody in although the verdict was another, where the device has the right to it."""
    ticket = find_ticket_at_door(reading.code)
    day = find_event_day(device.event_id, door_date(device.event_id, device.timezone, at))
    refusal = _refuse(device, ticket)
    if day is None and refusal is None:
        refusal = Verdict.WRONG_DAY
    if ticket is None or day is None or refusal is not None:
        return keep(device, reading, Finding(refusal or Verdict.UNKNOWN, ticket), now)
    (revision,) = next_revisions(ticket.ticket_type_id)
    if not store(device, reading, Finding(Outcome.OVERRIDE, ticket, day.id), now):
        return answer_again(device, reading)
    if admit(device, reading, ticket.id, day.id, at):
        mark_changed(ticket.id, revision)
    _note("checkin.let_in_by_hand", ticket.id, device, now)
    return answer_stored(device, reading.scan_id)


def _refuse(device: PairedDevice, ticket: TicketAtDoor | None) -> Answer | None:
    if not device.may_override:
        return Outcome.FORBIDDEN
    if ticket is None:
        return Verdict.UNKNOWN
    return None if ticket.event_id == device.event_id else Verdict.OTHER_EVENT


def take_back(device: PairedDevice, reading: Reading, now: datetime) -> ScanResult:
    """Take back the admission that a scan of this device made."""
    undone = _find_undoable(device, reading)
    if undone is None or undone.ticket_id is None or undone.day_id is None:
        return _nothing_to_undo(device, reading, now)
    ticket = db.session.get_one(Ticket, undone.ticket_id)
    (revision,) = next_revisions(ticket.ticket_type_id)
    # Whoever took it back at the same moment is done by now, or waits for us.
    found = Finding(Outcome.UNDONE, get_ticket_at_door(ticket.id), undone.day_id)
    if find_scan(reading.scan_id) is not None:
        return answer_again(device, reading)
    if _is_undone(undone.scan_id):
        return _nothing_to_undo(device, reading, now)
    if not store(device, reading, found, now):
        return answer_again(device, reading)
    _remove_admission(undone, ticket.id)
    if undone.action == Action.WALK_IN:
        take_back_ticket(ticket, now)
    mark_changed(ticket.id, revision)
    _note("checkin.taken_back", ticket.id, device, now)
    return answer_stored(device, reading.scan_id)


def _nothing_to_undo(device: PairedDevice, reading: Reading, now: datetime) -> ScanResult:
    ticket = find_ticket_at_door(reading.code)
    return keep(device, reading, Finding(Outcome.NOTHING_TO_UNDO, ticket), now)


def _find_undoable(device: PairedDevice, reading: Reading) -> Scan | None:
    scan = find_scan(reading.undoes) if reading.undoes else None
    if scan is None or scan.device_id != device.id or not lets_in(scan.verdict):
        return None
    return None if _is_undone(scan.scan_id) else scan


def _is_undone(scan_id: UUID) -> bool:
    by = select(Scan.id).where(Scan.undoes == scan_id, Scan.verdict == Outcome.UNDONE)
    return bool(db.session.scalar(select(by.exists())))


def _remove_admission(undone: Scan, ticket_id: UUID) -> None:
    day_id = undone.day_id
    admission = db.session.scalar(
        select(Admission).where(Admission.ticket_id == ticket_id, Admission.day_id == day_id)
    )
    if admission is None or day_id is None:
        return
    if admission.scan_id == undone.scan_id:
        db.session.execute(delete(Admission).where(Admission.id == admission.id))
        db.session.expunge(admission)
        _admit_the_next(ticket_id, day_id)
    elif admission.left_at is None and admission.entered_at == undone.scanned_at:
        # It was a return: whoever it was is out again. Who came in by another scan stays in.
        admission.left_at = admission.entered_at
        db.session.flush()


def _admit_the_next(ticket_id: UUID, day_id: int) -> None:
    """Keep the admission of another phone that let the same ticket in while it was offline."""
    undo = aliased(Scan)
    is_undone = exists().where(undo.undoes == Scan.scan_id, undo.verdict == Outcome.UNDONE)
    other = db.session.scalar(
        select(Scan)
        .where(
            Scan.ticket_id == ticket_id,
            Scan.day_id == day_id,
            Scan.action.in_([Action.SCAN, Action.OVERRIDE]),
            Scan.shown.in_([Verdict.WELCOME, Outcome.OVERRIDE]),
            Scan.verdict.in_([Verdict.ALREADY_IN, Outcome.OVERRIDE]),
            ~is_undone,
        )
        .order_by(Scan.scanned_at)
        .limit(1)
    )
    if other is None:
        return
    values = {"ticket_id": ticket_id, "day_id": day_id, "device_id": other.device_id}
    moments = {"admitted_at": other.scanned_at, "entered_at": other.scanned_at}
    insert_if_absent(Admission, {**values, **moments, "scan_id": other.scan_id})


def _note(action: str, ticket_id: UUID, device: PairedDevice, now: datetime) -> None:
    ticket = db.session.get_one(Ticket, ticket_id)
    record(action, ticket.booking_id, device.name, now, ticket=ticket.position)
