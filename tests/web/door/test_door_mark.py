"""Every answer of the scan interface has our mark, so that phones can tell it from a hotspot's."""

import base64
import hashlib
import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.web.shared.answers.assets import DIST, PREFIX
from tests.factories import make_device, make_event_today

STATE = {"device", "event", "day", "inside", "expected", "now", "over", "newest", "version"}
# What phones demand, as `shapes.js` has it.
ANSWERS = [
    ("get device", None, 200, STATE),
    ("post contact", {"unsent": 0}, 200, STATE),
    ("get list", None, 200, {"tickets", "cursor", "left"}),
    ("post scans", {"scans": []}, 200, {"results"}),
    ("post scans", {"scans": [{"scan_id": 1}]}, 422, {"error"}),
    ("post scans", [], 422, {"error"}),
    ("post pair", {"secret": "used-or-never-there"}, 409, {"error"}),
    ("get scans", None, 405, {"error"}),
    ("get nothing", None, 404, {"error"}),
]


@pytest.fixture
def headers(app: Flask) -> dict[str, str]:
    with app.app_context():
        _, token = make_device(make_event_today(), now=utc_now())
    return {"Authorization": f"Bearer {token}"}


@pytest.mark.parametrize(("request_line", "body", "status", "keys"), ANSWERS)
def test_each_answer_is_marked(
    client: FlaskClient,
    headers: dict[str, str],
    request_line: str,
    body: Any,
    status: int,
    keys: set[str],
) -> None:
    method, path = request_line.split()
    answer = client.open(f"/einlass/api/{path}", method=method.upper(), json=body, headers=headers)
    assert answer.status_code == status
    assert answer.get_json()["service"] == "ortenaudigital"
    assert keys <= answer.get_json().keys()


def test_a_refused_device_is_told_so_under_our_mark(client: FlaskClient, app: Flask) -> None:
    answer = client.get("/einlass/api/device", headers={"Authorization": "Bearer nobody"})
    assert answer.status_code == 401
    assert answer.get_json()["service"] == "ortenaudigital"
    assert answer.get_json()["error"]["code"] == "device_refused"


def test_our_own_failures_are_marked(
    client: FlaskClient, headers: dict[str, str], app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("ortenaudigital.web.door.interface.door_state", fail)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    answer = client.get("/einlass/api/device", headers=headers)
    assert answer.status_code == 500
    assert answer.get_json()["service"] == "ortenaudigital"


def test_the_app_on_the_phone_is_checked_file_by_file(client: FlaskClient) -> None:
    script = client.get("/einlass/sw.js").get_data(as_text=True)
    shell = json.loads(script.removeprefix("self.__SHELL__=").partition(";\n")[0])
    static = [name for name in shell["files"] if name.startswith("/static/")]
    assert static == list(shell["integrity"])
    for name in static:
        digest = hashlib.sha256((DIST / name.removeprefix(PREFIX)).read_bytes()).digest()
        assert shell["integrity"][name] == f"sha256-{base64.b64encode(digest).decode()}"
