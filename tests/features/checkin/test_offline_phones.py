"""What phones decided offline, and what they find out late."""

from datetime import datetime, timedelta
from uuid import uuid4

from flask import Flask
from sqlalchemy import select

from ortenaudigital.checkin.models import Scan
from ortenaudigital.checkin.rules import Action
from ortenaudigital.kernel.db import db, transaction
from tests.factories import make_booking, make_event
from tests.features.checkin.door import MINUTE, Phone, admissions


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
