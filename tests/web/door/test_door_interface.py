from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from ortenaudigital.bookings.links import ticket_url
from ortenaudigital.checkin.commands import retire
from ortenaudigital.checkin.devices.commands import lock, pin_of, prepare_device
from ortenaudigital.checkin.models import Device, Scan
from ortenaudigital.events.models import Day
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
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


def post(client: FlaskClient, door: dict[str, Any], path: str, body: Any) -> Any:
    return client.post(f"/einlass/api/{path}", json=body, headers=door["headers"])


def test_the_list_comes_in_pages_until_nothing_is_left(
    client: FlaskClient, door: dict[str, Any]
) -> None:
    answer = client.get("/einlass/api/list", headers=door["headers"])
    page = answer.get_json()
    assert answer.status_code == 200
    assert [row["ref"] for row in page["tickets"]] == [
        f"{door['booking'].reference}-1",
        f"{door['booking'].reference}-2",
    ]
    assert page["left"] == 0
    state = client.get("/einlass/api/device", headers=door["headers"]).get_json()
    assert state["newest"] == page["cursor"]
    after = client.get(f"/einlass/api/list?since={page['cursor']}", headers=door["headers"])
    assert after.get_json()["tickets"] == []


def test_the_list_says_no_more_than_a_helper_needs(
    client: FlaskClient, door: dict[str, Any]
) -> None:
    text = client.get("/einlass/api/list", headers=door["headers"]).get_data(as_text=True)
    assert "Erika Müller" in text or "Erika M\\u00fcller" in text
    assert "@" not in text
    for code in door["codes"]:
        assert code.rsplit("/", 1)[-1] not in text


def test_contact_is_heard_and_answered(
    app: Flask, client: FlaskClient, door: dict[str, Any]
) -> None:
    answer = post(client, door, "contact", {"unsent": 7, "version": "abc"})
    assert answer.status_code == 200
    state = answer.get_json()
    assert state["device"] == {
        "name": "Haupteingang",
        "may_override": False,
        "locked": False,
        "checkpoint": None,
        "shares": {},
    }
    assert state["expected"] == 2
    assert state["event"]["types"][0]["title"]["de"] == "Bürgerticket"
    assert (state["over"], state["event"]["reentry"]) == (False, False)
    with app.app_context():
        device = db.session.scalars(select(Device)).one()
        assert (device.unsent, device.app_version) == (7, "abc")
    for body in ({}, {"unsent": -1}, {"unsent": 1, "version": "x" * 41}):
        assert post(client, door, "contact", body).status_code == 422


def test_a_locked_device_gets_no_list_but_may_deliver(
    app: Flask, client: FlaskClient, door: dict[str, Any]
) -> None:
    with app.app_context(), transaction():
        lock(db.session.scalars(select(Device)).one(), utc_now(), "olga")
    refused = client.get("/einlass/api/list", headers=door["headers"])
    assert (refused.status_code, refused.get_json()["error"]["code"]) == (409, "device_locked")
    assert post(client, door, "contact", {"unsent": 1}).get_json()["device"]["locked"] is True
    sent = post(client, door, "scans", {"scans": [entry(door["codes"][0], verdict="welcome")]})
    assert sent.get_json()["results"][0]["verdict"] == "welcome"


def test_a_device_of_an_event_that_is_over_gets_no_list_but_may_deliver(
    app: Flask, client: FlaskClient, door: dict[str, Any]
) -> None:
    with app.app_context(), transaction():
        for day in db.session.scalars(select(Day)):
            day.opens_at -= timedelta(days=3)
            day.closes_at -= timedelta(days=3)
    refused = client.get("/einlass/api/list", headers=door["headers"])
    assert (refused.status_code, refused.get_json()["error"]["code"]) == (409, "event_over")
    assert post(client, door, "contact", {"unsent": 1}).get_json()["over"] is True
    sent = post(client, door, "scans", {"scans": [entry("nothing", verdict="unknown")]})
    assert sent.status_code == 200


def test_a_revoked_device_gets_nothing(
    app: Flask, client: FlaskClient, door: dict[str, Any]
) -> None:
    with app.app_context(), transaction():
        retire(db.session.scalars(select(Device)).one(), utc_now(), "olga")
    assert client.get("/einlass/api/list", headers=door["headers"]).status_code == 401
    assert post(client, door, "contact", {"unsent": 0}).status_code == 401
    assert post(client, door, "scans", {"scans": []}).status_code == 401


def test_a_walk_in_and_its_undo_over_the_interface(
    client: FlaskClient, door: dict[str, Any]
) -> None:
    state = client.get("/einlass/api/device", headers=door["headers"]).get_json()
    kind = next(each for each in state["event"]["types"] if each["walk_in"])
    came = entry("", action="walk_in", ticket_type=kind["id"], name="  Karla   Kurz ")
    undone = entry("", action="undo", undoes=came["scan_id"], reason="Falsch getippt")
    answer = post(client, door, "scans", {"scans": [came, undone]})
    first, second = answer.get_json()["results"]
    assert (first["verdict"], first["ticket"]["name"]) == ("welcome", "Karla Kurz")
    assert (second["verdict"], second["action"]) == ("undone", "undo")
    for wrong in (
        {"action": "dance"},
        {"undoes": "x"},
        {"reason": "x" * 201},
        {"ticket_type": 2**40},
    ):
        assert post(client, door, "scans", {"scans": [entry("", **wrong)]}).status_code == 422


def test_the_pin_is_told_once_and_stays_the_same(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        event = make_event_today()
        with transaction():
            device, secret = prepare_device(event, "Tor", utc_now(), "olga")
        pin = pin_of(device)
    assert len(pin) == 4
    assert pin.isdecimal()
    answer = client.post("/einlass/api/pair", json={"secret": secret}).get_json()
    assert answer["pin"] == pin
    headers = {"Authorization": f"Bearer {answer['token']}"}
    assert "pin" not in client.get("/einlass/api/device", headers=headers).get_json()
