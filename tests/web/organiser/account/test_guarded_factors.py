"""Second factors are set up by who knows the password, and by nobody else in the same browser."""

from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from ortenaudigital.accounts.factors.models import Authenticator, Passkey
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.limits import rules
from ortenaudigital.limits.models import Bucket
from tests.accounts.authenticator import SoftPasskey
from tests.accounts.factors import (
    LOGIN,
    SETUP,
    shown_code,
    store_passkey,
    user_id_of,
)
from tests.factories import PASSWORD, make_organiser
from tests.web.forms import page_of, submit, text_of

ACCOUNT = "/orga/konto"
FACTOR = "/orga/konto/zweiter-faktor"
KEYS = f"{FACTOR}/passkeys"
USE = "/orga/anmelden/passkey"
OTTO = "otto@example.org"
WEB = "ortenaudigital.web.organiser.account"


def is_in(client: FlaskClient) -> bool:
    return client.get(ACCOUNT).status_code == 200


def number_of(app: Flask, table: Any) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(table)) or 0


def limit(app: Flask, monkeypatch: pytest.MonkeyPatch, place: str, burst: int = 1) -> None:
    """Let something be done so often, as the module at this place counts it."""
    monkeypatch.setitem(app.config, "RATE_LIMITS", True)
    name = place.rpartition(".")[2]
    monkeypatch.setattr(place, rules.Limit(name.lower(), burst, 3600), raising=False)


def begin_passkey(client: FlaskClient, password: str = PASSWORD) -> TestResponse:
    """Ask as the script of the page does."""
    token = page_of(client.get(FACTOR)).xpath("//input[@name='csrf_token']/@value")[0]
    sent = {"passkey-name": "Laptop", "passkey-password": password}
    sent |= {"csrf_token": token, "passkey-csrf_token": token}
    return client.post(f"{KEYS}/beginn", data=sent)


def pass_on(client: FlaskClient, email: str = OTTO) -> None:
    """Log out, and have somebody else log in in the same browser."""
    submit(client, ACCOUNT, "/orga/abmelden")
    assert submit(client, LOGIN, email=email, password=PASSWORD).status_code == 302


def test_an_app_is_set_up_by_the_password_only(app: Flask, organiser: FlaskClient) -> None:
    code = shown_code(organiser)
    for password in ("wrong", ""):
        answer = submit(organiser, SETUP, code=code, password=password)
        assert answer.status_code == 422
        # What was typed stays, but for the password.
        assert page_of(answer).xpath("//input[@name='code']/@value") == [code]
        assert number_of(app, Authenticator) == 0
    assert "Bitte füllen Sie" in text_of(answer)
    assert shown_code(organiser) in (code, shown_code(organiser, late=-1))
    submit(organiser, SETUP, code=shown_code(organiser), password=PASSWORD)
    assert number_of(app, Authenticator) == 1


@pytest.mark.parametrize(
    ("page", "action", "fields"),
    [
        pytest.param(SETUP, SETUP, {"code": "123456", "password": "wrong"}, id="app"),
        pytest.param(FACTOR, f"{KEYS}/entfernen", {"remove-password": "wrong"}, id="passkey"),
        pytest.param(FACTOR, f"{FACTOR}/codes", {"codes-password": "wrong"}, id="codes"),
        pytest.param(
            ACCOUNT, f"{ACCOUNT}/passwort", {"current": "wrong", "password": "x"}, id="password"
        ),
    ],
)
def test_passwords_are_not_tried_out(
    app: Flask,
    organiser: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    page: str,
    action: str,
    fields: dict[str, str],
) -> None:
    with app.app_context(), transaction():
        store_passkey(user_id_of("olga@example.org"))
    limit(app, monkeypatch, f"{WEB}.proof.LOGINS_TO_ACCOUNT")
    first = submit(organiser, page, action, **fields)
    assert first.status_code == 422
    assert "nicht Ihr jetziges Passwort" in text_of(first)
    again = submit(organiser, page, action, **fields)
    assert again.status_code == 429
    assert int(again.headers["Retry-After"]) > 60
    # The form is there still, with the reason at the field.
    assert page_of(again).xpath("//p[@class='kern-error'][contains(., 'zu oft')]")
    assert page_of(again).xpath("//input[@name='code']/@value") == [
        each for name, each in fields.items() if name == "code"
    ]


def test_an_app_that_is_there_is_said_before_anything_is_judged(
    app: Flask, organiser: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit(organiser, SETUP, code=shown_code(organiser), password=PASSWORD)
    there = "schon eine App eingerichtet"
    answer = organiser.get(SETUP)
    assert (answer.status_code, answer.location) == (303, FACTOR)
    monkeypatch.setitem(app.config, "RATE_LIMITS", True)
    token = page_of(organiser.get(FACTOR)).xpath("//input[@name='csrf_token']/@value")[0]
    for sent in ({"code": "000000", "password": "wrong"}, {}):
        answer = organiser.post(SETUP, data=sent | {"csrf_token": token})
        assert (answer.status_code, answer.location) == (303, FACTOR)
        page = text_of(organiser.get(FACTOR))
        assert there in page
        assert "Die App ist eingerichtet" not in page
    assert number_of(app, Bucket) == 0


def test_nobody_goes_on_with_the_set_up_of_another(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        make_organiser(OTTO)
    code, late = shown_code(organiser), shown_code(organiser, late=1)
    pass_on(organiser)
    assert submit(organiser, SETUP, code=code, password=PASSWORD).status_code == 422
    assert shown_code(organiser) not in (code, late)
    assert number_of(app, Authenticator) == 0


def test_nobody_goes_on_with_the_passkey_of_another(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        make_organiser(OTTO)
    made = SoftPasskey().make(begin_passkey(organiser).get_json())
    pass_on(organiser)
    token = page_of(organiser.get(FACTOR)).xpath("//input[@name='csrf_token']/@value")[0]
    organiser.post(KEYS, data={"csrf_token": token, "credential": made})
    assert number_of(app, Passkey) == 0
    assert "zu lange gedauert" in text_of(organiser.get(FACTOR))


def test_a_window_that_shows_an_older_key_confirms_no_other(
    app: Flask, organiser: FlaskClient
) -> None:
    code = shown_code(organiser)
    answer = submit(organiser, SETUP, code=code, password=PASSWORD, setup=str(uuid4()))
    assert answer.status_code == 422
    assert "nicht mehr aktuell" in text_of(answer)
    assert number_of(app, Authenticator) == 0
