"""What is to be answered to a scan, and what happens to its ticket: decided upon plain facts."""

from dataclasses import dataclass, replace
from datetime import datetime

from ortenaudigital.checkin.rules import (
    Action,
    Answer,
    Outcome,
    TicketFacts,
    Verdict,
    conflict_between,
    decide,
    decide_exit,
    lets_in,
    read_answer,
    refuse,
)
from ortenaudigital.checkin.rules import Presence as Inside
from ortenaudigital.checkin.scans.facts import Facts, KnownScan, Place, Presence
from ortenaudigital.checkin.scans.messages import ScanRequest, TicketAtDoor
from ortenaudigital.checkin.scans.statements.stored import Effect


@dataclass(frozen=True)
class Plan:
    """What is to be answered to a scan, and what happens to the ticket, if anything does.

    `known`: it is stored already, and this is its repeat.
    """

    request: ScanRequest
    at: datetime
    answer: Answer
    ticket: TicketAtDoor | None = None
    place_id: int | None = None
    effect: Effect | None = None
    known: KnownScan | None = None


def plan_for(request: ScanRequest, facts: Facts, at: datetime) -> Plan:
    """Decide on what somebody wants; on a repeat as it was decided before."""
    if known := facts.scans.get(request.sealed_id):
        return _repeat(request, known, facts, at)
    if request.action is Action.EXIT and not facts.device.reentry:
        return Plan(request, at, Outcome.FORBIDDEN, facts.ticket(request)[0])
    place = facts.place(request.checkpoint, at)
    ticket, is_replaced = facts.ticket(request)
    match request.action:
        case Action.EXIT:
            found, effect = _go_out(facts, ticket, place, at)
        case Action.OVERRIDE:
            found, effect = _let_in_by_hand(facts, ticket, place, at)
        case _:
            found, effect = _come_in(facts, ticket, is_replaced, place, at)
            if request.shown is not None and not lets_in(request.shown):
                # Whom the phone turned away by itself did not go in, whatever is right.
                effect = None
    return Plan(request, at, found, ticket, place.id if place else None, effect)


def _repeat(request: ScanRequest, known: KnownScan, facts: Facts, at: datetime) -> Plan:
    if known.event_id != facts.device.event_id:
        return Plan(request, at, Verdict.OTHER_EVENT, known=known)
    ticket = facts.tickets.get(known.ticket_id) if known.ticket_id else None
    return Plan(request, at, read_answer(known.verdict), ticket, known.checkpoint_id, known=known)


def _come_in(
    facts: Facts, ticket: TicketAtDoor | None, is_replaced: bool, place: Place | None, at: datetime
) -> tuple[Answer, Effect | None]:
    presence = facts.presence(ticket, place)
    known = _known(ticket, place, presence, is_replaced)
    if ticket is None or place is None:
        return refuse(known) or Verdict.WRONG_DAY, None
    verdict = decide(known, [place.window], place.key, at, facts.device.reentry).verdict
    if verdict is not Verdict.WELCOME:
        return verdict, None
    if presence is None:
        return verdict, Effect.IN
    # One that comes late: whoever it was went out after it, and so was in already.
    late = presence.left_at is None or presence.left_at > at
    return (Verdict.ALREADY_IN, None) if late else (verdict, Effect.BACK)


def _go_out(
    facts: Facts, ticket: TicketAtDoor | None, place: Place | None, at: datetime
) -> tuple[Answer, Effect | None]:
    presence = facts.presence(ticket, place)
    verdict = decide_exit(_known(ticket, place, presence), place.key if place else None).verdict
    # Phones that were offline tell of things late: an older exit does not undo a newer entry.
    goes = verdict is Outcome.LEFT and presence is not None and presence.entered_at <= at
    return verdict, Effect.OUT if goes else None


def _let_in_by_hand(
    facts: Facts, ticket: TicketAtDoor | None, place: Place | None, at: datetime
) -> tuple[Answer, Effect | None]:
    if not facts.device.may_override:
        return Outcome.FORBIDDEN, None
    if ticket is None:
        return Verdict.UNKNOWN, None
    if not ticket.is_own:
        return Verdict.OTHER_EVENT, None
    if place is None:
        return Verdict.WRONG_DAY, None
    presence = facts.presence(ticket, place)
    if presence is None:
        return Outcome.OVERRIDE, Effect.IN
    is_out = presence.left_at is not None and presence.left_at <= at
    return Outcome.OVERRIDE, Effect.BACK if is_out and facts.device.reentry else Effect.NONE


def _known(
    ticket: TicketAtDoor | None,
    place: Place | None,
    presence: Presence | None,
    is_replaced: bool = False,
) -> TicketFacts | None:
    if ticket is None:
        return None
    inside = place and presence and {place.key: Inside(presence.admitted_at, presence.left_at)}
    return TicketFacts(
        same_event=ticket.is_own,
        days=ticket.days,
        cancelled=ticket.cancelled,
        replaced=is_replaced,
        admitted=inside or {},
    )


def follow(facts: Facts, plan: Plan) -> None:
    """Let the scans that come behind see what this one changes."""
    if plan.known is not None:
        return
    facts.scans[plan.request.sealed_id] = KnownScan(
        device_id=facts.device.id,
        event_id=facts.device.event_id,
        action=plan.request.action,
        verdict=plan.answer,
        ticket_id=plan.ticket.id if plan.ticket else None,
        checkpoint_id=plan.place_id,
        scanned_at=plan.request.scanned_at,
        shown=plan.request.shown,
        conflict=conflict_between(plan.request.shown, plan.answer),
    )
    if plan.ticket is None or plan.place_id is None:
        return
    key = plan.ticket.id, plan.place_id
    match plan.effect:
        case Effect.IN:
            facts.presences[key] = Presence(plan.at, plan.at, None, facts.device.name)
        case Effect.BACK:
            facts.presences[key] = replace(facts.presences[key], entered_at=plan.at, left_at=None)
        case Effect.OUT:
            facts.presences[key] = replace(facts.presences[key], left_at=plan.at)
