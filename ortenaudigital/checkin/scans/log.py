"""Scans as they come in, are kept, and are answered. Every one is kept, whatever comes of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import bindparam, update

from ortenaudigital.checkin.devices.commands import PairedDevice
from ortenaudigital.checkin.models import Scan
from ortenaudigital.checkin.queries import find_scan
from ortenaudigital.checkin.rules import (
    Action,
    Answer,
    Outcome,
    Verdict,
    conflict_between,
    tells_presence,
)
from ortenaudigital.checkin.sync.door_list import (
    CheckpointAtDoor,
    TicketAtDoor,
    find_admission_at_door,
    get_ticket_at_door,
)
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import insert_if_absent


@dataclass(frozen=True)
class ScanRequest:
    """What a phone sends: `scan_id` is new for each action, the same for its repeats.

    `shown` is what the phone decided by itself, None if it left that to the server. `checkpoint` is
    the key of where it was scanned; None is the entrance of the day.
    """

    scan_id: UUID
    code: str
    scanned_at: datetime
    shown: str | None = None
    action: Action = Action.SCAN
    reason: str = ""
    undoes: UUID | None = None
    ticket_type_id: int | None = None
    name: str = ""
    checkpoint: str | None = None


@dataclass(frozen=True)
class ScanResult:
    """What the phone is told."""

    scan_id: UUID
    action: Action
    verdict: Answer
    ticket: TicketAtDoor | None
    first_in_at: datetime | None
    device: str | None
    valid_on: Sequence[date]
    conflict: bool


@dataclass(frozen=True)
class Finding:
    """What was found out about a request: an answer, the ticket, and where it was scanned.

    `after` is the checkpoint as it is once the answer holds, where that changes it.
    """

    answer: Answer
    ticket: TicketAtDoor | None = None
    checkpoint_id: int | None = None
    after: CheckpointAtDoor | None = None


def insert(device: PairedDevice, request: ScanRequest, found: Finding, now: datetime) -> bool:
    """Keep a scan with its answer; say whether it is new."""
    values = {
        "scan_id": request.scan_id,
        "device_id": device.id,
        "ticket_id": found.ticket.id if found.ticket else None,
        "action": request.action.value,
        "scanned_at": request.scanned_at,
        "received_at": now,
        "verdict": found.answer.value,
        "shown": request.shown,
        "checkpoint_id": found.checkpoint_id,
        "reason": request.reason,
        "undoes": request.undoes,
        "conflict": conflict_between(request.shown, found.answer),
    }
    return insert_if_absent(Scan, values)


def keep(device: PairedDevice, request: ScanRequest, found: Finding, now: datetime) -> ScanResult:
    """Keep a scan that changes nothing else, and answer it."""
    if insert(device, request, found, now):
        return result(device, request, found)
    return replay(device, request)


def correct(request: ScanRequest, answer: Answer, ticket_id: UUID | None = None) -> None:
    """Replace the answer of a scan that was just stored, since the database knew better."""
    values: dict[str, object] = {
        "verdict": answer.value,
        "conflict": conflict_between(request.shown, answer),
    }
    if ticket_id is not None:
        values["ticket_id"] = ticket_id
    db.session.execute(update(Scan).where(Scan.scan_id == request.scan_id).values(values))


_TELL_SHOWN = (
    update(Scan)
    .where(Scan.scan_id == bindparam("known"), Scan.shown.is_(None))
    .values(shown=bindparam("now_shown"), conflict=bindparam("now_conflict"))
    .execution_options(synchronize_session=False)
)


def replay(device: PairedDevice, request: ScanRequest) -> ScanResult:
    """Answer a scan that was stored before as it was answered then.

    A phone that never heard that answer may have shown one of its own meanwhile; this is noted.
    """
    scan = _get_scan(request.scan_id)
    is_own = scan.device_id == device.id
    if is_own and request.shown is not None and scan.shown is None:
        conflict = conflict_between(request.shown, scan.verdict)
        values = {"known": scan.scan_id, "now_shown": request.shown, "now_conflict": conflict}
        db.session.execute(_TELL_SHOWN, values)
        db.session.refresh(scan)
    return stored_result(device, request.scan_id)


def stored_result(device: PairedDevice, scan_id: UUID) -> ScanResult:
    """Answer a scan from what is kept of it."""
    scan = _get_scan(scan_id)
    if scan.device.event_id != device.event_id:
        return _result(device, scan_id, Action(scan.action), Finding(Verdict.OTHER_EVENT))
    here = scan.checkpoint_id
    ticket = get_ticket_at_door(scan.ticket_id, here) if scan.ticket_id else None
    found = Finding(_answer(scan.verdict), ticket, here)
    return _result(device, scan_id, Action(scan.action), found, bool(scan.conflict))


def result(device: PairedDevice, request: ScanRequest, found: Finding) -> ScanResult:
    """Answer a scan from what was just found."""
    conflict = conflict_between(request.shown, found.answer) is not None
    return _result(device, request.scan_id, request.action, found, conflict)


def _get_scan(scan_id: UUID) -> Scan:
    scan = find_scan(scan_id)
    if scan is None:
        raise RuntimeError("a scan that was just stored is gone")
    return scan


def _answer(word: str) -> Answer:
    return Verdict(word) if word in set(Verdict) else Outcome(word)


def _result(
    device: PairedDevice,
    scan_id: UUID,
    action: Action,
    found: Finding,
    conflict: bool = False,
) -> ScanResult:
    # What belongs to another event is not this helper's business, whatever the answer is.
    ticket = found.ticket
    own = ticket if ticket and ticket.event_id == device.event_id else None
    checkpoint = found.after
    if checkpoint is None and own is not None and tells_presence(found.answer):
        # By hand they come in on days too that the ticket does not admit to.
        wanted = found.checkpoint_id
        checkpoint = own.checkpoint(wanted) or find_admission_at_door(own.id, wanted)
    # A device that is locked or left over delivers what it holds, and learns no names by it.
    shown = None if device.locked or device.over else own
    return ScanResult(
        scan_id=scan_id,
        action=action,
        verdict=found.answer,
        ticket=shown,
        first_in_at=checkpoint.admitted_at if checkpoint else None,
        device=checkpoint.device if checkpoint else None,
        valid_on=shown.days if shown else [],
        conflict=conflict,
    )
