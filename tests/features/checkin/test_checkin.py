from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from ortenaudigital.bookings.changes import cancel_tickets, reissue_ticket
from ortenaudigital.bookings.links import ticket_code, ticket_url
from ortenaudigital.bookings.models import Ticket
from ortenaudigital.checkin.commands import ScanRequest, ScanResult, scan
from ortenaudigital.checkin.devices.commands import PAIRING_TIME, pair, prepare_device, revoke
from ortenaudigital.checkin.devices.paired import PairedDevice, get_device_by_token
from ortenaudigital.checkin.errors import DeviceRefused, PairingExpired
from ortenaudigital.checkin.models import Admission, Device, Scan
from ortenaudigital.checkin.queries import arrivals, count_admissions, count_in
from ortenaudigital.kernel.db import db, transaction
from tests.factories import BOOKED_AT, make_booking, make_device, make_event


def paired(device: Device) -> PairedDevice:
    zone = "Europe/Berlin"
    seen, made = device.last_seen_at, device.created_at
    return PairedDevice(device.id, device.name, device.event_id, zone, seen, made)


def read(device: Device, code: str, at: datetime, **changes: Any) -> ScanResult:
    request = ScanRequest(**({"scan_id": uuid4(), "code": code, "scanned_at": at} | changes))
    with transaction():
        return scan(paired(device), request, at)


def test_scan_lets_in_once_and_says_when_and_where(context: Flask, now: datetime) -> None:
    event = make_event()
    ticket = make_booking(event).tickets[0]
    front, _ = make_device(event)
    back, _ = make_device(event, "Hintereingang")
    first = read(front, ticket_url(ticket), now)
    second = read(back, ticket_code(ticket.id, 0), now + timedelta(minutes=3))
    assert (first.verdict, first.first_in_at, first.device) == ("welcome", now, "Haupteingang")
    assert (second.verdict, second.first_in_at) == ("already_in", now)
    assert second.device == "Haupteingang"
    assert second.ticket is not None
    assert second.ticket.name == "Erika Müller"
    assert count_in(event.days[1]) == (1, 1)
    assert list(count_admissions(event).values()) == [1]
    assert [number for _, number in arrivals(event)[event.days[1].id]] == [1]


def test_scan_again_with_the_same_id_gives_the_same_answer(context: Flask, now: datetime) -> None:
    event = make_event()
    ticket = make_booking(event).tickets[0]
    device, _ = make_device(event)
    scan_id = uuid4()
    answers = [read(device, ticket_url(ticket), now, scan_id=scan_id) for _ in range(3)]
    assert [answer.verdict for answer in answers] == ["welcome"] * 3
    assert answers[1] == answers[2]
    told = [(a.verdict, a.first_in_at, a.device, a.valid_on) for a in answers]
    assert told[0] == told[1]
    assert db.session.scalar(select(func.count()).select_from(Scan)) == 1
    assert db.session.scalar(select(func.count()).select_from(Admission)) == 1


def test_scan_of_a_short_code_lets_in(context: Flask, now: datetime) -> None:
    event = make_event()
    ticket = make_booking(event).tickets[0]
    device, _ = make_device(event)
    assert read(device, ticket.short_code.lower(), now).verdict == "welcome"


def test_scan_says_every_other_verdict(context: Flask, now: datetime) -> None:
    event = make_event()
    booking = make_booking(event, number=3)
    device, _ = make_device(event)
    cancelled, replaced, good = booking.tickets
    old = ticket_url(replaced)
    with transaction():
        cancel_tickets(booking, {1}, BOOKED_AT)
        reissue_ticket(replaced, BOOKED_AT, "olga")
    other = make_booking(make_event(slug="anderes")).tickets[0]
    assert read(device, ticket_url(cancelled), now).verdict == "cancelled"
    assert read(device, old, now).verdict == "replaced"
    assert read(device, ticket_url(replaced), now).verdict == "welcome"
    assert read(device, "nonsense", now).verdict == "unknown"
    assert read(device, "A" * 26, now).verdict == "unknown"
    day_before = now - timedelta(days=1)
    wrong_day = read(device, ticket_url(good), day_before)
    assert wrong_day.verdict == "wrong_day"
    assert [day.isoformat() for day in wrong_day.valid_on] == ["2027-10-01"]
    early = datetime(2027, 10, 1, 6, 29, tzinfo=UTC)
    assert read(device, ticket_url(good), early).verdict == "not_open"
    elsewhere = read(device, ticket_url(other), now)
    assert elsewhere.verdict == "other_event"
    assert elsewhere.ticket is None
    assert db.session.scalar(select(func.count()).select_from(Scan)) == 8


def test_a_phone_ahead_of_time_does_not_open_the_doors(context: Flask) -> None:
    event = make_event()
    ticket = make_booking(event).tickets[0]
    device, _ = make_device(event)
    early = datetime(2027, 10, 1, 6, 0, tzinfo=UTC)
    request = ScanRequest(uuid4(), ticket_url(ticket), early + timedelta(hours=1))
    with transaction():
        assert scan(paired(device), request, early).verdict == "not_open"


def test_pairing_works_once_and_in_time(context: Flask) -> None:
    event = make_event()
    with transaction():
        _, secret = prepare_device(event, "Tor", BOOKED_AT, "olga")
    with transaction():
        device, token = pair(secret, BOOKED_AT)
    assert get_device_by_token(token, BOOKED_AT).id == device.id
    with pytest.raises(PairingExpired), transaction():
        pair(secret, BOOKED_AT)
    with transaction():
        _, late = prepare_device(event, "Tor", BOOKED_AT, "olga")
    with pytest.raises(PairingExpired), transaction():
        pair(late, BOOKED_AT + PAIRING_TIME)


def test_a_device_ends_when_revoked_or_after_the_event(context: Flask) -> None:
    event = make_event()
    device, token = make_device(event)
    with pytest.raises(DeviceRefused):
        get_device_by_token("wrong", BOOKED_AT)
    assert not get_device_by_token(token, datetime(2027, 10, 2, 10, 59, tzinfo=UTC)).over
    # It may deliver what it still holds until everything personal is erased.
    assert get_device_by_token(token, datetime(2027, 10, 2, 11, tzinfo=UTC)).over
    with pytest.raises(DeviceRefused):
        get_device_by_token(token, datetime(2027, 10, 29, 11, tzinfo=UTC))
    with transaction():
        revoke(device, BOOKED_AT, "olga")
    with pytest.raises(DeviceRefused):
        get_device_by_token(token, BOOKED_AT)


def test_only_fingerprints_of_secrets_are_stored(context: Flask) -> None:
    event = make_event()
    ticket = make_booking(event).tickets[0]
    _, token = make_device(event)
    code = ticket_code(ticket.id, 0)
    stored = db.session.execute(select(Ticket.__table__)).all()
    stored += db.session.execute(select(Device.__table__)).all()
    assert code not in str(stored)
    assert token not in str(stored)
