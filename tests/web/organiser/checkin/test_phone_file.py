"""The file of a phone that could not send any more: entered with its verdicts and times."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from ortenaudigital.bookings.links import ticket_code
from ortenaudigital.checkin.devices.commands import revoke
from ortenaudigital.checkin.devices.paired import get_device_by_token
from ortenaudigital.checkin.models import Admission, Device, Scan
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from tests.factories import make_booking, make_device, make_event, make_event_today
from tests.web.forms import submit, text_of

PAGE = "/orga/ortenau-digital-2027/einlass/datei"


@pytest.fixture
def codes(app: Flask) -> list[str]:
    """Return the codes of two tickets for today; the phone that scanned them was revoked."""
    with app.app_context():
        event = make_event_today()
        _, token = make_device(event, "Hof", now=utc_now())
        booking = make_booking(event, utc_now(), number=2)
        device = get_device_by_token(token, utc_now())
        with transaction():
            revoke(db.session.get_one(Device, device.id), utc_now(), "olga")
        return [ticket_code(ticket.id, 0) for ticket in booking.tickets]


def entry(code: str, **changes: Any) -> dict[str, Any]:
    at = (utc_now() - timedelta(seconds=40)).isoformat()
    values = {"scan_id": str(uuid4()), "code": code, "scanned_at": at, "verdict": "welcome"}
    return values | changes


def file_of(*scans: dict[str, Any], **changes: Any) -> str:
    about = {"service": "ortenaudigital", "kind": "unsent-scans", "device": "Hof"}
    content = about | {"event": "ortenau-digital-2027", "title": "Ortenau Digital"}
    return json.dumps(content | {"scans": scans} | changes)


def test_a_file_is_entered_with_verdicts_and_times(
    app: Flask, organiser: FlaskClient, codes: list[str]
) -> None:
    scans = [entry(codes[0]), entry(codes[1], verdict="cancelled"), entry("strange")]
    for _ in range(2):
        answer = submit(organiser, PAGE, content=file_of(*scans))
        assert answer.status_code == 200
        words = text_of(answer)
        assert "3 Scans eingetragen" in words
        assert "Gerät: Hof" in words
    with app.app_context():
        kept = db.session.scalars(select(Scan).order_by(Scan.id)).all()
        assert [(each.shown, each.verdict) for each in kept] == [
            ("welcome", "welcome"),
            ("cancelled", "welcome"),
            ("welcome", "unknown"),
        ]
        assert [each.scanned_at.isoformat() for each in kept] == [
            each["scanned_at"] for each in scans
        ]
        assert {each.device.name for each in kept} == {"Hof"}
        # Whom the phone turned away stays out, whatever would have been right.
        assert len(db.session.scalars(select(Admission)).all()) == 1


def test_what_nobody_saw_an_answer_to_lets_nobody_in(
    app: Flask, organiser: FlaskClient, codes: list[str]
) -> None:
    assert (
        submit(organiser, PAGE, content=file_of(entry(codes[0], verdict=None))).status_code == 200
    )
    with app.app_context():
        assert not db.session.scalars(select(Admission)).all()


def test_a_phone_that_nobody_knows_counts_as_paper(
    app: Flask, organiser: FlaskClient, codes: list[str]
) -> None:
    answer = submit(organiser, PAGE, content=file_of(entry(codes[0]), device="Nie da"))
    assert "1 Scan eingetragen" in text_of(answer)
    with app.app_context():
        assert [each.device.on_paper for each in db.session.scalars(select(Scan))] == [True]


def test_one_entry_at_fault_is_named_and_the_others_are_taken(
    organiser: FlaskClient, codes: list[str]
) -> None:
    scans = [entry(codes[0]), entry("x", scanned_at="9999-01-01T00:00:00Z"), entry("\x00")]
    words = text_of(submit(organiser, PAGE, content=file_of(*scans)))
    assert "1 Scan eingetragen" in words
    assert "2 Scans gingen nicht" in words
    assert "Nummer 3 in der Datei: Dieser Eintrag lässt sich nicht lesen." in words
    assert "should" not in words


def test_other_files_are_refused_and_kept_in_the_field(
    app: Flask, organiser: FlaskClient, codes: list[str]
) -> None:
    with app.app_context():
        make_event(slug="anderswo")
    for content, words in [
        ("", "Bitte wählen Sie die Datei"),
        ("{", "keine Datei mit Scans"),
        ("[]", "keine Datei mit Scans"),
        ("{}", "keine Datei mit Scans"),
        ("[" * 5000, "keine Datei mit Scans"),
        (file_of(entry(codes[0]))[:-40], "keine Datei mit Scans"),
        (file_of(entry(codes[0]), event="anderswo", title="Anderswo"), "gehört zu „Anderswo“"),
        (file_of(*[entry("x")] * 2001), "zu viele Scans"),
    ]:
        answer = submit(organiser, PAGE, content=content)
        assert answer.status_code == 422
        assert words in text_of(answer)
    with app.app_context():
        assert not db.session.scalars(select(Scan)).all()
