"""An import at the same moment as bookings, scans and assignments: nobody slips through."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date, datetime
from threading import Barrier, Event
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask

from ortenaudigital.bookings.commands import book
from ortenaudigital.bookings.errors import EventChanged
from ortenaudigital.bookings.links import ticket_url
from ortenaudigital.bookings.queries import get_booking
from ortenaudigital.checkin.commands import ScanRequest, scan
from ortenaudigital.checkin.models import Device
from ortenaudigital.checkin.rules import Action
from ortenaudigital.checkin.walkins import commands as walkins
from ortenaudigital.event_changes.commands import import_event
from ortenaudigital.events.errors import EventFileError
from ortenaudigital.events.rights import Decision
from ortenaudigital.events.sections.toml.event import read_event_file
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.inventory.models import Slot
from ortenaudigital.fair.placement.commands import assign
from ortenaudigital.fair.placement.queries import list_free_slots
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.queries import list_letters
from tests.concurrency.together import PATIENCE, await_waiting
from tests.factories import (
    BOOKED_AT,
    booking_request,
    event_file_text,
    make_booking,
    make_device,
    make_event,
    make_exhibitor,
)
from tests.features.checkin.test_checkin import paired

SLUG = "ortenau-digital-2027"
MOVE = {date(2027, 10, 1): date(2027, 10, 8)}
MOVED = event_file_text(second="2027-10-08")


def do_import(text: str, before_commit: Callable[[], object] = bool, **decided: Any) -> str:
    try:
        with transaction():
            import_event(read_event_file(text), Decision(**decided), BOOKED_AT, "olga")
            before_commit()
    except EventFileError as error:
        return error.faults[0]
    return "imported"


def do_book(before_commit: Callable[[], object] = bool) -> str:
    try:
        with transaction():
            booking_id = book(SLUG, booking_request(), BOOKED_AT)
            before_commit()
    except EventChanged as error:
        return error.code
    return str(booking_id)


class Crowd:
    """Threads with the app's context."""

    def __init__(self, app: Flask, size: int = 4) -> None:
        self.app = app
        self.pool = ThreadPoolExecutor(size)

    def start(self, act: Callable[..., str], *values: Any, **decided: Any) -> Future[str]:
        def run() -> str:
            with self.app.app_context():
                return act(*values, **decided)

        return self.pool.submit(run)


def days_of(booking_id: str) -> list[date]:
    db.session.rollback()
    (ticket,) = get_booking(UUID(booking_id)).tickets
    return [day.date for day in ticket.ticket_type.days]


def test_who_is_just_booking_is_waited_for_and_counted(context: Flask) -> None:
    make_event()
    db.session.rollback()
    crowd = Crowd(context)
    has_booked, may_commit = Event(), Event()

    def hold() -> None:
        has_booked.set()
        may_commit.wait(PATIENCE)

    booking = crowd.start(do_book, hold)
    assert has_booked.wait(PATIENCE)
    imported = crowd.start(do_import, MOVED)
    await_waiting(imported)
    may_commit.set()
    assert "1 ticket is booked for 2027-10-01" in imported.result(PATIENCE)
    assert days_of(booking.result(PATIENCE)) == [date(2027, 10, 1)]


def test_who_books_while_days_change_gets_no_ticket_for_another_day(context: Flask) -> None:
    make_event()
    db.session.rollback()
    crowd = Crowd(context)
    has_imported, may_commit = Event(), Event()

    def hold() -> None:
        has_imported.set()
        may_commit.wait(PATIENCE)

    imported = crowd.start(do_import, MOVED, hold)
    assert has_imported.wait(PATIENCE)
    booking = crowd.start(do_book)
    await_waiting(booking)
    may_commit.set()
    assert imported.result(PATIENCE) == "imported"
    told = booking.result(PATIENCE)
    if db.engine.dialect.name == "postgresql":
        assert told == "event_changed"
    else:
        # There a booking begins only when the import is done: what is offered is new.
        assert days_of(told) == [date(2027, 10, 8)]


def test_a_stand_goes_or_is_assigned_never_both(context: Flask) -> None:
    event = make_event()
    exhibitor_id = make_exhibitor(event).id
    slot_id = next(s.id for s in list_free_slots(event) if s.stand.label == "A2")
    db.session.rollback()
    crowd = Crowd(context)
    has_assigned, may_commit = Event(), Event()

    def do_assign() -> str:
        with transaction():
            slot = db.session.get_one(Slot, slot_id)
            assign(slot, db.session.get_one(Exhibitor, exhibitor_id), BOOKED_AT, "olga")
            has_assigned.set()
            may_commit.wait(PATIENCE)
        return "assigned"

    assigned = crowd.start(do_assign)
    assert has_assigned.wait(PATIENCE)
    text = event_file_text().split('[[stand]]\nlabel = "A2"')[0]
    imported = crowd.start(do_import, text)
    await_waiting(imported)
    may_commit.set()
    assert assigned.result(PATIENCE) == "assigned"
    assert imported.result(PATIENCE) == "stand: A2 is gone on 2027-10-01, but Rebsensor holds it"


def test_a_walk_in_and_an_import_lock_type_and_days_in_one_order(
    context: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = make_event()
    device_id, type_id = make_device(event)[0].id, event.ticket_types[0].id
    db.session.rollback()
    has_stored, may_go_on = Event(), Event()

    keep = walkins.keep

    def keep_and_hold(*values: Any, **how: Any) -> set[UUID]:
        stored = keep(*values, **how)
        has_stored.set()
        may_go_on.wait(PATIENCE)
        return stored

    def walk_in() -> str:
        with transaction():
            device = paired(db.session.get_one(Device, device_id))
            asked = ScanRequest(uuid4(), "", now, action=Action.WALK_IN, ticket_type_id=type_id)
            return str(scan(device, asked, now).verdict)

    monkeypatch.setattr(walkins, "keep", keep_and_hold)
    crowd = Crowd(context)
    walked_in = crowd.start(walk_in)
    assert has_stored.wait(PATIENCE)
    imported = crowd.start(do_import, MOVED, moves=MOVE)
    await_waiting(imported)
    may_go_on.set()
    assert walked_in.result(PATIENCE) == "welcome"
    assert "let in on 2027-10-01" in imported.result(PATIENCE)


@pytest.mark.parametrize("repeat", range(2))
def test_everything_at_once_neither_waits_for_ever_nor_loses_a_letter(
    context: Flask, now: datetime, repeat: int
) -> None:
    event = make_event()
    first = make_booking(event, number=2)
    codes = [ticket_url(ticket) for ticket in first.tickets]
    device_id = make_device(event)[0].id
    type_id = event.ticket_types[0].id
    db.session.rollback()
    barrier = Barrier(20)

    def read(**changes: Any) -> str:
        barrier.wait(PATIENCE)
        with transaction():
            device = paired(db.session.get_one(Device, device_id))
            request = ScanRequest(**({"scan_id": uuid4(), "code": "", "scanned_at": now} | changes))
            return str(scan(device, request, now).verdict)

    def at_once(act: Callable[..., str], *values: Any, **decided: Any) -> str:
        barrier.wait(PATIENCE)
        return act(*values, **decided)

    crowd = Crowd(context, 20)
    acts = [crowd.start(at_once, do_book) for _ in range(10)]
    scans = [crowd.start(read, code=codes[n % 2], scanned_at=now) for n in range(4)]
    walk_ins = {"action": Action.WALK_IN, "ticket_type_id": type_id, "scanned_at": now}
    scans += [crowd.start(read, **walk_ins) for _ in range(4)]
    moved = crowd.start(at_once, do_import, MOVED, moves=MOVE)
    retitled = crowd.start(at_once, do_import, event_file_text(title="Neu", quota=90))
    told = [each.result(PATIENCE) for each in acts]
    assert {each.result(PATIENCE) for each in scans} <= {"welcome", "already_in", "wrong_day"}
    # Who was let in first keeps the day, and what was moved first is no longer as the other says.
    assert moved.result(PATIENCE) == "imported" or "let in on 2027-10-01" in moved.result(PATIENCE)
    assert retitled.result(PATIENCE) == "imported" or "2027-10-08" in retitled.result(PATIENCE)
    db.session.rollback()
    changed = [x.subject_id for x in list_letters() if x.kind == "bookings.event_changed"]
    assert (str(first.id) in changed) is (moved.result() == "imported")
    assert set(changed) <= {str(first.id), *told}
