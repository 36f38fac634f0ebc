"""Logins that wait for their second step: what ends them, and what they may not be tried out by."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from ortenaudigital.accounts.commands import hashed, set_password
from ortenaudigital.accounts.factors.authenticators import add_app, remove_app
from ortenaudigital.accounts.factors.changes import renew_codes
from ortenaudigital.accounts.factors.keys import app_secret
from ortenaudigital.accounts.factors.models import Passkey
from ortenaudigital.accounts.factors.passkeys import remove_passkey
from ortenaudigital.accounts.factors.queries import Factors
from ortenaudigital.accounts.models import LoginSession, User
from ortenaudigital.adapters.one_time_codes import code_at, step_at
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.limits import rules
from ortenaudigital.web.shared.access import second_step
from tests.accounts.factors import (
    LOGIN,
    STEP,
    code_of,
    first_step,
    give_app,
    store_passkey,
    user_id_of,
)
from tests.factories import PASSWORD, make_organiser
from tests.web.forms import page_of, submit, text_of

ACCOUNT = "/orga/konto"
OLGA = "olga@example.org"


@pytest.fixture
def codes(app: Flask) -> list[str]:
    """Give Olga an app and a passkey; return her recovery codes."""
    with app.app_context():
        make_organiser()
        spare = give_app()
        with transaction():
            store_passkey(user_id_of(OLGA))
        return spare


def is_in(client: FlaskClient) -> bool:
    return client.get(ACCOUNT).status_code == 200


def logins(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count(LoginSession.user_id))) or 0


def by_app(app: Flask, client: FlaskClient) -> Any:
    with app.app_context():
        code = code_of()
    return submit(client, STEP, code=code)


def replace_app(user_id: int) -> None:
    remove_app(user_id, b"", utc_now())
    setup_id, then = uuid4(), utc_now() - timedelta(minutes=2)
    add_app(user_id, setup_id, code_at(app_secret(setup_id), step_at(then)), b"", then)


def another_passkey(user_id: int) -> None:
    store_passkey(user_id, b"other")


def take_passkey(user_id: int) -> None:
    remove_passkey(user_id, db.session.scalars(select(Passkey.id)).one(), b"", utc_now())


def new_codes(user_id: int) -> None:
    renew_codes(user_id, b"", utc_now())


def new_password(user_id: int) -> None:
    set_password(db.session.get_one(User, user_id), hashed("Rathausturm gelb Kastanie sieben"))


CHANGES = [replace_app, another_passkey, take_passkey, new_codes, new_password]


@pytest.mark.parametrize("change", CHANGES, ids=lambda each: each.__name__)
def test_a_login_that_was_overtaken_begins_anew(
    app: Flask, codes: list[str], change: Callable[[int], None]
) -> None:
    client = first_step(app)
    assert client.get(STEP).status_code == 200
    with app.app_context(), transaction():
        change(user_id_of(OLGA))
    assert client.get(STEP).location == LOGIN
    with app.app_context():
        sent = {"code": code_of(), "csrf_token": ""}
    assert client.post(STEP, data=sent).location == LOGIN
    assert not is_in(client)
    assert logins(app) == 0


def test_a_recovery_code_that_was_used_elsewhere_ends_no_other_login(
    app: Flask, codes: list[str]
) -> None:
    client = first_step(app)
    submit(first_step(app), f"{STEP}?art=ersatz", STEP, code=codes[0])
    assert by_app(app, client).status_code == 303
    assert is_in(client)


@pytest.mark.parametrize("change", [take_passkey, new_password], ids=lambda each: each.__name__)
def test_no_session_is_opened_where_an_account_changes_in_the_same_moment(
    app: Flask, codes: list[str], monkeypatch: pytest.MonkeyPatch, change: Callable[[int], None]
) -> None:
    client = first_step(app)
    log_in = second_step.login_user

    def overtaken(user: User, **how: Any) -> None:
        with transaction():
            change(user.id)
        log_in(user, **how)

    monkeypatch.setattr(second_step, "login_user", overtaken)
    answer = by_app(app, client)
    assert (answer.status_code, answer.location) == (303, LOGIN)
    assert not is_in(client)
    assert logins(app) == 0
    assert "wurde an diesem Konto etwas geändert" in text_of(client.get(LOGIN))


def test_a_password_alone_opens_nothing_once_a_factor_is_there(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        make_organiser()
    found = second_step.get_factors

    def overtaken(user_id: int) -> Factors:
        before = found(user_id)
        give_app()
        return before

    monkeypatch.setattr(second_step, "get_factors", overtaken)
    client = app.test_client()
    answer = submit(client, LOGIN, email=OLGA, password=PASSWORD)
    assert (answer.status_code, answer.location) == (303, LOGIN)
    assert not is_in(client)
    assert logins(app) == 0


def test_the_login_page_ends_a_login_that_was_begun(app: Flask, codes: list[str]) -> None:
    client = first_step(app)
    assert LOGIN in page_of(client.get(STEP)).xpath("//main//p/a/@href")
    assert client.get(LOGIN).status_code == 200
    with app.app_context():
        code = code_of()
    assert client.post(STEP, data={"code": code}).location == LOGIN
    assert not is_in(client)


def test_codes_are_not_tried_out_from_many_places(
    app: Flask, codes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "RATE_LIMITS", True)
    few = rules.Limit("few", 2, 3600)
    place = "ortenaudigital.web.organiser.account.second_step.SECOND_STEPS_OF_ACCOUNT"
    monkeypatch.setattr(place, few, raising=False)
    for number in (1, 2):
        guessing = first_step(app)
        guessing.environ_base["REMOTE_ADDR"] = f"192.0.2.{number}"
        assert submit(guessing, STEP, code="000000").status_code == 422
    client = first_step(app)
    answer = by_app(app, client)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 60
    assert "Nehmen Sie einen Passkey oder einen Ersatzcode" in text_of(answer)
    assert not is_in(client)
    # Whom somebody else has locked out gets in by what nobody guesses.
    assert submit(client, f"{STEP}?art=ersatz", STEP, code=codes[0]).status_code == 303
    assert is_in(client)
