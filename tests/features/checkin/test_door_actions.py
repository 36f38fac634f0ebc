"""What a helper does at the door besides reading codes: exits, letting in by hand, and undo."""

from datetime import datetime, timedelta
from uuid import uuid4

from flask import Flask
from sqlalchemy import select

from ortenaudigital.bookings.changes import cancel_tickets
from ortenaudigital.checkin.models import Scan
from ortenaudigital.checkin.queries import count_in
from ortenaudigital.checkin.rules import Action
from ortenaudigital.kernel.db import db, transaction
from tests.factories import BOOKED_AT, make_booking, make_event
from tests.features.checkin.door import MINUTE, Phone, admissions

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
