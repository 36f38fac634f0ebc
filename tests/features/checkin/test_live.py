from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from ortenaudigital.audit.commands import list_entries
from ortenaudigital.bookings.changes import cancel_tickets
from ortenaudigital.bookings.models import Booking
from ortenaudigital.checkin.commands import ScanRequest, ScanResult, lock, retire, scan
from ortenaudigital.checkin.devices.commands import note_contact, set_override
from ortenaudigital.checkin.devices.paired import get_device_by_token
from ortenaudigital.checkin.errors import UnknownScan
from ortenaudigital.checkin.models import Device
from ortenaudigital.checkin.reports.attendance import (
    SILENT_AFTER,
    Count,
    Trouble,
    attendance,
    count_since,
    list_deeds,
    list_health,
    list_scans,
)
from ortenaudigital.checkin.rules import Action
from ortenaudigital.checkin.scans.conflicts import count_conflicts, list_conflicts
from ortenaudigital.checkin.sync.changes import settle
from ortenaudigital.checkin.walkins.commands import give_shares
from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.kernel.db.driver import alone
from tests.factories import BOOKED_AT, make_booking, make_device, make_event
from tests.sent_statements import statements

VERSION = "v2"


def deed(token: str, at: datetime, code: str = "", **changes: Any) -> ScanResult:
    request = ScanRequest(**({"scan_id": uuid4(), "code": code, "scanned_at": at} | changes))
    with transaction():
        return scan(get_device_by_token(token, at), request, at)


def twice_in(event: Event, now: datetime, front: str, back: str) -> Booking:
    """Let one ticket in by two phones that were offline."""
    booking = make_booking(event)
    code = booking.tickets[0].short_code
    deed(front, now, code, shown="welcome")
    deed(back, now + timedelta(minutes=3), code, shown="welcome")
    return booking


def test_attendance_counts_by_day_and_type(context: Flask, now: datetime) -> None:
    event = make_event(slug="mit-rueckkehr", quota=10)
    with transaction():
        event.reentry = True
    booking = make_booking(event, number=3)
    device, token = make_device(event)
    citizens, professionals = event.ticket_types
    with transaction():
        give_shares(db.session.merge(device), {citizens.id: 4}, now, "olga")
    codes = [ticket.short_code for ticket in booking.tickets]
    for code in codes[:2]:
        deed(token, now, code)
    deed(token, now, codes[0], action=Action.EXIT)
    deed(token, now + timedelta(minutes=9), action=Action.WALK_IN, ticket_type_id=citizens.id)

    found = attendance(event)

    first, second = event.days
    # Three were booked and one came without a ticket; the other three of the share are nobody yet.
    assert found.of(second, citizens) == Count(came=3, out=1, walk_ins=1, expected=4)
    assert found.of(second, professionals) == Count()
    assert found.of(first, citizens) is None
    assert found.total(second) == Count(came=3, out=1, walk_ins=1, expected=4)
    assert count_since(second, now + timedelta(minutes=1)) == 1


def test_a_device_is_looked_after_when_it_is_silent(context: Flask, now: datetime) -> None:
    event = make_event()
    device, token = make_device(event)

    def health(at: datetime, unsent: int = 0, version: str = VERSION) -> list[Trouble]:
        device = get_device_by_token(token, now)
        with alone() as driver:
            note_contact(driver, device, unsent, version, now)
        db.session.rollback()
        (found,) = list_health(event, VERSION, at)
        return list(found.troubles)

    closing = event.days[1].closes_at
    assert health(now + SILENT_AFTER) == []
    assert health(now + SILENT_AFTER + timedelta(seconds=1)) == [Trouble.SILENT]
    assert health(closing) == [], "after the doors closed a phone may sleep"
    assert health(closing, unsent=1) == [Trouble.SILENT]
    assert health(now, version="v1") == [Trouble.OUTDATED]
    assert health(now, version="") == []
    with transaction():
        lock(db.session.get_one(Device, device.id), now, "olga")
    assert [each.device.name for each in list_health(event, VERSION, now)] == ["Haupteingang"]
    with transaction():
        retire(db.session.get_one(Device, device.id), now, "olga")
    assert list_health(event, VERSION, now) == []


def test_each_conflict_is_listed_once_with_both_sides(context: Flask, now: datetime) -> None:
    event = make_event()
    _, front = make_device(event)
    _, back = make_device(event, "Nebeneingang")
    twice_in(event, now, front, back)
    gone, wrongly_out = make_booking(event), make_booking(event)
    with transaction():
        cancel_tickets(gone, {1}, BOOKED_AT)
    deed(back, now + timedelta(minutes=4), gone.tickets[0].short_code, shown="welcome")
    deed(back, now + timedelta(minutes=5), wrongly_out.tickets[0].short_code, shown="unknown")
    deed(back, now + timedelta(minutes=6), gone.tickets[0].short_code, shown="unknown")
    make_event(slug="anderes")

    found = list_conflicts(event)

    kinds = ["other_reason", "turned_away", "let_in", "let_in"]
    assert [each.scan.conflict for each in found] == kinds
    assert [each.twice for each in found] == [False, False, False, True]
    double = found[-1]
    assert double.counted is not None
    assert (double.counted.device.name, double.counted.admitted_at) == ("Haupteingang", now)
    assert double.scan.device.name == "Nebeneingang"
    assert count_conflicts(event.slug) == (4, 0)
    assert count_conflicts("anderes") == (0, 0)


def test_a_conflict_is_settled_once(context: Flask, now: datetime) -> None:
    event, other = make_event(), make_event(slug="anderes")
    _, front = make_device(event)
    _, back = make_device(event, "Nebeneingang")
    booking = twice_in(event, now, front, back)
    scan_id = list_conflicts(event)[0].scan.id
    with transaction():
        assert settle(event, scan_id, now, "olga")
        assert not settle(event, scan_id, now + timedelta(hours=1), "otto")
    entries = [each for each in list_entries(booking.id) if each.action.endswith("settled")]
    assert [(each.actor, each.details["kind"]) for each in entries] == [("olga", "let_in")]
    assert list_conflicts(event) == []
    assert [each.scan.settled_at for each in list_conflicts(event, settled=True)] == [now]
    assert count_conflicts(event.slug) == (0, 1)
    with pytest.raises(UnknownScan), transaction():
        settle(other, scan_id, now, "olga")
    with pytest.raises(UnknownScan), transaction():
        settle(event, scan_id - 1, now, "olga")


def test_what_was_done_by_hand_is_listed_for_its_day(context: Flask, now: datetime) -> None:
    event = make_event()
    device, token = make_device(event)
    with transaction():
        set_override(db.session.get_one(Device, device.id), True, now, "olga")
    ticket = make_booking(event).tickets[0]
    first = deed(token, now, ticket.short_code)
    minute = timedelta(minutes=1)
    deed(token, now + minute, action=Action.UNDO, undoes=first.scan_id, reason="falsche Person")
    deed(token, now + minute * 2, ticket.short_code, action=Action.OVERRIDE, reason="bekannt")
    type_id = event.ticket_types[0].id
    deed(token, now + minute * 3, action=Action.WALK_IN, ticket_type_id=type_id)

    deeds = list_deeds(event, event.days[1])

    told = [(each.action, each.verdict, each.reason) for each in deeds]
    assert told == [
        ("walk_in", "welcome", ""),
        ("override", "override", "bekannt"),
        ("undo", "undone", "falsche Person"),
    ]
    assert len(list_deeds(event, event.days[1], most=1)) == 1
    assert list_deeds(event, event.days[0]) == []
    verdicts = [each.verdict for each in list_scans([ticket.id])]
    assert verdicts == ["welcome", "undone", "override"]


def test_the_number_of_questions_does_not_grow(context: Flask, now: datetime) -> None:
    event_id = make_event().id
    type_id = get_event("ortenau-digital-2027").ticket_types[0].id
    _, front = make_device(get_event("ortenau-digital-2027"))
    _, back = make_device(get_event("ortenau-digital-2027"), "Nebeneingang")

    def asked() -> int:
        db.session.remove()
        found = db.session.get_one(Event, event_id)
        with statements() as sent:
            attendance(found)
            for health in list_health(found, VERSION, now):
                assert health.device.name
            for each in list_conflicts(found):
                assert each.scan.ticket
                assert each.scan.ticket.booking.event.slug
                assert each.counted
                assert each.counted.device.name
            for each_scan in list_deeds(found, found.days[1]):
                assert each_scan.ticket
                assert each_scan.ticket.display_name is not None
        return len(sent)

    def happen() -> None:
        twice_in(db.session.get_one(Event, event_id), now, front, back)
        deed(front, now, action=Action.WALK_IN, ticket_type_id=type_id)

    happen()
    once = asked()
    for _ in range(2):
        happen()
        make_device(db.session.get_one(Event, event_id))
    assert asked() == once
    assert count_conflicts("ortenau-digital-2027") == (3, 0)
