"""Scans of one request are taken together, in their order, by a few statements."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from ortenaudigital.bookings.links import ticket_url
from ortenaudigital.bookings.models import Ticket
from ortenaudigital.checkin.commands import ScanRequest, scan, take
from ortenaudigital.checkin.devices.paired import get_device_by_token
from ortenaudigital.checkin.models import Admission, Scan
from ortenaudigital.checkin.rules import Action
from ortenaudigital.event_changes.commands import import_event
from ortenaudigital.events.models import Event
from ortenaudigital.events.rights import Decision
from ortenaudigital.events.sections.toml.event import read_event_file
from ortenaudigital.kernel.db import db, transaction
from tests.factories import BOOKED_AT, event_file_text, make_booking, make_event
from tests.features.checkin.door import MINUTE, Phone, citizen_type, keep_events
from tests.sent_statements import statements

# For one scan, three, and a hundred: the facts, and what is stored; types are locked for several.
# SQLite begins, draws a revision, marks tickets, keeps scans and lets in one after the other.
COSTS = {
    "sqlite": {"welcome": [6, 6, 6], "already_in": [3, 3, 3]},
    "postgresql": {"welcome": [2, 3, 3], "already_in": [2, 3, 3]},
}


def make_codes(event: Event, number: int) -> list[str]:
    bookings = [make_booking(event, number=4) for _ in range(-(-number // 4))]
    codes = [ticket_url(ticket) for booking in bookings for ticket in booking.tickets]
    db.session.rollback()
    return codes[:number]


def asked(at: datetime, code: str = "", **changes: Any) -> ScanRequest:
    return ScanRequest(**({"scan_id": uuid4(), "code": code, "scanned_at": at} | changes))


def told(phone: Phone, requests: list[ScanRequest], now: datetime) -> list[str]:
    device = get_device_by_token(phone.token, now)
    return [str(each.verdict) for each in take(device, requests, now)]


def count(table: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_scans_cost_as_many_statements_however_many_there_are(
    context: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_events(monkeypatch)
    event = make_event(quota=200)
    told(Phone(event), [asked(now, "unsinn")], now)
    # Once in half a minute there is one more, that a phone was heard of.
    device = replace(get_device_by_token(Phone(event).token, now), last_seen_at=now)
    costs: dict[str, list[int]] = {"welcome": [], "already_in": []}
    for number in (1, 3, 100):
        codes = make_codes(event, number)
        for verdict, sent_counts in costs.items():
            requests = [asked(now, code) for code in codes]
            with statements() as sent:
                results = take(device, requests, now)
            assert {str(each.verdict) for each in results} == {verdict}
            sent_counts.append(len(sent))
    assert costs == COSTS[db.engine.dialect.name]


def test_scans_of_a_request_see_what_those_before_them_did(context: Flask, now: datetime) -> None:
    event = make_event()
    phone = Phone(event, override=True)
    code, other = make_codes(event, 2)
    first, late = asked(now, code), now + MINUTE
    requests = [
        first,
        asked(now, code),
        first,
        asked(late, action=Action.UNDO, undoes=first.scan_id, reason="falsch"),
        asked(late, code),
        asked(late, "unsinn"),
        asked(late, other, action=Action.OVERRIDE, reason="Ausweis"),
        asked(late, other),
        asked(late, action=Action.WALK_IN, ticket_type_id=citizen_type(event).id),
        asked(late, code, action=Action.EXIT),
    ]
    answers = [
        *("welcome", "already_in", "welcome", "undone", "welcome", "unknown", "override"),
        *("already_in", "welcome", "forbidden"),
    ]
    assert told(phone, requests, late) == answers
    assert (count(Admission), count(Scan)) == (3, 9)
    # Sent again, whole or in another order, all is answered as before, and nothing is new.
    assert told(phone, requests[::-1], late + MINUTE) == answers[::-1]
    assert (count(Admission), count(Scan)) == (3, 9)


def test_who_goes_out_and_comes_back_within_a_request(context: Flask, now: datetime) -> None:
    event = make_event()
    with transaction():
        db.session.get_one(Event, event.id).reentry = True
    phone = Phone(event)
    (code,) = make_codes(event, 1)
    moments = [now + minute * MINUTE for minute in range(5)]
    actions = [Action.SCAN, Action.EXIT, Action.EXIT, Action.SCAN, Action.SCAN]
    requests = [asked(at, code, action=each) for at, each in zip(moments, actions, strict=True)]
    assert told(phone, requests, moments[-1]) == [
        "welcome",
        "left",
        "not_in",
        "welcome",
        "already_in",
    ]
    (admission,) = db.session.scalars(select(Admission)).unique()
    assert (admission.admitted_at, admission.entered_at) == (now, moments[3])
    assert admission.left_at is None


def test_scans_of_one_ticket_are_decided_by_one_reading(context: Flask, now: datetime) -> None:
    """Constraints would mend what did not see the scan before, at the price of reading anew."""
    event = make_event()
    with transaction():
        db.session.get_one(Event, event.id).reentry = True
    device = replace(get_device_by_token(Phone(event).token, now), last_seen_at=now)
    again, out_and_in = make_codes(event, 2)
    ways = {
        again: [asked(now, again), asked(now, again)],
        out_and_in: [
            asked(now, out_and_in),
            asked(now + MINUTE, out_and_in, action=Action.EXIT),
            asked(now + 2 * MINUTE, out_and_in),
        ],
    }
    costs = []
    for requests in ways.values():
        with statements() as sent:
            take(device, requests, now + 3 * MINUTE)
        costs.append(sum("retired_code" in each for each in sent))
    assert costs == [1, 1]


def test_days_that_are_moved_hold_at_once_though_an_event_is_kept(
    context: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_events(monkeypatch)
    event = make_event(quota=200)
    phone, codes = Phone(event), make_codes(event, 3)
    assert told(phone, [asked(now, "unsinn")], now) == ["unknown"]
    text = event_file_text(second="2027-10-08", quota=200)
    with transaction():
        moves = {now.date(): date(2027, 10, 8)}
        import_event(read_event_file(text), Decision(moves=moves), BOOKED_AT, "olga")
    assert told(phone, [asked(now, codes[1])], now) == ["wrong_day"]
    assert told(phone, [asked(now, each) for each in codes[1:]], now) == ["wrong_day"] * 2


def test_phones_learn_of_all_that_a_request_changed(context: Flask, now: datetime) -> None:
    event = make_event()
    phone = Phone(event)
    codes = make_codes(event, 3)
    before = citizen_type(event).revision
    told(phone, [asked(now, code) for code in codes], now)
    db.session.rollback()
    changed = select(Ticket.revision).where(Ticket.revision > before).order_by(Ticket.revision)
    assert db.session.scalars(changed).all() == [before + 1, before + 2, before + 3]
    assert citizen_type(event).revision == before + 3


@pytest.mark.parametrize("broken", range(3))
def test_one_that_breaks_keeps_no_other_from_being_stored(
    context: Flask, now: datetime, broken: int
) -> None:
    event = make_event()
    phone = Phone(event)
    requests = [asked(now, code) for code in make_codes(event, 3)]
    # A word that the database does not know.
    requests[broken] = asked(now, requests[broken].code, shown="dance")
    with pytest.raises(Exception, match=r"dance|known_shown"):
        told(phone, requests, now)
    assert count(Scan) == count(Admission) == 2
    others = [each for each in requests if each.shown is None]
    assert told(phone, others, now + MINUTE) == ["welcome", "welcome"]
    assert count(Scan) == 2


def test_a_repeat_tells_what_the_phone_showed_meanwhile(context: Flask, now: datetime) -> None:
    event = make_event()
    phone = Phone(event)
    (code,) = make_codes(event, 1)
    device = get_device_by_token(phone.token, now)
    first = asked(now, code)
    with transaction():
        assert not scan(device, first, now).conflict
    shown = asked(now, code, scan_id=first.scan_id, shown="unknown")
    (again,) = take(device, [shown], now + timedelta(minutes=1))
    assert (again.verdict, again.conflict) == ("welcome", True)
    db.session.rollback()
    stored = db.session.scalars(select(Scan)).one()
    assert (stored.shown, stored.conflict) == ("unknown", "turned_away")
    assert isinstance(stored.scan_id, UUID)
