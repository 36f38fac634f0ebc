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
from ortenaudigital.checkin.queries import find_place, find_scan
from ortenaudigital.checkin.rules import Action, Answer, Outcome, Verdict, lets_in
from ortenaudigital.checkin.scans import log
from ortenaudigital.checkin.scans.effects import admit, revision
from ortenaudigital.checkin.scans.log import Finding, ScanRequest, ScanResult
from ortenaudigital.checkin.sync.door_list import (
    TicketAtDoor,
    find_ticket_at_door,
    get_ticket_at_door,
)
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import insert_if_absent


def let_in_by_hand(
    device: PairedDevice, request: ScanRequest, at: datetime, now: datetime
) -> ScanResult:
    """Let somebody in although the verdict was another, where the device has the right to it."""
    place = find_place(device.event_id, device.timezone, at, request.checkpoint)
    ticket = find_ticket_at_door(request.code, place.id if place else None)
    refusal = _refuse(device, ticket)
    if place is None and refusal is None:
        refusal = Verdict.WRONG_DAY
    if ticket is None or place is None or refusal is not None:
        found = Finding(refusal or Verdict.UNKNOWN, ticket, place.id if place else None)
        return log.keep(device, request, found, now)
    with revision(ticket.ticket_type_id) as drawn:
        if not log.insert(device, request, Finding(Outcome.OVERRIDE, ticket, place.id), now):
            return log.replay(device, request)
        if admit(device, request.scan_id, ticket.id, place.id, at):
            drawn.mark(ticket.id)
    _note("checkin.let_in_by_hand", ticket.id, device, now)
    return log.stored_result(device, request.scan_id)


def _refuse(device: PairedDevice, ticket: TicketAtDoor | None) -> Answer | None:
    if not device.may_override:
        return Outcome.FORBIDDEN
    if ticket is None:
        return Verdict.UNKNOWN
    return None if ticket.event_id == device.event_id else Verdict.OTHER_EVENT


def take_back(device: PairedDevice, request: ScanRequest, now: datetime) -> ScanResult:
    """Take back the admission that a scan of this device made."""
    undone = _find_undoable(device, request)
    if undone is None or undone.ticket_id is None or undone.checkpoint_id is None:
        return _nothing_to_undo(device, request, now)
    ticket = db.session.get_one(Ticket, undone.ticket_id)
    with revision(ticket.ticket_type_id) as drawn:
        # Whoever took it back at the same moment is done by now, or waits for us.
        here = undone.checkpoint_id
        found = Finding(Outcome.UNDONE, get_ticket_at_door(ticket.id, here), here)
        if find_scan(request.scan_id) is not None:
            return log.replay(device, request)
        if _is_undone(undone.scan_id):
            return _nothing_to_undo(device, request, now)
        if not log.insert(device, request, found, now):
            return log.replay(device, request)
        _remove_admission(undone, ticket.id, here)
        if undone.action == Action.WALK_IN:
            take_back_ticket(ticket, now)
        drawn.mark(ticket.id)
    _note("checkin.taken_back", ticket.id, device, now)
    return log.stored_result(device, request.scan_id)


def _nothing_to_undo(device: PairedDevice, request: ScanRequest, now: datetime) -> ScanResult:
    ticket = find_ticket_at_door(request.code)
    return log.keep(device, request, Finding(Outcome.NOTHING_TO_UNDO, ticket), now)


def _find_undoable(device: PairedDevice, request: ScanRequest) -> Scan | None:
    scan = find_scan(request.undoes) if request.undoes else None
    if scan is None or scan.device_id != device.id or not lets_in(scan.verdict):
        return None
    return None if _is_undone(scan.scan_id) else scan


def _is_undone(scan_id: UUID) -> bool:
    by = select(Scan.id).where(Scan.undoes == scan_id, Scan.verdict == Outcome.UNDONE)
    return bool(db.session.scalar(select(by.exists())))


def _remove_admission(undone: Scan, ticket_id: UUID, checkpoint_id: int) -> None:
    admission = db.session.scalar(
        select(Admission).where(
            Admission.ticket_id == ticket_id, Admission.checkpoint_id == checkpoint_id
        )
    )
    if admission is None:
        return
    if admission.scan_id == undone.scan_id:
        db.session.execute(delete(Admission).where(Admission.id == admission.id))
        db.session.expunge(admission)
        _admit_the_next(ticket_id, checkpoint_id)
    elif admission.left_at is None and admission.entered_at == undone.scanned_at:
        # It was a return: whoever it was is out again. Who came in by another scan stays in.
        admission.left_at = admission.entered_at
        db.session.flush()


def _admit_the_next(ticket_id: UUID, checkpoint_id: int) -> None:
    """Keep the admission of another phone that let the same ticket in while it was offline."""
    undo = aliased(Scan)
    is_undone = exists().where(undo.undoes == Scan.scan_id, undo.verdict == Outcome.UNDONE)
    other = db.session.scalar(
        select(Scan)
        .where(
            Scan.ticket_id == ticket_id,
            Scan.checkpoint_id == checkpoint_id,
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
    who = {"ticket_id": ticket_id, "checkpoint_id": checkpoint_id, "device_id": other.device_id}
    moments = {"admitted_at": other.scanned_at, "entered_at": other.scanned_at}
    insert_if_absent(Admission, {**who, **moments, "scan_id": other.scan_id})


def _note(action: str, ticket_id: UUID, device: PairedDevice, now: datetime) -> None:
    ticket = db.session.get_one(Ticket, ticket_id)
    record(action, ticket.booking_id, device.name, now, ticket=ticket.position)
