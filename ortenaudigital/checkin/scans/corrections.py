"""Taking an admission back. It says why, and is kept."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import aliased

from ortenaudigital.bookings.models import Ticket
from ortenaudigital.bookings.walk_ins import take_back_ticket
from ortenaudigital.checkin.devices.paired import PairedDevice
from ortenaudigital.checkin.models import Admission, Scan
from ortenaudigital.checkin.rules import Action, Outcome, Verdict, lets_in
from ortenaudigital.checkin.scans.deciding import Plan
from ortenaudigital.checkin.scans.facts import Facts, KnownScan
from ortenaudigital.checkin.scans.messages import ScanRequest, ScanResult
from ortenaudigital.checkin.scans.reading import read_facts
from ortenaudigital.checkin.scans.scanning import answer, answer_again, keep, note
from ortenaudigital.checkin.scans.statements.asked import lock_types
from ortenaudigital.checkin.scans.statements.stored import Effect
from ortenaudigital.kernel.db import connection, db
from ortenaudigital.kernel.db.driver import driver_of
from ortenaudigital.kernel.db.rows import insert_if_absent


def take_back(device: PairedDevice, request: ScanRequest, now: datetime) -> ScanResult:
    """Take back the admission that a scan of this device made."""
    driver = driver_of(connection())
    # Whoever took it back at the same moment is done by now, or waits for us.
    lock_types(driver, device.event_id)
    facts = read_facts(driver, device, [request], now)
    if request.sealed_id in facts.scans:
        return answer_again(device, request, now)
    undone = _find_undoable(facts, request)
    ticket = facts.tickets.get(undone.ticket_id) if undone and undone.ticket_id else None
    if undone is None or ticket is None or undone.checkpoint_id is None:
        ticket, _ = facts.ticket(request)
        plan = Plan(request, now, Outcome.NOTHING_TO_UNDO, ticket)
        keep(driver, facts.device, [plan], now)
        return answer(facts, plan)
    plan = Plan(request, now, Outcome.UNDONE, ticket, undone.checkpoint_id, Effect.NONE)
    keep(driver, facts.device, [plan], now)
    _remove_admission(request, undone, ticket.id, undone.checkpoint_id)
    if undone.action == Action.WALK_IN:
        take_back_ticket(db.session.get_one(Ticket, ticket.id), now)
    note("checkin.taken_back", ticket, device, now)
    return answer_again(device, request, now)


def _find_undoable(facts: Facts, request: ScanRequest) -> KnownScan | None:
    scan = facts.scans.get(request.sealed_undoes) if request.sealed_undoes else None
    if scan is None or scan.device_id != facts.device.id or not lets_in(scan.verdict):
        return None
    by = select(Scan.id).where(Scan.undoes == request.sealed_undoes, Scan.verdict == Outcome.UNDONE)
    return None if db.session.scalar(select(by.exists())) else scan


def _remove_admission(
    request: ScanRequest, undone: KnownScan, ticket_id: UUID, checkpoint_id: int
) -> None:
    admission = db.session.scalar(
        select(Admission).where(
            Admission.ticket_id == ticket_id, Admission.checkpoint_id == checkpoint_id
        )
    )
    if admission is None:
        return
    if admission.scan_id == request.sealed_undoes:
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
