"""The way of a scan on the server: read what is known, decide purely, store it once, answer.

Scans of one request are taken together; each is decided upon what those before it have changed.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from ortenaudigital.audit.commands import record
from ortenaudigital.checkin.devices.paired import PairedDevice
from ortenaudigital.checkin.errors import DeviceChanged
from ortenaudigital.checkin.rules import (
    Action,
    Outcome,
    conflict_between,
    tells_presence,
)
from ortenaudigital.checkin.scans.deciding import Plan, follow, plan_for
from ortenaudigital.checkin.scans.facts import Facts, KnownScan
from ortenaudigital.checkin.scans.messages import ScanRequest, ScanResult, TicketAtDoor
from ortenaudigital.checkin.scans.reading import read_facts
from ortenaudigital.checkin.scans.statements.asked import lock_types
from ortenaudigital.checkin.scans.statements.stored import store, tell_shown
from ortenaudigital.kernel.db import connection
from ortenaudigital.kernel.db.driver import Driver, driver_of

# A repeat of one of them may have been stored while they were decided.
ATTEMPTS = 3


def take_alone(
    driver: Driver, device: PairedDevice, request: ScanRequest, now: datetime
) -> ScanResult | None:
    """Take a scan or an exit by itself, and lock nothing before it is stored.

    None if its ticket is not as it was read any more by then, or the scan was stored meanwhile:
    nothing of it is. Raises DeviceRefused and DeviceChanged.
    """
    return _attempt(driver, device, {0: request}, now, is_locked=False).get(0)


def take_scans(
    device: PairedDevice, requests: Sequence[ScanRequest], now: datetime
) -> list[ScanResult]:
    """Take scans, exits and entries by hand in their order, inside a transaction.

    All types of the event are locked first, so that what is read holds. Raises DeviceRefused and
    DeviceChanged.
    """
    driver = driver_of(connection())
    lock_types(driver, device.event_id)
    results: dict[int, ScanResult] = {}
    for _ in range(ATTEMPTS):
        waiting = {index: each for index, each in enumerate(requests) if index not in results}
        results |= _attempt(driver, device, waiting, now, is_locked=True)
        if len(results) == len(requests):
            return [results[index] for index in range(len(requests))]
    raise RuntimeError("a scan can neither be stored nor found")


def _attempt(
    driver: Driver,
    device: PairedDevice,
    requests: Mapping[int, ScanRequest],
    now: datetime,
    *,
    is_locked: bool,
) -> dict[int, ScanResult]:
    """Return the answers to those scans that are stored now."""
    facts = read_facts(driver, device, list(requests.values()), now)
    if (facts.device.locked, facts.device.over) != (device.locked, device.over):
        raise DeviceChanged()
    planned: dict[int, tuple[Plan, ScanResult]] = {}
    for index, request in requests.items():
        # A phone whose clock runs ahead must not open the doors before their time.
        at = request.scanned_at if device.on_paper else min(request.scanned_at, now)
        plan = plan_for(request, facts, at)
        follow(facts, plan)
        planned[index] = plan, answer(facts, plan)
    plans = [plan for plan, _ in planned.values()]
    stored = keep(driver, facts.device, plans, now, is_locked=is_locked)
    return {
        index: result
        for index, (plan, result) in planned.items()
        if plan.known or plan.request.sealed_id in stored
    }


def keep(
    driver: Driver,
    device: PairedDevice,
    plans: Sequence[Plan],
    now: datetime,
    *,
    is_locked: bool = True,
) -> set[UUID]:
    """Store scans with what they change; return the ids of those that are stored now.

    Not so a scan that is there already, and one whose ticket is not as it was read any more; where
    types are locked, all tickets are.
    """
    new = [plan for plan in plans if plan.known is None]
    stored = store(driver, device.id, [_entry(plan, is_locked) for plan in new], now)
    for plan in plans:
        if plan.known is not None and _is_told_anew(device, plan.request, plan.known):
            conflict = conflict_between(plan.request.shown, plan.answer)
            tell_shown(driver, plan.request.sealed_id, plan.request.shown, conflict)
        elif plan.answer is Outcome.OVERRIDE and plan.request.sealed_id in stored and plan.ticket:
            note("checkin.let_in_by_hand", plan.ticket, device, now)
    return stored


def _entry(plan: Plan, is_locked: bool) -> dict[str, Any]:
    request, ticket = plan.request, plan.ticket
    return {
        "scan_id": request.sealed_id,
        "ticket_id": ticket.id if ticket else None,
        "checkpoint_id": plan.place_id,
        "action": request.action.value,
        "verdict": plan.answer.value,
        "shown": request.shown,
        "conflict": conflict_between(request.shown, plan.answer),
        "scanned_at": request.scanned_at,
        "reason": request.reason,
        "undoes": request.sealed_undoes,
        "effect": plan.effect,
        "at": plan.at,
        "ticket_type_id": ticket.ticket_type_id if ticket else None,
        "revision": ticket.revision if ticket and not is_locked else None,
        "event_version": ticket.event_version if ticket and not is_locked else None,
    }


def _is_told_anew(device: PairedDevice, request: ScanRequest, known: KnownScan) -> bool:
    """Say whether a phone that never heard the answer has shown one of its own meanwhile."""
    return known.device_id == device.id and request.shown is not None and known.shown is None


def note(action: str, ticket: TicketAtDoor, device: PairedDevice, now: datetime) -> None:
    """Keep in the history of a booking what was done by hand."""
    where = {"event_id": device.event_id}
    record(action, ticket.booking_id, device.name, now, **where, ticket=ticket.position)


# Answering


def answer(facts: Facts, plan: Plan) -> ScanResult:
    """Say what the phone is told."""
    device, request, known = facts.device, plan.request, plan.known
    # What belongs to another event is not this helper's business, whatever the answer is.
    own = plan.ticket if plan.ticket and plan.ticket.is_own else None
    presence = facts.presence_at(own, plan.place_id) if tells_presence(plan.answer) else None
    # A device that is locked or left over delivers what it holds, and learns no names by it.
    shown = None if device.locked or device.over else own
    if known is None or _is_told_anew(device, request, known):
        in_conflict = conflict_between(request.shown, plan.answer) is not None
    else:
        in_conflict = known.conflict is not None and known.event_id == device.event_id
    return ScanResult(
        scan_id=request.scan_id,
        action=Action(known.action) if known else request.action,
        verdict=plan.answer,
        ticket=shown,
        first_in_at=presence.admitted_at if presence else None,
        device=presence.device if presence else None,
        valid_on=shown.days if shown else [],
        conflict=in_conflict,
    )


def answer_again(device: PairedDevice, request: ScanRequest, now: datetime) -> ScanResult:
    """Answer a scan that is stored, as it is stored."""
    driver = driver_of(connection())
    facts = read_facts(driver, device, [request], now)
    plan = plan_for(request, facts, now)
    keep(driver, facts.device, [plan], now)
    return answer(facts, plan)
