"""What happens between the reading of a scan's facts and its storing; batches against batches."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from ortenaudigital.bookings.changes import cancel_tickets, reissue_ticket
from ortenaudigital.bookings.links import ticket_url
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.checkin import commands
from ortenaudigital.checkin.commands import ScanRequest, take
from ortenaudigital.checkin.devices.paired import get_device_by_token
from ortenaudigital.checkin.models import Admission, Scan
from ortenaudigital.checkin.rules import Action
from ortenaudigital.checkin.scans import scanning
from ortenaudigital.event_changes.commands import import_event
from ortenaudigital.events.models import Event
from ortenaudigital.events.rights import Decision
from ortenaudigital.events.sections.toml.event import read_event_file
from ortenaudigital.kernel.db import db, transaction
from tests.concurrency.checkin.door import ROUNDS, Door, count
from tests.concurrency.together import attempt, await_waiting
from tests.factories import BOOKED_AT, event_file_text, make_booking

Deed = Callable[[], object]
Between = Callable[..., None]


@pytest.fixture
def between(context: Flask, monkeypatch: pytest.MonkeyPatch) -> Between:
    """Do something, in transactions of its own, as soon as the facts of a scan have been read."""
    if db.engine.dialect.name == "sqlite":
        pytest.skip("whoever writes is alone from before the reading on")
    read_facts = scanning.read_facts

    def run(deeds: tuple[Deed, ...]) -> None:
        with context.app_context():
            for deed in deeds:
                attempt(deed)

    def arrange(*deeds: Deed) -> None:
        waiting = [deeds]

        def read_and_wait(*values: Any) -> Any:
            facts = read_facts(*values)
            if waiting:
                with ThreadPoolExecutor(1) as pool:
                    pool.submit(run, waiting.pop()).result()
            return facts

        monkeypatch.setattr(scanning, "read_facts", read_and_wait)

    return arrange


def note_that_it_was_seen(door: Door) -> None:
    """Have a scan leave the row of its phone alone, for which the same phone's next would wait."""
    with transaction():
        door.row().last_seen_at = door.now


def taken(door: Door, code: str, minutes: int = 0, **changes: Any) -> Callable[[], str]:
    """Send a scan as a phone does, in whatever transactions it needs."""
    device = get_device_by_token(door.token, door.now)
    at = door.now + timedelta(minutes=minutes)
    request = ScanRequest(**({"scan_id": uuid4(), "code": code, "scanned_at": at} | changes))
    db.session.rollback()
    return lambda: str(take(device, [request], at)[0].verdict)


def ticket_of(event: Event) -> tuple[Any, str]:
    ticket = make_booking(event).tickets[0]
    db.session.rollback()
    return ticket, ticket_url(ticket)


def test_a_ticket_that_is_cancelled_meanwhile_is_not_let_in(
    event: Event, door: Door, between: Between
) -> None:
    ticket, code = ticket_of(event)
    between(lambda: cancel_tickets(db.session.get_one(Booking, ticket.booking_id), {1}, BOOKED_AT))
    assert taken(door, code)() == "cancelled"
    assert (count(Admission), count(Scan)) == (0, 1)


def test_a_code_that_is_replaced_meanwhile_is_not_let_in(
    event: Event, door: Door, between: Between
) -> None:
    ticket, code = ticket_of(event)
    between(lambda: reissue_ticket(db.session.get_one(Ticket, ticket.id), BOOKED_AT, "olga"))
    assert taken(door, code)() == "replaced"
    assert (count(Admission), count(Scan)) == (0, 1)


def test_who_is_let_in_by_another_phone_meanwhile_is_in_already(
    event: Event, door: Door, between: Between
) -> None:
    _, code = ticket_of(event)
    other = Door(event, door.now)
    between(other.send(code))
    assert taken(door, code, minutes=1)() == "already_in"
    assert (count(Admission), count(Scan)) == (1, 2)
    assert count(Admission, Admission.device_id == other.device_id) == 1


def test_who_scans_while_days_are_moved_is_told_of_the_new_ones(
    context: Flask, event: Event, door: Door
) -> None:
    with transaction():
        db.session.get_one(Event, event.id).reentry = False
    _, code = ticket_of(event)
    scan = taken(door, code)
    moves = {date(2027, 10, 1): date(2027, 10, 8)}

    def run() -> str:
        with context.app_context():
            return scan()

    with ThreadPoolExecutor(1) as pool:
        with transaction():
            text = event_file_text(second="2027-10-08", quota=100)
            import_event(read_event_file(text), Decision(moves=moves), BOOKED_AT, "olga")
            late = pool.submit(run)
            await_waiting(late)
        assert late.result() == "wrong_day"
    assert (count(Admission), count(Scan)) == (0, 1)


def test_the_same_scan_that_is_stored_meanwhile_is_answered_and_lets_in_once(
    event: Event, door: Door, between: Between
) -> None:
    _, code = ticket_of(event)
    note_that_it_was_seen(door)
    scan_id = uuid4()
    between(door.send(code, scan_id=scan_id))
    assert taken(door, code, scan_id=scan_id)() == "welcome"
    assert (count(Admission), count(Scan)) == (1, 1)


def test_the_same_scan_that_is_stored_and_undone_meanwhile_lets_nobody_in(
    event: Event, door: Door, between: Between
) -> None:
    _, code = ticket_of(event)
    scan_id = uuid4()
    note_that_it_was_seen(door)
    between(door.send(code, scan_id=scan_id), door.undo(scan_id))
    assert taken(door, code, scan_id=scan_id)() == "welcome"
    assert (count(Admission), count(Scan)) == (0, 2)


def test_a_refusal_that_is_stored_meanwhile_is_answered_once(
    event: Event, door: Door, between: Between
) -> None:
    note_that_it_was_seen(door)
    code, scan_id = "nonsense", uuid4()
    between(door.send(code, scan_id=scan_id))
    assert taken(door, code, scan_id=scan_id)() == "unknown"
    assert count(Scan) == 1


def test_who_goes_out_while_the_scan_is_undone_was_not_in(
    event: Event, door: Door, between: Between
) -> None:
    with transaction():
        db.session.get_one(Event, event.id).reentry = True
    _, code = ticket_of(event)
    scan_id = uuid4()
    assert attempt(door.send(code, scan_id=scan_id)) == "welcome"
    between(door.undo(scan_id))
    assert taken(door, code, minutes=1, action=Action.EXIT)() == "not_in"
    assert count(Admission) == 0


def at_once(app: Flask, *deeds: Callable[[], str]) -> list[str]:
    """Start each deed at the same moment, in the transactions that it opens."""
    barrier = Barrier(len(deeds))

    def run(deed: Callable[[], str]) -> str:
        with app.app_context():
            barrier.wait()
            return deed()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def test_two_phones_with_one_ticket_let_it_in_once(
    context: Flask, event: Event, door: Door
) -> None:
    other = Door(event, door.now)
    for _ in range(ROUNDS):
        _, code = ticket_of(event)
        told = at_once(context, taken(door, code), taken(other, code), taken(door, code))
        assert sorted(told) == ["already_in", "already_in", "welcome"]


def test_batches_in_opposite_orders_wait_for_each_other_in_turn(
    context: Flask, event: Event, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    tickets = [make_booking(event).tickets[0] for _ in range(12)]
    with transaction():
        # Every other one is of the second type, which the public cannot book.
        for ticket in tickets[::2]:
            db.session.get_one(Ticket, ticket.id).ticket_type_id = event.ticket_types[1].id
    codes = [ticket_url(ticket) for ticket in tickets]
    doors = [door, *(Door(event, door.now) for _ in range(3))]
    barrier = Barrier(len(doors))
    sizes = []

    def take_scans(device: Any, requests: Any, now: Any) -> Any:
        sizes.append(len(requests))
        return scanning.take_scans(device, requests, now)

    monkeypatch.setattr(commands, "take_scans", take_scans)

    def send(index: int) -> list[str]:
        with context.app_context():
            mine = codes[::-1] if index % 2 else codes
            requests = [ScanRequest(uuid4(), code, door.now) for code in mine]
            device = get_device_by_token(doors[index].token, door.now)
            db.session.rollback()
            barrier.wait()
            return [str(each.verdict) for each in take(device, requests, door.now)]

    with ThreadPoolExecutor(len(doors)) as pool:
        told = Counter(verdict for told in pool.map(send, range(len(doors))) for verdict in told)
    lets_in = sum(told[verdict] for verdict in ("welcome", "already_in", "wrong_day"))
    assert lets_in == len(codes) * len(doors)
    # None broke, and had to be taken one by one.
    assert sizes == [len(codes)] * len(doors)
    assert count(Admission) == told["welcome"]
    assert count(Scan) == len(codes) * len(doors)
