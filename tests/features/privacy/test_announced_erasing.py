"""Erasing is announced before it happens, and a clock that is wrong erases nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from ortenaudigital.events.models import Day
from ortenaudigital.events.rules import RETENTION
from ortenaudigital.installation.commands import newest_moment
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.queries import list_letters
from ortenaudigital.privacy import worker as privacy_worker
from ortenaudigital.privacy.models import Erasure
from ortenaudigital.privacy.rules import LONGEST_GAP, NOTICE
from ortenaudigital.privacy.worker import keep_promise
from tests.factories import make_booking, make_event
from tests.features.privacy.promise import DUE, ENDS, HOUR, everything, trust


def test_what_will_be_erased_is_announced_a_day_before(context: Flask) -> None:
    make_booking(make_event())
    trust(DUE - 2 * NOTICE)
    keep_promise(lambda: DUE - NOTICE - HOUR)
    assert db.session.scalars(select(Erasure)).all() == []
    for hours in (0, 1, 23):
        keep_promise(lambda hours=hours: DUE - NOTICE + hours * HOUR)
        (announced,) = db.session.scalars(select(Erasure))
        assert (announced.bookings, announced.done_at) == (1, None)
        assert "Erika" in everything()
    keep_promise(lambda: DUE)
    assert "Erika" not in everything()
    (carried_out,) = db.session.scalars(select(Erasure))
    assert carried_out.done_at == DUE


def test_what_is_overdue_is_announced_all_the_same(context: Flask) -> None:
    make_booking(make_event())
    late = DUE + timedelta(days=100)
    trust(late)
    keep_promise(lambda: late)
    assert "Erika" in everything()
    keep_promise(lambda: late + NOTICE)
    assert "Erika" not in everything()


def test_an_event_that_gets_a_later_date_meanwhile_keeps_its_people(context: Flask) -> None:
    event = make_event()
    make_booking(event)
    trust(DUE - NOTICE)
    keep_promise(lambda: DUE - NOTICE)
    with transaction():
        db.session.execute(update(Day).values(closes_at=Day.closes_at, opens_at=Day.opens_at))
        db.session.get_one(Day, event.days[1].id).closes_at = ENDS + timedelta(days=3)
    keep_promise(lambda: DUE)
    assert "Erika" in everything()


def test_a_clock_that_jumps_erases_nothing(context: Flask) -> None:
    make_booking(make_event())
    trust(ENDS)
    wrong = ENDS + timedelta(days=3650)
    for at in (wrong, wrong + NOTICE, wrong + 2 * NOTICE):
        keep_promise(lambda at=at: at)
    assert "Erika" in everything()
    assert db.session.scalars(select(Erasure)).all() == []
    assert newest_moment() == ENDS
    doctor = context.test_cli_runner().invoke(args=["doctor"]).output
    assert "clock accept" not in doctor or "nothing is erased" in doctor
    # The longest gap that is believed cannot reach data of an event that is not over.
    assert LONGEST_GAP + NOTICE < RETENTION
    keep_promise(lambda: ENDS + LONGEST_GAP)
    assert newest_moment() == ENDS + LONGEST_GAP


def test_an_operator_can_accept_the_clock(context: Flask) -> None:
    make_booking(make_event())
    trust(datetime(2020, 1, 1, tzinfo=UTC))
    keep_promise(lambda: ENDS)
    assert newest_moment() == datetime(2020, 1, 1, tzinfo=UTC)
    result = context.test_cli_runner().invoke(args=["doctor"])
    assert "run: flask --app wsgi clock accept" in result.output
    accepted = context.test_cli_runner().invoke(args=["clock", "accept", "--yes"])
    assert accepted.exit_code == 0, accepted.output
    assert "clock accept" not in context.test_cli_runner().invoke(args=["doctor"]).output


def test_an_error_in_erasing_stops_nothing(
    context: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    make_booking(make_event())

    def fail(now: datetime) -> None:
        raise OverflowError("date value out of range")

    trust(ENDS)
    monkeypatch.setattr(privacy_worker, "announce", fail)
    keep_promise(lambda: ENDS)
    assert "personal data could not be erased" in caplog.text
    with transaction():
        assert list_letters()
