"""A relay reports what did not arrive: only with the token, and whatever it sends."""

import base64
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ortenaudigital.bookings.models import Booking
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.commands import mark_sent
from ortenaudigital.outbox.models import Letter
from ortenaudigital.outbox.queries import list_letters
from tests.factories import BOOKED_AT, make_booking, make_event
from tests.features.letters.test_undelivered import report

TOKEN = "t" * 40
ADDRESS = "/api/bounces"
Send = Callable[..., TestResponse]


@pytest.fixture
def letter(app: Flask) -> str:
    """The Message-ID of a letter that was sent."""
    with app.app_context():
        make_booking(make_event())
        (letter,) = list_letters()
        with transaction():
            mark_sent(letter.id, BOOKED_AT)
        return letter.message_id


@pytest.fixture
def relay(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> Send:
    monkeypatch.setitem(app.config, "CONFIG", replace(app.config["CONFIG"], bounce_token=TOKEN))

    def send(token: str = TOKEN, **request: object) -> TestResponse:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return client.post(ADDRESS, headers=headers, **request)  # type: ignore[arg-type]

    return send


def marked(app: Flask) -> bool:
    with app.app_context():
        (booking,) = db.session.query(Booking).all()
        return booking.undelivered_at is not None


def test_json_of_a_relay_marks_the_booking_once(app: Flask, relay: Send, letter: str) -> None:
    event = {"message_id": letter, "status": "5.1.1", "reason": "<erika@example.org> unknown"}
    for noted in (1, 0):
        answer = relay(json=[event, {"message_id": "<other@example.org>", "event": "hard_bounce"}])
        assert (answer.status_code, answer.json) == (200, {"noted": noted})
    assert marked(app)
    with app.app_context():
        (stored,) = db.session.query(Letter).all()
        assert stored.came_back
        assert "erika" not in (stored.last_error or "")


def test_a_report_of_a_mail_server_marks_the_booking(app: Flask, relay: Send, letter: str) -> None:
    answer = relay(data=report("postfix", letter), content_type="message/rfc822")
    assert answer.json == {"noted": 1}
    assert marked(app)


def test_the_token_may_be_the_password_of_the_address(
    client: FlaskClient, relay: Send, letter: str
) -> None:
    basic = base64.b64encode(f"bounces:{TOKEN}".encode()).decode()
    headers = {"Authorization": f"Basic {basic}"}
    event = {"message_id": letter, "event": "hard_bounce"}
    assert client.post(ADDRESS, headers=headers, json=event).json == {"noted": 1}


@pytest.mark.parametrize("token", ["", "x", TOKEN + "x", TOKEN.upper(), "ä" * 40])
def test_without_the_token_there_is_nothing(
    app: Flask, relay: Send, letter: str, token: str
) -> None:
    event = {"message_id": letter, "status": "5.1.1"}
    assert relay(token.encode().decode("latin-1"), json=event).status_code == 404
    assert not marked(app)


def test_without_the_setting_there_is_nothing(client: FlaskClient, letter: str) -> None:
    event = {"message_id": letter, "status": "5.1.1"}
    for token in ("", TOKEN):
        headers = {"Authorization": f"Bearer {token}"}
        assert client.post(ADDRESS, headers=headers, json=event).status_code == 404


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ({"data": b"{", "content_type": "application/json"}, 400),
        ({"data": b"[" * 100_000, "content_type": "application/json"}, 400),
        ({"json": 7}, 400),
        ({"json": [[]]}, 400),
        ({"json": [{}] * 1001}, 400),
        ({"json": {"message_id": "<\x00@example.org>", "status": "5.1.1"}}, 200),
        ({"json": {"message_id": "x" * 100_000, "status": "5.1.1"}}, 200),
        ({"data": b"x" * 1_100_000, "content_type": "message/rfc822"}, 413),
        ({"data": b"\x00\xff", "content_type": "message/rfc822"}, 200),
        ({"data": b"", "content_type": "text/plain"}, 200),
        ({"data": {"a": "b"}}, 200),
    ],
)
@pytest.mark.one_database("what is no report never comes to the database")
def test_whatever_is_sent_is_no_error_of_ours(
    app: Flask, relay: Send, letter: str, request_: dict[str, object], status: int
) -> None:
    assert relay(**request_).status_code == status
    assert not marked(app)


@pytest.mark.one_database("limits are tested on both by themselves")
def test_strangers_and_relays_are_limited(
    app: Flask, relay: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "RATE_LIMITS", True)
    statuses = [relay("wrong", json={}).status_code for _ in range(22)]
    assert (statuses[0], statuses[-1]) == (404, 429)
    assert relay(json={}).status_code == 200
