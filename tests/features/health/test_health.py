"""What readyz and the doctor look at, beside the database itself."""

from datetime import timedelta

import pytest
from flask import Flask

from ortenaudigital.health import commands as health
from ortenaudigital.health.models import Probe
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.models import Letter, LetterState
from tests.factories import make_booking, make_event, make_event_today


def test_the_probe_is_one_row_that_is_written_anew(context: Flask) -> None:
    now = utc_now()
    for minutes in (0, 1):
        assert health.check_database(now + timedelta(minutes=minutes)) is None
    (probe,) = db.session.scalars(db.select(Probe))
    assert probe.written_at == now + timedelta(minutes=1)


def test_a_clock_that_was_set_back_is_seen(context: Flask) -> None:
    now = utc_now()
    assert health.check_clock(now) is None
    make_booking(make_event_today(), now)
    assert health.check_clock(now - timedelta(minutes=1)) is None
    assert health.check_clock(now - timedelta(minutes=90)) == (
        "90 minutes behind what was stored before: set it right"
    )
    client = context.test_client()
    assert client.get("/readyz").status_code == 200


def test_letters_that_wait_are_told_of_but_keep_nobody_from_booking(context: Flask) -> None:
    now = utc_now()
    make_booking(make_event_today(), now - timedelta(minutes=31))
    assert health.check_letters(now - timedelta(minutes=20)) is None
    fault = health.check_letters(now)
    assert fault is not None
    assert fault.startswith("due for 31 minutes")
    answer = context.test_client().get("/readyz")
    assert answer.status_code == 200
    assert answer.get_json() == {"status": "letters late"}
    with transaction():
        for letter in db.session.scalars(db.select(Letter)):
            letter.state = LetterState.SENT
    assert health.check_letters(now) is None


def test_a_disk_without_room_is_seen(context: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    assert health.check_disk() is None
    monkeypatch.setattr(health, "LEAST_FREE_BYTES", 2**60)
    assert "make room" in str(health.check_disk())
    answer = context.test_client().get("/readyz")
    assert (answer.status_code, answer.get_json()) == (503, {"status": "disk not fit"})


def test_a_wrong_clock_is_said_by_readyz(context: Flask) -> None:
    make_booking(make_event(), utc_now() + timedelta(hours=2))
    answer = context.test_client().get("/readyz")
    assert (answer.status_code, answer.get_json()) == (503, {"status": "clock not fit"})
