"""Two at once at the door: whoever decides looks at what is true when it is decided."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from ortenaudigital.audit.models import Entry
from ortenaudigital.bookings.changes import cancel_tickets, reissue_ticket
from ortenaudigital.bookings.links import ticket_url
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.checkin.commands import ScanRequest, lock, retire, scan, unlock
from ortenaudigital.checkin.devices.commands import (
    get_device_by_token,
    pair,
    prepare_device,
    set_override,
)
from ortenaudigital.checkin.models import Admission, Device, Scan, WalkInShare
from ortenaudigital.checkin.rules import Action
from ortenaudigital.checkin.sync.changes import settle, settle_all
from ortenaudigital.checkin.walkins.commands import give_shares
from ortenaudigital.events.models import Event, TicketType
from ortenaudigital.kernel.db import db, transaction
from tests.concurrency.together import attempt, behind, times, together
from tests.factories import BOOKED_AT, make_booking, make_device, make_event

ROUNDS = 5
SIX = 6


@pytest.fixture
def event(context: Flask) -> Iterator[Event]:
    event = make_event(quota=100)
    with transaction():
        event.reentry = True
    db.session.rollback()
    yield event
    db.session.rollback()


class Door:
    """A device at an event, and what can be done with it, each in the transaction of a caller."""

    def __init__(self, event: Event, now: datetime) -> None:
        self.now = now
        device, self.token = make_device(event, f"Tor {uuid4().hex[:4]}")
        self.device_id, self.type_id = device.id, event.ticket_types[0].id
        db.session.rollback()

    def row(self) -> Device:
        return db.session.get_one(Device, self.device_id)

    def share(self, number: int) -> Callable[[], object]:
        def act() -> None:
            kind = db.session.get_one(TicketType, self.type_id)
            give_shares(self.row(), {kind.id: number}, self.now, "olga")

        return act

    def retire(self) -> None:
        retire(self.row(), self.now, "olga")

    def send(self, code: str = "", minutes: int = 0, **changes: object) -> Callable[[], str]:
        """Send something under an id of its own each time, as it was known who sends."""
        device = get_device_by_token(self.token, self.now)
        at = self.now + timedelta(minutes=minutes)

        def act() -> str:
            values = {"scan_id": uuid4(), "code": code, "scanned_at": at} | changes
            return scan(device, ScanRequest(**values), at).verdict  # type: ignore[arg-type]

        return act

    def walk_in(self) -> Callable[[], str]:
        return self.send(action=Action.WALK_IN, ticket_type_id=self.type_id)

    def undo(self, scan_id: UUID) -> Callable[[], str]:
        return self.send(action=Action.UNDO, undoes=scan_id, reason="falsch")


@pytest.fixture
def door(event: Event, now: datetime) -> Door:
    return Door(event, now)


def count(table: type, *conditions: object) -> int:
    db.session.rollback()
    query = select(func.count()).select_from(table).where(*conditions)  # type: ignore[arg-type]
    return db.session.scalar(query) or 0


def notes(action: str) -> int:
    return count(Entry, Entry.action == action)


def check_places(door: Door) -> None:
    """Places that are taken are valid tickets, and those that devices still hold."""
    db.session.rollback()
    taken = db.session.get_one(TicketType, door.type_id, populate_existing=True).taken
    held = db.session.scalar(select(func.sum(WalkInShare.number - WalkInShare.used))) or 0
    assert taken == count(Ticket, Ticket.cancelled_at.is_(None)) + held


# Shares


def test_shares_set_by_several_at_once_lose_no_place(context: Flask, door: Door) -> None:
    for _ in range(ROUNDS):
        together(context, *[door.share(number) for number in (3, 9, 1, 7, 5, 2)])
        check_places(door)


def test_a_share_set_behind_another_sees_it(context: Flask, door: Door) -> None:
    assert attempt(door.share(2)) == "None"
    behind(context, door.share(9), door.share(4))
    check_places(door)
    assert db.session.scalars(select(WalkInShare.number)).one() == 4


def test_a_share_behind_a_walk_in_keeps_what_was_given_away(context: Flask, door: Door) -> None:
    attempt(door.share(1))
    assert behind(context, door.walk_in(), door.share(0)) == "share_used"
    check_places(door)


def test_retiring_during_walk_ins_loses_no_place(
    context: Flask, event: Event, now: datetime
) -> None:
    for _ in range(ROUNDS):
        door = Door(event, now)
        attempt(door.share(10))
        walk_ins = times(5, door.walk_in())
        together(context, *walk_ins, door.retire)
        check_places(door)
        assert sum(share.left for share in door.row().shares) == 0


def test_a_walk_in_behind_retiring_is_refused(context: Flask, door: Door) -> None:
    attempt(door.share(5))
    assert behind(context, door.retire, door.walk_in()) == "device_refused"
    assert count(Ticket) == 0
    check_places(door)


def test_retiring_behind_a_walk_in_gives_the_rest_back(context: Flask, door: Door) -> None:
    attempt(door.share(5))
    behind(context, door.walk_in(), door.retire)
    check_places(door)
    assert count(Ticket) == 1


def test_retiring_six_times_at_once_gives_places_back_once(
    context: Flask, event: Event, now: datetime
) -> None:
    for number in range(1, ROUNDS + 1):
        door = Door(event, now)
        attempt(door.share(10))
        together(context, *times(SIX, door.retire))
        check_places(door)
        assert notes("checkin.device_revoked") == number


# Devices


def test_what_is_done_to_a_device_six_times_at_once_is_done_once(
    context: Flask, door: Door
) -> None:
    deeds = {
        "checkin.device_locked": lambda: lock(door.row(), door.now, "olga"),
        "checkin.device_unlocked": lambda: unlock(door.row(), door.now, "olga"),
        "checkin.override_set": lambda: set_override(door.row(), True, door.now, "olga"),
    }
    for action, deed in deeds.items():
        together(context, *times(SIX, deed))
        assert notes(action) == 1


def test_a_link_that_six_open_at_once_pairs_one(context: Flask, event: Event) -> None:
    with transaction():
        _, secret = prepare_device(event, "Tor", BOOKED_AT, "olga")

    def act() -> str:
        pair(secret, BOOKED_AT)
        return "paired"

    told = Counter(together(context, *times(SIX, act)))
    assert told == {"paired": 1, "pairing_expired": 5}


# Undo


def admitted(door: Door, event: Event) -> tuple[str, UUID]:
    """Let in a new guest; return the code and the scan."""
    code, scan_id = ticket_url(make_booking(event).tickets[0]), uuid4()
    assert attempt(door.send(code, scan_id=scan_id)) == "welcome"
    return code, scan_id


def test_six_undos_at_once_are_one(context: Flask, event: Event, door: Door) -> None:
    for _ in range(ROUNDS):
        _, scan_id = admitted(door, event)
        told = Counter(together(context, *times(SIX, door.undo(scan_id))))
        assert told == {"undone": 1, "nothing_to_undo": 5}
    assert count(Admission) == 0


def test_an_undo_behind_another_finds_nothing(context: Flask, event: Event, door: Door) -> None:
    code, scan_id = admitted(door, event)
    assert behind(context, door.undo(scan_id), door.undo(scan_id)) == "nothing_to_undo"
    assert attempt(door.send(code, 1)) == "welcome"
    assert count(Admission) == 1


def test_six_undos_of_a_walk_in_give_one_place_back(
    context: Flask, event: Event, door: Door
) -> None:
    for _ in range(ROUNDS):
        scan_id = uuid4()
        walk_in = door.send(action=Action.WALK_IN, ticket_type_id=door.type_id, scan_id=scan_id)
        assert attempt(walk_in) == "welcome"
        told = Counter(together(context, *times(SIX, door.undo(scan_id))))
        assert told == {"undone": 1, "nothing_to_undo": 5}
        check_places(door)


def test_one_undo_sent_six_times_at_once_has_one_answer(
    context: Flask, event: Event, door: Door
) -> None:
    _, scan_id = admitted(door, event)
    undo = door.send(action=Action.UNDO, undoes=scan_id, reason="x", scan_id=uuid4())
    assert together(context, *times(SIX, undo)) == ["undone"] * SIX


def test_a_repeat_and_its_undo_at_once_wait_for_each_other_in_turn(
    context: Flask, event: Event, door: Door
) -> None:
    for _ in range(ROUNDS):
        code, scan_id = admitted(door, event)
        repeat = door.send(code, scan_id=scan_id, shown="welcome")
        told = together(context, repeat, door.undo(scan_id), repeat, door.undo(scan_id))
        assert sorted(told) == ["nothing_to_undo", "undone", "welcome", "welcome"]


# Scans


def test_who_goes_out_six_times_at_once_went_out_once(
    context: Flask, event: Event, door: Door
) -> None:
    for _ in range(ROUNDS):
        code, _scan_id = admitted(door, event)
        told = Counter(together(context, *times(SIX, door.send(code, 1, action=Action.EXIT))))
        assert told == {"left": 1, "not_in": 5}


def test_a_scan_behind_a_cancellation_is_told_of_it(
    context: Flask, event: Event, door: Door
) -> None:
    booking = make_booking(event)
    booking_id, code = booking.id, ticket_url(booking.tickets[0])

    def cancel() -> None:
        cancel_tickets(db.session.get_one(Booking, booking_id), {1}, BOOKED_AT)

    assert behind(context, cancel, door.send(code)) == "cancelled"
    assert count(Admission) == 0


def test_a_ticket_is_let_in_or_cancelled_and_never_both(
    context: Flask, event: Event, door: Door
) -> None:
    for _ in range(ROUNDS):
        booking = make_booking(event)
        booking_id, code = booking.id, ticket_url(booking.tickets[0])

        def cancel(wanted: UUID = booking_id) -> int:
            return cancel_tickets(db.session.get_one(Booking, wanted), {1}, door.now)

        told = together(context, door.send(code), cancel)
        assert told in (["welcome", "tickets_inside"], ["cancelled", "1"])


def test_a_cancellation_behind_a_scan_finds_them_inside(
    context: Flask, event: Event, door: Door
) -> None:
    booking = make_booking(event)
    booking_id, code = booking.id, ticket_url(booking.tickets[0])

    def cancel() -> int:
        return cancel_tickets(db.session.get_one(Booking, booking_id), {1}, door.now)

    assert behind(context, door.send(code), cancel) == "tickets_inside"


def test_a_scan_behind_a_new_code_is_told_of_it(context: Flask, event: Event, door: Door) -> None:
    ticket = make_booking(event).tickets[0]
    ticket_id, code = ticket.id, ticket_url(ticket)

    def reissue() -> None:
        reissue_ticket(db.session.get_one(Ticket, ticket_id), BOOKED_AT, "olga")

    assert behind(context, reissue, door.send(code)) == "replaced"
    assert count(Admission) == 0


# Conflicts


def test_conflicts_that_several_settle_at_once_are_settled_once(
    context: Flask, event: Event, door: Door
) -> None:
    for number in range(1, ROUNDS + 1):
        for _ in range(4):
            attempt(door.send("nonsense", shown="welcome"))
        db.session.rollback()
        query = select(Scan.id).where(Scan.settled_at.is_(None)).order_by(Scan.id.desc())
        ids = db.session.scalars(query).all()
        deeds = [
            partial(settle_all, event, ids, door.now, "olga"),
            partial(settle_all, event, ids[::-1], door.now, "emil"),
            partial(settle, event, ids[1], door.now, "anna"),
            partial(settle, event, ids[2], door.now, "anna"),
        ]
        told = [{"True": "1", "False": "0"}.get(each, each) for each in together(context, *deeds)]
        assert sum(map(int, told)) == 4
        assert notes("checkin.conflict_settled") == 4 * number
