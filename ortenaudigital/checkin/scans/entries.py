"""Coming in, and going out where that is scanned too."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, update

from ortenaudigital.bookings.models import Ticket
from ortenaudigital.checkin.devices.commands import PairedDevice
from ortenaudigital.checkin.models import Admission
from ortenaudigital.checkin.queries import door_date
from ortenaudigital.checkin.rules import (
    DayWindow,
    Decision,
    Outcome,
    Verdict,
    decide,
    decide_exit,
    lets_in,
)
from ortenaudigital.checkin.scans.records import (
    Finding,
    Reading,
    ScanResult,
    answer,
    answer_again,
    answer_stored,
    correct,
    keep,
    store,
)
from ortenaudigital.checkin.sync.door_list import TicketAtDoor, find_ticket_at_door
from ortenaudigital.events.revisions import next_revisions
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import insert_if_absent, row_count


def come_in(device: PairedDevice, reading: Reading, at: datetime, now: datetime) -> ScanResult:
    """Decide on somebody who wants to come in, and let them in once."""
    ticket, decision = _look(device, reading, at)
    # Whom the phone turned away by itself did not go in, whatever is right.
    stays_out = reading.shown is not None and not lets_in(reading.shown)
    if ticket is None or decision.verdict is not Verdict.WELCOME or stays_out:
        return keep(device, reading, _finding(decision, ticket), now)
    (revision,) = next_revisions(ticket.ticket_type_id)
    # Now nobody else changes tickets of this type: what was done since we looked is seen.
    ticket, decision = _look(device, reading, at)
    found = _finding(decision, ticket)
    if ticket is None or decision.verdict is not Verdict.WELCOME:
        return keep(device, reading, found, now)
    if not store(device, reading, found, now):
        return answer_again(device, reading)
    if found.day_id and admit(device, reading, ticket.id, found.day_id, at):
        mark_changed(ticket.id, revision)
        day = ticket.day(decision.day)
        return answer(device, reading, found, day and day.with_admission(at, device.name))
    # It was let in again after this scan, which comes late.
    correct(reading, Verdict.ALREADY_IN)
    return answer_stored(device, reading.scan_id)


def _look(
    device: PairedDevice, reading: Reading, at: datetime
) -> tuple[TicketAtDoor | None, Decision]:
    ticket = find_ticket_at_door(reading.code)
    return ticket, _decide(device, ticket, at)


def go_out(device: PairedDevice, reading: Reading, at: datetime, now: datetime) -> ScanResult:
    """Note that somebody went out, so that they are let in again."""
    ticket, decision = _look_out(device, reading, at)
    if ticket is None or decision.verdict is not Outcome.LEFT:
        return keep(device, reading, _finding(decision, ticket), now)
    (revision,) = next_revisions(ticket.ticket_type_id)
    ticket, decision = _look_out(device, reading, at)
    found = _finding(decision, ticket)
    if ticket is None or decision.verdict is not Outcome.LEFT:
        return keep(device, reading, found, now)
    if not store(device, reading, found, now):
        return answer_again(device, reading)
    values = {"the_ticket": ticket.id, "the_day": found.day_id, "at": at}
    if row_count(db.session.execute(_GO_OUT, values)):
        mark_changed(ticket.id, revision)
    return answer(device, reading, found)


def _look_out(
    device: PairedDevice, reading: Reading, at: datetime
) -> tuple[TicketAtDoor | None, Decision]:
    ticket = find_ticket_at_door(reading.code)
    if not device.reentry:
        return ticket, Decision(Outcome.FORBIDDEN)
    facts = ticket.facts(device.event_id) if ticket else None
    return ticket, decide_exit(facts, door_date(device.event_id, device.timezone, at))


def _decide(device: PairedDevice, ticket: TicketAtDoor | None, at: datetime) -> Decision:
    today = door_date(device.event_id, device.timezone, at)
    if ticket is None:
        return decide(None, [], today, at)
    windows = [DayWindow(day.date, day.opens_at, day.closes_at) for day in ticket.days]
    return decide(ticket.facts(device.event_id), windows, today, at, device.reentry)


def _finding(decision: Decision, ticket: TicketAtDoor | None) -> Finding:
    day = ticket.day(decision.day) if ticket else None
    return Finding(decision.verdict, ticket, day.id if day else None)


_OF_TICKET = update(Admission).where(
    Admission.ticket_id == bindparam("the_ticket"), Admission.day_id == bindparam("the_day")
)
_AT = bindparam("at", type_=Admission.__table__.c.admitted_at.type)
# Phones that were offline tell of things late: an older exit does not undo a newer entry.
_GO_OUT = (
    _OF_TICKET.where(Admission.left_at.is_(None), Admission.entered_at <= _AT)
    .values(left_at=_AT)
    .execution_options(synchronize_session=False)
)
_COME_BACK = (
    _OF_TICKET.where(Admission.left_at <= _AT)
    .values(left_at=None, entered_at=_AT)
    .execution_options(synchronize_session=False)
)


def admit(
    device: PairedDevice, reading: Reading, ticket_id: UUID, day_id: int, at: datetime
) -> bool:
    """Let a ticket in on a day, or in again; False if it is inside. The database decides."""
    values = {
        "ticket_id": ticket_id,
        "day_id": day_id,
        "device_id": device.id,
        "scan_id": reading.scan_id,
        "admitted_at": at,
        "entered_at": at,
    }
    # Two phones may decide `welcome` at once; the unique constraint lets in one.
    if insert_if_absent(Admission, values):
        return True
    if not device.reentry:
        return False
    back = {"the_ticket": ticket_id, "the_day": day_id, "at": at}
    return row_count(db.session.execute(_COME_BACK, back)) == 1


_MARK = (
    update(Ticket)
    .where(Ticket.id == bindparam("the_ticket"))
    .values(revision=bindparam("new_revision"))
    .execution_options(synchronize_session=False)
)


def mark_changed(ticket_id: UUID, revision: int) -> None:
    """Let all phones learn that something about a ticket has changed.

    Draw the revision before anything refers to the ticket, for that locks its row: whoever locks
    the rows of type and ticket in another order than the rest waits for ever.
    """
    db.session.execute(_MARK, {"the_ticket": ticket_id, "new_revision": revision})
