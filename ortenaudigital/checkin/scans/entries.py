"""Coming in, and going out where that is scanned too."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from ortenaudigital.checkin.devices.commands import PairedDevice
from ortenaudigital.checkin.queries import Place, find_place
from ortenaudigital.checkin.rules import (
    DayWindow,
    Decision,
    Outcome,
    Verdict,
    decide,
    decide_exit,
    lets_in,
    refuse,
)
from ortenaudigital.checkin.scans import log
from ortenaudigital.checkin.scans.effects import Admit, Effect, Leave, revision
from ortenaudigital.checkin.scans.log import Finding, ScanRequest, ScanResult
from ortenaudigital.checkin.sync.door_list import TicketAtDoor, find_ticket_at_door


@dataclass(frozen=True)
class Plan:
    """What is to be answered, and what happens to the ticket, if anything does."""

    found: Finding
    effect: Effect | None = None


def come_in(device: PairedDevice, request: ScanRequest, at: datetime, now: datetime) -> ScanResult:
    """Decide on somebody who wants to come in, and let them in once."""
    place = find_place(device.event_id, device.timezone, at, request.checkpoint)
    return _carry_out(device, request, lambda: _plan_entry(device, request, place, at), now)


def go_out(device: PairedDevice, request: ScanRequest, at: datetime, now: datetime) -> ScanResult:
    """Note that somebody went out, so that they are let in again, where the event wants that."""
    place = None
    if device.reentry:
        place = find_place(device.event_id, device.timezone, at, request.checkpoint)
    return _carry_out(device, request, lambda: _plan_exit(device, request, place, at), now)


def _carry_out(
    device: PairedDevice, request: ScanRequest, make_plan: Callable[[], Plan], now: datetime
) -> ScanResult:
    plan = make_plan()
    if plan.effect is None:
        return log.keep(device, request, plan.found, now)
    with revision(plan.effect.ticket.ticket_type_id) as drawn:
        # Now what was done since is seen.
        plan = make_plan()
        if plan.effect is None:
            return log.keep(device, request, plan.found, now)
        if not log.insert(device, request, plan.found, now):
            return log.replay(device, request)
        answer = plan.effect.apply(drawn)
    if answer is plan.found.answer:
        return log.result(device, request, replace(plan.found, after=plan.effect.after))
    # It was let in again after this scan, which comes late.
    log.correct(request, answer)
    return log.stored_result(device, request.scan_id)


def _plan_entry(
    device: PairedDevice, request: ScanRequest, place: Place | None, at: datetime
) -> Plan:
    ticket = find_ticket_at_door(request.code, place.id if place else None)
    decision = _decide(device, ticket, place, at)
    found = Finding(decision.verdict, ticket, place.id if place else None)
    # Whom the phone turned away by itself did not go in, whatever is right.
    stays_out = request.shown is not None and not lets_in(request.shown)
    if ticket is None or place is None or stays_out or decision.verdict is not Verdict.WELCOME:
        return Plan(found)
    return Plan(found, Admit(device, request.scan_id, ticket, place.id, at))


def _decide(
    device: PairedDevice, ticket: TicketAtDoor | None, place: Place | None, at: datetime
) -> Decision:
    facts = ticket.facts(device.event_id) if ticket else None
    if ticket is None or place is None:
        return Decision(refuse(facts) or Verdict.WRONG_DAY)
    windows = [DayWindow(each.date, each.opens_at, each.closes_at) for each in ticket.checkpoints]
    return decide(facts, windows, place.key, at, device.reentry)


def _plan_exit(
    device: PairedDevice, request: ScanRequest, place: Place | None, at: datetime
) -> Plan:
    ticket = find_ticket_at_door(request.code, place.id if place else None)
    facts = ticket.facts(device.event_id) if ticket else None
    decision = decide_exit(facts, place.key if place else None)
    if not device.reentry:
        decision = Decision(Outcome.FORBIDDEN)
    found = Finding(decision.verdict, ticket, place.id if place else None)
    if ticket is None or place is None or decision.verdict is not Outcome.LEFT:
        return Plan(found)
    return Plan(found, Leave(ticket, place.id, at))
