"""All that a helper does at the door besides reading codes, and what phones find out late."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from ortenaudigital.bookings.changes import cancel_tickets
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.checkin.commands import ScanRequest, ScanResult, retire, scan
from ortenaudigital.checkin.devices.commands import get_device_by_token, set_override
from ortenaudigital.checkin.errors import ShareUsed
from ortenaudigital.checkin.models import Admission, Device, Scan, WalkInShare
from ortenaudigital.checkin.queries import count_in
from ortenaudigital.checkin.rules import Action
from ortenaudigital.checkin.walkins.commands import give_shares
from ortenaudigital.events.errors import SoldOut
from ortenaudigital.events.models import Event
from ortenaudigital.kernel.db import db, transaction
from tests.factories import BOOKED_AT, make_booking, make_device, make_event

MINUTE = timedelta(minutes=1)


class Phone:
    """A paired device, and what it sends."""

    def __init__(self, event: Event, name: str = "Haupteingang", override: bool = False) -> None:
        self.device, self.token = make_device(event, name)
        if override:
            with transaction():
                set_override(db.session.get_one(Device, self.device.id), True, BOOKED_AT, "olga")

    def send(self, at: datetime, code: str = "", received: datetime | None = None, **changes: Any):
        values = {"scan_id": uuid4(), "code": code, "scanned_at": at} | changes
        with transaction():
            paired = get_device_by_token(self.token, received or at)
            return scan(paired, ScanRequest(**values), received or at)

    def undo(self, at: datetime, scan_id: UUID, **changes: Any) -> ScanResult:
        reason = {"reason": "Falsches Ticket"}
        return self.send(at, action=Action.UNDO, undoes=scan_id, **(reason | changes))

    def override(self, at: datetime, code: str, **changes: Any) -> ScanResult:
        return self.send(at, code, action=Action.OVERRIDE, reason="Ausweis geprüft", **changes)

    def walk_in(self, at: datetime, type_id: int, **changes: Any) -> ScanResult:
        return self.send(at, action=Action.WALK_IN, ticket_type_id=type_id, **changes)


def admissions() -> list[Admission]:
    db.session.rollback()
    return list(db.session.scalars(select(Admission).order_by(Admission.id)))


def citizen_type(event: Event) -> Any:
    db.session.rollback()
    return next(each for each in event.ticket_types if each.slug == "buergerticket")


def places(event: Event) -> int:
    taken = citizen_type(event)
    db.session.refresh(taken)
    return int(taken.taken)


# What phones decided offline


def test_two_phones_that_were_offline_let_in_once_and_conflict_once(
    context: Flask, now: datetime
) -> None:
    event = make_event()
    code = make_booking(event).tickets[0].short_code
    front, back = Phone(event), Phone(event, "Hintereingang")
    later = now + timedelta(hours=1)
    first = front.send(now, code, later, shown="welcome")
    second = back.send(now + MINUTE, code, later, shown="welcome")
    again = back.send(now + 2 * MINUTE, code, later, shown="already_in")
    assert (first.verdict, first.conflict) == ("welcome", False)
    assert (second.verdict, second.conflict) == ("already_in", True)
    assert (second.first_in_at, second.device) == (now, "Haupteingang")
    assert (again.verdict, again.conflict) == ("already_in", False)
    assert [a.admitted_at for a in admissions()] == [now]
    assert db.session.scalars(select(Scan.conflict).order_by(Scan.id)).all() == [
        None,
        "let_in",
        None,
    ]


def test_whom_a_phone_turned_away_is_not_let_in_later(context: Flask, now: datetime) -> None:
    event = make_event()
    code = make_booking(event).tickets[0].short_code
    phone = Phone(event)
    late = phone.send(now, code, now + MINUTE, shown="unknown")
    assert (late.verdict, late.conflict) == ("welcome", True)
    assert admissions() == []
    assert phone.send(now + MINUTE, code).verdict == "welcome"
    assert len(admissions()) == 1


def test_the_time_of_the_scan_counts_not_that_of_its_arrival(context: Flask, now: datetime) -> None:
    event = make_event()
    code = make_booking(event).tickets[0].short_code
    next_week = now + timedelta(days=7)
    late = Phone(event).send(now, code, next_week, shown="welcome")
    assert late.verdict == "welcome"
    assert [a.admitted_at for a in admissions()] == [now]


def test_an_answer_that_was_lost_is_given_again_and_what_was_shown_meanwhile_noted(
    context: Flask, now: datetime
) -> None:
    event = make_event()
    code = make_booking(event).tickets[0].short_code
    phone, scan_id = Phone(event), uuid4()
    phone.send(now, code, scan_id=scan_id)
    again = phone.send(now, code, now + MINUTE, scan_id=scan_id, shown="unknown")
    assert (again.verdict, again.conflict) == ("welcome", True)
    assert db.session.scalars(select(Scan.shown)).all() == ["unknown"]
    assert len(admissions()) == 1


# Going out and coming back


def test_going_out_lets_in_again(context: Flask, now: datetime) -> None:
    event = make_event()
    with transaction():
        event.reentry = True
    code = make_booking(event).tickets[0].short_code
    phone = Phone(event)
    steps = [
        phone.send(now, code),
        phone.send(now + MINUTE, code),
        phone.send(now + 2 * MINUTE, code, action=Action.EXIT),
        phone.send(now + 3 * MINUTE, code, action=Action.EXIT),
        phone.send(now + 4 * MINUTE, code),
        phone.send(now + 5 * MINUTE, code),
    ]
    words = [step.verdict for step in steps]
    assert words == ["welcome", "already_in", "left", "not_in", "welcome", "already_in"]
    assert steps[4].first_in_at == now
    (admission,) = admissions()
    assert (admission.admitted_at, admission.entered_at) == (now, now + 4 * MINUTE)
    assert admission.left_at is None
    assert count_in(event.days[1]) == (1, 1)


def test_an_older_exit_that_arrives_late_does_not_undo_a_newer_entry(
    context: Flask, now: datetime
) -> None:
    event = make_event()
    with transaction():
        event.reentry = True
    code = make_booking(event).tickets[0].short_code
    gate, exit_ = Phone(event), Phone(event, "Ausgang")
    gate.send(now + 5 * MINUTE, code)
    late = exit_.send(now, code, now + 9 * MINUTE, action=Action.EXIT, shown="left")
    assert late.verdict == "left"
    assert admissions()[0].left_at is None


def test_without_reentry_nobody_is_scanned_out(context: Flask, now: datetime) -> None:
    event = make_event()
    code = make_booking(event).tickets[0].short_code
    phone = Phone(event)
    phone.send(now, code)
    assert phone.send(now + MINUTE, code, action=Action.EXIT).verdict == "forbidden"
    assert admissions()[0].left_at is None


# By hand


def test_override_needs_the_right_and_keeps_the_reason(context: Flask, now: datetime) -> None:
    event = make_event()
    booking = make_booking(event, number=2)
    cancelled = booking.tickets[0].short_code
    with transaction():
        cancel_tickets(booking, {1}, BOOKED_AT)
    plain, trusted = Phone(event), Phone(event, "Orga", override=True)
    refused = plain.override(now, cancelled, shown="override")
    assert (refused.verdict, refused.conflict) == ("forbidden", True)
    assert admissions() == []
    allowed = trusted.override(now + MINUTE, cancelled, shown="override")
    assert (allowed.verdict, allowed.conflict) == ("override", False)
    assert allowed.first_in_at == now + MINUTE
    stored = db.session.scalars(select(Scan).order_by(Scan.id.desc())).first()
    assert stored is not None
    assert (stored.verdict, stored.action, stored.reason) == (
        "override",
        "override",
        "Ausweis geprüft",
    )
    assert [a.device.name for a in admissions()] == ["Orga"]


def test_override_lets_in_on_a_day_of_the_event_only(context: Flask, now: datetime) -> None:
    event = make_event()
    other = make_event(slug="anderes")
    code = make_booking(event).tickets[0].short_code
    strange = make_booking(other).tickets[0].short_code
    phone = Phone(event, override=True)
    day_before, week_before = now - timedelta(days=1), now - timedelta(days=7)
    assert phone.override(day_before, code).verdict == "override"
    assert phone.override(week_before, code).verdict == "wrong_day"
    assert phone.override(now, strange).verdict == "other_event"
    assert phone.override(now, "OD-222222-1").verdict == "unknown"
    assert [a.checkpoint.day.date.isoformat() for a in admissions()] == ["2027-09-30"]


def test_override_of_somebody_inside_keeps_the_first_admission(
    context: Flask, now: datetime
) -> None:
    event = make_event()
    code = make_booking(event).tickets[0].short_code
    phone = Phone(event, override=True)
    phone.send(now, code)
    assert phone.override(now + MINUTE, code).verdict == "override"
    assert [a.admitted_at for a in admissions()] == [now]


# Undo


def test_undo_takes_the_admission_back_once(context: Flask, now: datetime) -> None:
    event = make_event()
    code = make_booking(event).tickets[0].short_code
    phone = Phone(event)
    let_in = phone.send(now, code)
    undone = phone.undo(now + MINUTE, let_in.scan_id)
    assert undone.verdict == "undone"
    assert undone.ticket is not None
    assert admissions() == []
    assert phone.undo(now + MINUTE, let_in.scan_id).verdict == "nothing_to_undo"
    assert phone.send(now + 2 * MINUTE, code).verdict == "welcome"
    assert phone.undo(now + 3 * MINUTE, let_in.scan_id).verdict == "nothing_to_undo"
    assert len(admissions()) == 1
    reasons = db.session.scalars(select(Scan.reason).where(Scan.verdict == "undone")).all()
    assert reasons == ["Falsches Ticket"]


def test_undo_is_for_the_device_that_let_in(context: Flask, now: datetime) -> None:
    event = make_event()
    code = make_booking(event).tickets[0].short_code
    let_in = Phone(event).send(now, code)
    assert Phone(event, "Nord").undo(now, let_in.scan_id).verdict == "nothing_to_undo"
    assert Phone(event, "Süd").undo(now, uuid4()).verdict == "nothing_to_undo"
    assert len(admissions()) == 1


def test_undo_leaves_the_admission_of_the_other_phone(context: Flask, now: datetime) -> None:
    event = make_event()
    code = make_booking(event).tickets[0].short_code
    front, back = Phone(event), Phone(event, "Hintereingang")
    later = now + timedelta(hours=1)
    first = front.send(now, code, later, shown="welcome")
    back.send(now + MINUTE, code, later, shown="welcome")
    front.undo(now + 2 * MINUTE, first.scan_id, received=later)
    (admission,) = admissions()
    assert (admission.device.name, admission.admitted_at) == ("Hintereingang", now + MINUTE)


def test_undo_of_a_return_leaves_somebody_out(context: Flask, now: datetime) -> None:
    event = make_event()
    with transaction():
        event.reentry = True
    code = make_booking(event).tickets[0].short_code
    phone = Phone(event)
    phone.send(now, code)
    phone.send(now + MINUTE, code, action=Action.EXIT)
    back = phone.send(now + 2 * MINUTE, code)
    assert phone.undo(now + 3 * MINUTE, back.scan_id).verdict == "undone"
    assert admissions()[0].left_at is not None
    assert admissions()[0].admitted_at == now


# Walk-ins


def test_walk_in_makes_a_ticket_and_counts_against_the_quota(context: Flask, now: datetime) -> None:
    event = make_event(quota=2)
    type_id = citizen_type(event).id
    phone = Phone(event)
    named = phone.walk_in(now, type_id, name="Karla Kurz")
    nameless = phone.walk_in(now, type_id)
    third = phone.walk_in(now, type_id)
    assert [r.verdict for r in (named, nameless, third)] == ["welcome", "welcome", "sold_out"]
    assert named.ticket is not None
    assert named.ticket.name == "Karla Kurz"
    assert places(event) == 2
    assert len(admissions()) == 2
    bookings = db.session.scalars(select(Booking)).all()
    assert {(b.email, b.at_door) for b in bookings} == {("", True)}


def test_walk_in_again_is_the_same_walk_in(context: Flask, now: datetime) -> None:
    event = make_event()
    phone, scan_id = Phone(event), uuid4()
    type_id = citizen_type(event).id
    answers = [phone.walk_in(now, type_id, scan_id=scan_id) for _ in range(3)]
    assert {a.verdict for a in answers} == {"welcome"}
    assert len({a.ticket.id for a in answers if a.ticket}) == 1
    assert places(event) == 1


@pytest.mark.parametrize(
    ("hours", "slug", "verdict"),
    [(-2, "buergerticket", "not_open"), (-200, "buergerticket", "wrong_day"), (0, "", "forbidden")],
)
def test_walk_in_is_refused(
    context: Flask, now: datetime, hours: int, slug: str, verdict: str
) -> None:
    event = make_event()
    other = make_event(slug="anderes")
    wanted = citizen_type(event if slug else other)
    refused = Phone(event).walk_in(now + timedelta(hours=hours), wanted.id, shown="welcome")
    assert (refused.verdict, refused.conflict) == (verdict, True)
    assert db.session.scalar(select(func.count()).select_from(Ticket)) == 0


def test_undo_of_a_walk_in_gives_the_place_back(context: Flask, now: datetime) -> None:
    event = make_event(quota=1)
    type_id = citizen_type(event).id
    phone = Phone(event)
    came = phone.walk_in(now, type_id)
    over = now + timedelta(days=2)
    late = phone.undo(now + MINUTE, came.scan_id, received=over, shown="undone")
    assert late.verdict == "undone"
    assert places(event) == 0
    assert admissions() == []
    assert phone.walk_in(now + 2 * MINUTE, type_id).verdict == "welcome"


def test_a_share_is_taken_at_once_used_first_and_given_back(context: Flask, now: datetime) -> None:
    event = make_event(quota=5)
    kind = citizen_type(event)
    phone = Phone(event)
    device = db.session.get_one(Device, phone.device.id)
    with transaction():
        give_shares(device, {kind.id: 3}, now, "olga")
    assert places(event) == 3
    assert count_in(event.days[1])[1] == 0
    make_booking(event, number=2)
    with pytest.raises(SoldOut), transaction():
        give_shares(device, {kind.id: 4}, now, "olga")
    for _ in range(2):
        assert phone.walk_in(now, kind.id, shown="welcome").verdict == "welcome"
    assert places(event) == 5
    assert count_in(event.days[1]) == (2, 4)
    with pytest.raises(ShareUsed), transaction():
        give_shares(db.session.get_one(Device, device.id), {kind.id: 1}, now, "olga")
    with transaction():
        retire(db.session.get_one(Device, device.id), now, "olga")
    assert places(event) == 4
    assert db.session.scalars(select(WalkInShare.number)).all() == [2]


def test_a_walk_in_beyond_all_places_is_a_conflict_when_it_went_in_offline(
    context: Flask, now: datetime
) -> None:
    event = make_event(quota=1)
    make_booking(event)
    late = Phone(event).walk_in(now, citizen_type(event).id, shown="welcome")
    assert (late.verdict, late.conflict) == ("sold_out", True)
