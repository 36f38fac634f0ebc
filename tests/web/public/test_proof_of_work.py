"""Proof of work: ordinary bookings know nothing of it, and nobody is turned away for want of it."""

import base64
import json
from datetime import timedelta
from uuid import uuid4

import pytest
from altcha import Challenge, Payload, solve_challenge
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ortenaudigital.adapters import proof_of_work
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.pending.models import PendingBooking
from ortenaudigital.bookings.proof.rules import MANY
from ortenaudigital.events.queries import get_event
from ortenaudigital.events.rules import ProofOfWork
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.web.shared.robots.honeypot import HONEYPOT
from tests.factories import make_event_today
from tests.web.forms import page_of, text_of

GUEST = {"first_name": "Erika", "last_name": "Müller", "email": "erika@example.org"}
SLUG = "ortenau-digital-2027"
FORM = f"/{SLUG}/tickets"


@pytest.fixture(autouse=True)
def event(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """An event that wants proofs, which are found soon."""
    monkeypatch.setattr(proof_of_work, "ROUNDS", 2)
    monkeypatch.setattr(proof_of_work, "TRIES", range(3, 9))
    with app.app_context():
        make_event_today(quota=20)
    wish(app, ProofOfWork.ALWAYS)


def wish(app: Flask, mode: ProofOfWork) -> None:
    with app.app_context(), transaction():
        get_event(SLUG).proof_of_work = mode


def shown(client: FlaskClient) -> dict[str, str]:
    return dict(page_of(client.get(FORM)).forms[-1].form_values()) | GUEST


def solve(client: FlaskClient, form: str) -> str:
    found = client.get(f"{FORM}/pruefung/{form}").get_json()["challenge"]
    challenge = Challenge.from_dict(found)
    solution = solve_challenge(challenge)
    assert solution is not None
    return Payload(challenge, solution).to_base64()


def press(client: FlaskClient, fields: dict[str, str], solution: str) -> TestResponse:
    return client.post(FORM, data=fields | {"altcha": solution})


def stored(app: Flask) -> tuple[int, int]:
    with app.app_context():
        return db.session.query(Booking).count(), db.session.query(PendingBooking).count()


def test_who_has_worked_books_at_once_and_twice_is_once(app: Flask, client: FlaskClient) -> None:
    fields = shown(client)
    solution = solve(client, fields["request_id"])
    answers = [press(client, fields, solution) for _ in range(4)]
    assert {each.location for each in answers} == {answers[0].location}
    assert answers[0].location.startswith("/buchung/")
    assert stored(app) == (1, 0)


def test_without_a_script_the_address_is_confirmed(app: Flask, client: FlaskClient) -> None:
    page = client.get(FORM)
    assert "Ohne JavaScript bestätigen Sie" in page.text
    answer = client.post(FORM, data=shown(client))
    assert answer.status_code == 303
    assert not answer.location.startswith("/buchung/")
    assert GUEST["email"] in text_of(client.get(answer.location))
    assert stored(app) == (0, 1)


def spoilt(solution: str, **parameters: object) -> str:
    content = json.loads(base64.b64decode(solution))
    content["challenge"]["parameters"] |= parameters
    return base64.b64encode(json.dumps(content).encode()).decode()


@pytest.mark.parametrize(
    "how", ["easier", "later", "unsigned", "words", "lists", "long", "foreign", "number", "other"]
)
def test_what_is_forged_is_worth_nothing(app: Flask, client: FlaskClient, how: str) -> None:
    fields = shown(client)
    good = solve(client, fields["request_id"])
    forged = {
        "easier": lambda: spoilt(good, keyPrefix=""),
        "later": lambda: spoilt(good, expiresAt=9_999_999_999),
        "unsigned": lambda: spoilt(good, keySignature=None),
        "words": lambda: "no base64 at all",
        "lists": lambda: base64.b64encode(b"[[]]").decode(),
        "long": lambda: "A" * 10_000,
        "foreign": lambda: solve(client, str(uuid4())),
        "number": lambda: base64.b64encode(b'{"challenge": 3, "solution": {}}').decode(),
        "other": lambda: base64.b64encode(b'{"challenge": {"parameters": []}}').decode(),
    }[how]()
    answer = press(client, fields, forged)
    assert answer.status_code == 303
    assert stored(app) == (0, 1)


def test_one_solution_is_not_good_for_many(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "RATE_LIMITS", True)
    fields = shown(client)
    solution = solve(client, fields["request_id"])
    for number in range(4):
        press(client, fields | {"email": f"{number}@example.org"}, solution)
    assert stored(app) == (2, 2)


def test_who_took_too_long_presses_again(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = shown(client)
    ago = utc_now() - timedelta(hours=1)
    with monkeypatch.context() as patch:
        patch.setattr("ortenaudigital.web.public.proving.utc_now", lambda: ago)
        old = solve(client, fields["request_id"])
    answer = press(client, fields, old)
    assert (answer.status_code, stored(app)) == (422, (0, 0))
    assert "noch einmal ab. Ihre Angaben sind noch da" in text_of(answer)
    assert page_of(answer).forms[-1].fields["email"] == GUEST["email"]
    again = dict(page_of(answer).forms[-1].form_values())
    assert press(client, again, solve(client, again["request_id"])).status_code == 303
    assert stored(app) == (1, 0)


@pytest.mark.parametrize("form", ["", "x", "0" * 31, "%00"])
def test_a_challenge_is_for_a_form(client: FlaskClient, form: str) -> None:
    assert client.get(f"{FORM}/pruefung/{form}").status_code == 404


def test_it_begins_by_itself_and_who_organises_can_forbid_it(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "RATE_LIMITS", True)
    wish(app, ProofOfWork.AUTO)
    bot = shown(client) | {HONEYPOT: "spam"}
    for _ in range(MANY - 1):
        assert client.post(FORM, data=bot).status_code == 422
    assert "data-proof" not in client.get(FORM).text
    for _ in range(2):
        client.post(FORM, data=bot)
    assert "data-proof" in client.get(FORM).text
    fields = shown(client)
    assert press(client, fields, solve(client, fields["request_id"])).status_code == 303
    client.post(FORM, data=shown(client) | {"email": "kim@example.org"})
    assert stored(app) == (1, 1)
    wish(app, ProofOfWork.NEVER)
    assert "data-proof" not in client.get(FORM).text
    client.post(FORM, data=shown(client) | {"email": "lou@example.org"})
    assert stored(app) == (2, 1)
