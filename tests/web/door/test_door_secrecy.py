"""What a device is told, and what it may tell: nothing of others, nothing that cannot have been."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from ortenaudigital.bookings.links import ticket_url
from ortenaudigital.checkin.devices.commands import lock, set_override
from ortenaudigital.checkin.models import Admission, Device, Scan
from ortenaudigital.events.models import Day
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from tests.factories import make_booking, make_device, make_event_today
from tests.web.door.test_door_interface import door, entry, post

__all__ = ["door"]  # the fixture

ACTIONS = ["scan", "exit", "override", "undo", "walk_in"]
OVERRIDE = {"action": "override", "reason": "kennt man"}


@pytest.fixture
def elsewhere(app: Flask, client: FlaskClient) -> dict[str, Any]:
    """Another event with Zacharias in it: codes of his ticket, and the scan that let him in."""
    with app.app_context():
        event = make_event_today(slug="anderswo")
        _, token = make_device(event, "Nordtor", now=utc_now())
        booking = make_booking(event, utc_now(), first_name="Zacharias", last_name="Fremd")
        ticket = booking.tickets[0]
        codes = {"link": ticket_url(ticket), "short": ticket.short_code}
        type_id = ticket.ticket_type_id
    scan = entry(codes["short"])
    headers = {"Authorization": f"Bearer {token}"}
    post(client, {"headers": headers}, "scans", {"scans": [scan]})
    return {"codes": codes, "scan_id": scan["scan_id"], "type_id": type_id, "headers": headers}


def allow_override(app: Flask, allowed: bool) -> None:
    with app.app_context(), transaction():
        for device in db.session.scalars(select(Device)):
            set_override(device, allowed, utc_now(), "olga")


@pytest.mark.parametrize("may_override", [True, False])
@pytest.mark.parametrize("action", ACTIONS)
def test_a_device_learns_nothing_of_another_event(
    app: Flask,
    client: FlaskClient,
    door: dict[str, Any],
    elsewhere: dict[str, Any],
    action: str,
    may_override: bool,
) -> None:
    allow_override(app, may_override)
    changes = {"action": action, "reason": "x", "ticket_type": elsewhere["type_id"]}
    known = {"scan_id": elsewhere["scan_id"]}
    undoes = {"undoes": elsewhere["scan_id"]}
    scans = []
    for code in (*elsewhere["codes"].values(), ""):
        for verdict in (None, "welcome", "unknown"):
            for more in ({}, undoes, known, known | undoes):
                scans.append(entry(code, verdict=verdict, **changes, **more))
    answer = post(client, door, "scans", {"scans": scans})
    assert answer.status_code == 200
    text = answer.get_data(as_text=True)
    assert "Zacharias" not in text
    assert "Nordtor" not in text
    assert elsewhere["codes"]["short"] not in text
    for result in answer.get_json()["results"]:
        told = [result[name] for name in ("ticket", "first_in_at", "device", "valid_on")]
        assert told == [None, None, None, []], result
        assert result["verdict"] not in ("welcome", "override", "left", "undone")
    with app.app_context():
        scan = db.session.scalars(select(Scan).order_by(Scan.id)).first()
        assert scan is not None
        assert (scan.shown, scan.conflict) == (None, None), "what another event stored stays"
        assert db.session.scalar(select(func.count()).select_from(Admission)) == 1


def test_a_scan_of_another_event_is_answered_to_its_own_device(
    client: FlaskClient, door: dict[str, Any], elsewhere: dict[str, Any]
) -> None:
    again = entry(elsewhere["codes"]["short"], scan_id=elsewhere["scan_id"])
    answer = post(client, elsewhere, "scans", {"scans": [again]}).get_json()["results"][0]
    assert (answer["verdict"], answer["ticket"]["name"]) == ("welcome", "Zacharias Fremd")


def lock_device(app: Flask) -> str:
    with app.app_context(), transaction():
        lock(db.session.scalars(select(Device)).one(), utc_now(), "olga")
    return "device_locked"


def end_event(app: Flask) -> str:
    with app.app_context(), transaction():
        for day in db.session.scalars(select(Day)):
            day.opens_at -= timedelta(days=3)
            day.closes_at -= timedelta(days=3)
    return "event_over"


@pytest.mark.parametrize("end", [lock_device, end_event])
@pytest.mark.parametrize("action", ACTIONS)
def test_a_device_that_is_locked_or_over_may_ask_nothing(
    app: Flask, client: FlaskClient, door: dict[str, Any], action: str, end: Any
) -> None:
    allow_override(app, True)
    code = end(app)
    later = (utc_now() + timedelta(hours=1)).isoformat()
    asked = entry(door["codes"][0], action=action, reason="x")
    for refused in (
        asked,
        entry("x", verdict="welcome", action=action, reason="x", scanned_at=later),
    ):
        answer = post(client, door, "scans", {"scans": [refused]})
        assert answer.status_code == 422
        error = answer.get_json()["error"]
        assert error["code"] == code
        assert error["entries"][0]["scan_id"] == refused["scan_id"]
        assert error["entries"][0]["code"] == code
        assert "Erika" not in answer.get_data(as_text=True)
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Scan)) == 0


@pytest.mark.parametrize("end", [lock_device, end_event])
def test_what_a_locked_device_has_decided_is_taken_and_names_nobody(
    app: Flask, client: FlaskClient, door: dict[str, Any], end: Any
) -> None:
    allow_override(app, True)
    before = entry(door["codes"][0])
    assert post(client, door, "scans", {"scans": [before]}).get_json()["results"][0]["ticket"]
    end(app)
    scans = [
        before | {"verdict": "welcome"},
        entry(door["codes"][1], verdict="welcome"),
        entry(door["codes"][0], verdict="override", **OVERRIDE),
        entry("", verdict="undone", action="undo", undoes=before["scan_id"], reason="x"),
        entry("", verdict="welcome", action="walk_in", name="Karla", ticket_type=1),
    ]
    answer = post(client, door, "scans", {"scans": scans})
    assert answer.status_code == 200
    for result in answer.get_json()["results"]:
        assert (result["ticket"], result["valid_on"]) == (None, [])
    assert "Erika" not in answer.get_data(as_text=True)
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Scan)) == len(scans)


@pytest.mark.parametrize(
    ("of_device", "hours"), [(True, -25), (True, -23), (False, 23), (False, 25)]
)
@pytest.mark.parametrize("action", ACTIONS)
def test_scans_are_of_the_time_of_their_device(
    app: Flask,
    client: FlaskClient,
    door: dict[str, Any],
    action: str,
    of_device: bool,
    hours: int,
) -> None:
    """From a day before the device was made until a day from now."""
    with app.app_context(), transaction():
        device = db.session.scalars(select(Device)).one()
        device.created_at = utc_now() - timedelta(days=10)
        made = device.created_at
    at = (made if of_device else utc_now()) + timedelta(hours=hours)
    sent = entry("OD-222222-1", action=action, reason="x", scanned_at=at.isoformat())
    answer = post(client, door, "scans", {"scans": [sent]})
    is_taken = abs(hours) < 24
    assert answer.status_code == (200 if is_taken else 422)
    if not is_taken:
        assert answer.get_json()["error"]["entries"][0]["code"] == "scanned_never"


@pytest.mark.parametrize("reason", ["", "   ", "\n\t", "\u200b", "\u00a0\u2060"])
def test_letting_in_by_hand_needs_a_reason(
    app: Flask, client: FlaskClient, door: dict[str, Any], reason: str
) -> None:
    allow_override(app, True)
    sent = entry(door["codes"][0], verdict="override", **(OVERRIDE | {"reason": reason}))
    answer = post(client, door, "scans", {"scans": [sent]})
    assert answer.status_code == 422
    assert answer.get_json()["error"]["entries"][0]["code"] == "reason_missing"
    fine = post(client, door, "scans", {"scans": [sent | {"reason": " Ausweis "}]})
    assert fine.get_json()["results"][0]["verdict"] == "override"


@pytest.mark.parametrize("stored", ["9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+00:00"])
def test_what_is_stored_of_impossible_times_can_be_looked_at_and_settled(
    app: Flask, organiser: FlaskClient, client: FlaskClient, door: dict[str, Any], stored: str
) -> None:
    """Years that a phone with a broken clock told of, before they were refused."""
    scans = [
        entry(door["codes"][0], verdict="cancelled"),
        entry(door["codes"][0], action="walk_in", verdict="welcome"),
    ]
    post(client, door, "scans", {"scans": scans})
    base = "/orga/ortenau-digital-2027"
    with app.app_context(), transaction():
        booking_id = db.session.merge(door["booking"]).id
        for scan in db.session.scalars(select(Scan)):
            scan.scanned_at = datetime.fromisoformat(stored)
    pages = ["einlass", "einlass/konflikte", f"buchungen/{booking_id}", "geraete"]
    for page in pages:
        assert organiser.get(f"{base}/{page}").status_code == 200, page
    assert "Abgewiesen" in organiser.get(f"{base}/einlass/konflikte").get_data(as_text=True)
