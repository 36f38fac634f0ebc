from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from ortenaudigital.bookings.links import ticket_url
from ortenaudigital.checkin.devices import prepare_device
from ortenaudigital.checkin.models import Scan
from ortenaudigital.clock import utc_now
from ortenaudigital.db import db, transaction
from tests.factories import make_booking, make_device, make_event_today


def entry(code: str, **changes: Any) -> dict[str, Any]:
    scanned_at = datetime.now(UTC).isoformat()
    values = {"scan_id": str(uuid4()), "code": code, "scanned_at": scanned_at, "verdict": None}
    return values | changes


@pytest.fixture
def door(app: Flask) -> dict[str, Any]:
    with app.app_context():
        event = make_event_today()
        _, token = make_device(event, now=utc_now())
        booking = make_booking(event, utc_now(), number=2)
        codes = [ticket_url(ticket) for ticket in booking.tickets]
    return {"headers": {"Authorization": f"Bearer {token}"}, "codes": codes, "booking": booking}


def test_scans_are_answered_in_order(client: FlaskClient, door: dict[str, Any]) -> None:
    scans = [entry(door["codes"][0]), entry(door["codes"][0]), entry("nothing")]
    answer = client.post("/einlass/api/scans", json={"scans": scans}, headers=door["headers"])
    assert answer.status_code == 200
    results = answer.get_json()["results"]
    assert [r["verdict"] for r in results] == ["welcome", "already_in", "unknown"]
    assert [r["scan_id"] for r in results] == [s["scan_id"] for s in scans]
    assert results[0]["ticket"] == {
        "name": "Erika Müller",
        "type": "Bürgerticket",
        "reference": f"{door['booking'].reference}-1",
    }
    assert results[1]["first_in_at"] == results[0]["first_in_at"]
    assert results[1]["device"] == "Haupteingang"
    assert results[2]["ticket"] is None


def test_scans_again_get_the_same_answer(
    app: Flask, client: FlaskClient, door: dict[str, Any]
) -> None:
    body = {"scans": [entry(code) for code in door["codes"]]}
    answers = [
        client.post("/einlass/api/scans", json=body, headers=door["headers"]).get_json()
        for _ in range(2)
    ]
    assert answers[0] == answers[1]
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Scan)) == 2


@pytest.mark.parametrize(
    "scans",
    [
        [{"code": "x"}],
        [entry("x", scan_id="no uuid")],
        [entry("x", scanned_at="yesterday")],
        [entry("x", scanned_at="2027-10-01T08:30:00")],
        [entry("x" * 501)],
        [entry("x", verdict="maybe")],
        [entry("x")] * 501,
        "none",
    ],
)
def test_an_unreadable_request_says_where(
    client: FlaskClient, door: dict[str, Any], scans: object
) -> None:
    answer = client.post("/einlass/api/scans", json={"scans": scans}, headers=door["headers"])
    assert answer.status_code == 422
    assert "scans" in answer.get_json()["error"]["message"]


def test_something_else_than_json_is_refused(client: FlaskClient, door: dict[str, Any]) -> None:
    answer = client.post("/einlass/api/scans", data="x", headers=door["headers"])
    assert answer.status_code == 400
    assert answer.is_json


def test_without_a_token_nobody_scans(client: FlaskClient, door: dict[str, Any]) -> None:
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic x"}):
        answer = client.post("/einlass/api/scans", json={"scans": []}, headers=headers)
        assert answer.status_code == 401
        assert answer.get_json()["error"]["code"] == "device_refused"


def test_pairing_turns_the_secret_into_a_token_once(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        event = make_event_today()
        with transaction():
            _, secret = prepare_device(event, "Tor", utc_now(), "olga")
    answer = client.post("/einlass/api/pair", json={"secret": secret})
    headers = {"Authorization": f"Bearer {answer.get_json()['token']}"}
    state = client.get("/einlass/api/device", headers=headers).get_json()
    assert state["device"]["name"] == "Tor"
    assert state["inside"] == 0
    again = client.post("/einlass/api/pair", json={"secret": secret})
    assert again.status_code == 409
    assert again.get_json()["error"]["code"] == "pairing_expired"
