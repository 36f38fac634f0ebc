"""Whatever stands in a QR code, a name or a field: it is taken or refused, and never fails."""

import json
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from ortenaudigital.checkin.models import Device, Scan
from ortenaudigital.kernel.db import db
from tests.web.door.test_door_interface import door, entry, post

__all__ = ["door"]  # the fixture

CONTROLS = [
    "\x00-1",
    "\x00",
    "OD-7K3M9P\x00-1",
    "a\x01b",
    "\x1b[2J",
    "\x7f",
    "\x85",
    "\x9f",
    "\x1d01",
]
SURROGATES = ["\ud800", "\udfff-1", "Anna\udc80", "\udcff"]
WRONG_TYPES: list[Any] = [0, -1, 1.5, True, False, [], ["x"], {}, {"a": "b"}, 2**63, 10**400]
HOSTILE = [*CONTROLS, *SURROGATES, *WRONG_TYPES, "x" * 501]
TURNS = ["\u202eanna", "\u2066x\u2069"]
TEXTS = ("code", "reason", "name")
OTHERS = ("scan_id", "scanned_at", "verdict", "action", "undoes", "ticket_type")
MOMENTS = [
    "2027-10-01",
    "1700000000",
    "2027-10-01T08:30:00",
    "0001-01-01T00:00:00+14:00",
    "0000-00-00T00:00:00Z",
    "9999-12-31T23:59:59.999999-14:00",
    "9999-12-31T23:59:59Z",
    "2027-13-01T08:30:00Z",
    "2027-10-01T08:30:00+99:99",
]
# What reads strange, and is a code of somebody else's or a name all the same.
STRANGE = [
    "BEGIN:VCARD\r\nN:Müller\r\nEND:VCARD",
    "WIFI:S:x;;",
    "\u200b",
    "👩‍💻",
    "﷽",
    "-",
    "--1",
    "%00",
]


def send(client: FlaskClient, door: dict[str, Any], body: str) -> Any:
    headers = door["headers"] | {"Content-Type": "application/json"}
    return client.post("/einlass/api/scans", data=body, headers=headers)


def faulty_entries() -> list[dict[str, Any]]:
    found = [entry("x") | {field: value} for field in (*TEXTS, *OTHERS) for value in HOSTILE]
    found += [entry("x") | {field: value} for field in ("reason", "name") for value in TURNS]
    found += [entry("x", scanned_at=moment) for moment in MOMENTS]
    found += [entry("x") | {field: None} for field in (*TEXTS, "scan_id", "scanned_at", "action")]
    found += [entry("x", reason="x" * 201), entry("x", name="x" * 101), entry("x", action="dance")]
    return found


def test_every_hostile_value_is_refused_by_itself(
    app: Flask, client: FlaskClient, door: dict[str, Any]
) -> None:
    for faulty in faulty_entries():
        answer = send(client, door, json.dumps({"scans": [faulty]}))
        assert answer.status_code == 422, faulty
        (named,) = answer.get_json()["error"]["entries"]
        assert named["code"] in ("unreadable", "scanned_never"), faulty
        assert named["message"]
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Scan)) == 0
    fine = post(client, door, "scans", {"scans": [entry(door["codes"][0])]})
    assert fine.get_json()["results"][0]["verdict"] == "welcome"


def test_in_a_batch_those_at_fault_are_named_and_nothing_is_stored(
    app: Flask, client: FlaskClient, door: dict[str, Any]
) -> None:
    fine = [entry(code) for code in door["codes"]]
    nul, no_id = entry("\x00-1"), entry("x", scan_id="\ud800")
    late = entry("x", scanned_at="9999-12-31T23:59:59Z")
    batch = [fine[0], nul, fine[1], no_id, late, "no entry"]
    answer = send(client, door, json.dumps({"scans": batch}))
    assert answer.status_code == 422
    named = answer.get_json()["error"]["entries"]
    assert [(each["index"], each["scan_id"], each["code"]) for each in named] == [
        (1, nul["scan_id"], "unreadable"),
        (3, None, "unreadable"),
        (4, late["scan_id"], "scanned_never"),
        (5, None, "unreadable"),
    ]
    assert named[0]["message"].startswith("scans.1.code: ")
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Scan)) == 0
    answer = post(client, door, "scans", {"scans": fine})
    assert [each["verdict"] for each in answer.get_json()["results"]] == ["welcome", "welcome"]


@pytest.mark.parametrize("action", ["scan", "exit", "override", "undo", "walk_in"])
def test_strange_texts_are_answered(client: FlaskClient, door: dict[str, Any], action: str) -> None:
    scans = [entry(text, action=action, name=text[:100], reason=text + "!") for text in STRANGE]
    answer = post(client, door, "scans", {"scans": scans})
    assert answer.status_code == 200
    assert len(answer.get_json()["results"]) == len(STRANGE)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "null",
        "[]",
        '"x"',
        "1",
        '{"scans": null}',
        '{"scans": {}}',
        '{"scans": 1e999}',
        '{"scans": [NaN]}',
        '{"scans": ' + "[" * 50_000 + "]" * 50_000 + "}",
        '{"scans": ' + '{"a":' * 20_000 + "1" + "}" * 20_000 + "}",
        '{"scans": [' + "9" * 5000 + "]}",
        '{"scans": [null, [], 7, "x", true]}',
    ],
)
def test_no_body_makes_the_interface_fail(
    client: FlaskClient, door: dict[str, Any], body: str
) -> None:
    answer = send(client, door, body)
    assert answer.status_code in (400, 422)
    assert answer.get_json()["error"]["message"]


def test_no_hostile_value_makes_contact_or_pairing_fail(
    app: Flask, client: FlaskClient, door: dict[str, Any]
) -> None:
    values = [*HOSTILE, *TURNS, None, "x" * 501]
    for value in values:
        for body in ({"unsent": 0, "version": value}, {"unsent": value}):
            if body["unsent"] == 0 and "version" not in body and body["unsent"] is not False:
                continue
            answer = post(client, door, "contact", body)
            assert answer.status_code == 422, body
        paired = client.post("/einlass/api/pair", json={"secret": value})
        assert paired.status_code in (409, 422), value
    for cursor in ("\x00", "0.0-" * 500, "9999999999.9999999999", "1.-1", "-", "%ff"):
        page = client.get(
            "/einlass/api/list", query_string={"since": cursor}, headers=door["headers"]
        )
        assert page.status_code == 200
        assert len(page.get_json()["tickets"]) == 2
    with app.app_context():
        assert db.session.scalars(select(Device)).one().app_version == ""


def test_a_reading_of_strange_bytes_has_its_answer_on_the_next_try(
    client: FlaskClient, door: dict[str, Any]
) -> None:
    """What a phone does by halves: the one at fault alone, the others together."""
    batch = [entry(door["codes"][0]), entry("\x00-1"), entry(door["codes"][1])]
    waiting, aside = [batch], []
    while waiting:
        part = waiting.pop()
        answer = post(client, door, "scans", {"scans": part})
        if answer.status_code == 200:
            continue
        if len(part) == 1:
            aside += part
        else:
            waiting += [part[: len(part) // 2], part[len(part) // 2 :]]
    assert aside == [batch[1]]
    again = post(client, door, "scans", {"scans": [batch[0] | {"scan_id": str(uuid4())}]})
    assert again.get_json()["results"][0]["verdict"] == "already_in"
