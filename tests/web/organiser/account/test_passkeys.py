"""Passkeys: added by the password, used as second step or alone, each answer once."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.accounts.models import LoginSession
from ortenaudigital.kernel.db import db
from ortenaudigital.limits.rules import Limit
from tests.accounts.authenticator import SoftPasskey
from tests.accounts.factors import (
    SETUP,
    STEP,
    code_of,
    first_step,
    give_app,
    shown_code,
    user_id_of,
)
from tests.factories import PASSWORD, make_organiser
from tests.web.forms import page_of, submit, text_of

ACCOUNT = "/orga/konto"
FACTOR = "/orga/konto/zweiter-faktor"
KEYS = f"{FACTOR}/passkeys"
USE = "/orga/anmelden/passkey"


def is_in(client: FlaskClient) -> bool:
    return client.get(ACCOUNT).status_code == 200


def token_of(client: FlaskClient) -> str:
    return str(page_of(client.get(FACTOR)).xpath("//input[@name='csrf_token']/@value")[0])


def add(
    client: FlaskClient, name: str = "Schlüsselbund", key: SoftPasskey | None = None
) -> SoftPasskey:
    """Add a passkey as the script of the page does."""
    key, token = key or SoftPasskey(), token_of(client)
    typed = {"passkey-name": name, "passkey-password": PASSWORD, "passkey-csrf_token": token}
    asked = client.post(f"{KEYS}/beginn", data=typed | {"csrf_token": token})
    assert asked.status_code == 200, asked.get_data(as_text=True)
    sent = typed | {"csrf_token": token, "credential": key.make(asked.get_json())}
    client.post(KEYS, data=sent)
    return key


def log_in(
    client: FlaskClient,
    key: SoftPasskey,
    verified: bool = True,
    answer: str | None = None,
    remember: str = "",
) -> str:
    """Answer what the login asks, or send that answer; return what was sent."""
    options = client.post(f"{USE}/beginn").get_json()
    answer = answer or key.use(options, verified)
    client.post(USE, data={"credential": answer, "remember": remember})
    return answer


def remembered(app: Flask) -> int:
    with app.app_context():
        return db.session.query(LoginSession).filter_by(remembered=True).count()


@pytest.fixture
def key(app: Flask, organiser: FlaskClient) -> SoftPasskey:
    return add(organiser)


def test_a_passkey_is_added_and_listed(app: Flask, organiser: FlaskClient) -> None:
    key = SoftPasskey()
    add(organiser, "Laptop in Kehl", key)
    page = organiser.get(FACTOR)
    assert "Laptop in Kehl" in text_of(page)
    assert "Noch 10 von 10" in text_of(page)
    # A browser is told which it has, and none is taken twice.
    add(organiser, "Noch einmal", key)
    assert "Noch einmal" not in text_of(organiser.get(FACTOR))


def test_adding_asks_for_the_password(app: Flask, organiser: FlaskClient) -> None:
    token = token_of(organiser)
    wrong = {"passkey-password": "wrong", "passkey-csrf_token": token, "csrf_token": token}
    answer = organiser.post(f"{KEYS}/beginn", data=wrong)
    assert answer.status_code == 422
    assert "nicht Ihr jetziges Passwort" in answer.get_json()["error"]
    made = SoftPasskey().make({"challenge": "x" * 43})
    organiser.post(KEYS, data={"csrf_token": token, "credential": made})
    assert "Schlüsselbund" not in text_of(organiser.get(FACTOR))
    with app.app_context():
        assert user_id_of("olga@example.org")


def test_a_passkey_is_the_second_step(app: Flask, key: SoftPasskey) -> None:
    client = first_step(app)
    assert not is_in(client)
    # Who has no app uses it each time: it stands before the code for when it is not at hand.
    said = text_of(client.get(STEP))
    assert -1 < said.find("Passkey benutzen") < said.find("Einer der zehn Codes")
    # After the password, somebody need not be recognised again.
    log_in(client, key, verified=False)
    assert is_in(client)


def test_a_passkey_alone_lets_in_whom_the_device_has_recognised(
    app: Flask, key: SoftPasskey
) -> None:
    client = app.test_client()
    log_in(client, key, verified=False)
    assert not is_in(client)
    log_in(client, key)
    assert is_in(client)
    assert remembered(app) == 0


def test_who_chose_so_stays_logged_in_by_a_passkey_alone(app: Flask, key: SoftPasskey) -> None:
    log_in(app.test_client(), key, remember="y")
    assert remembered(app) == 1


def test_an_answer_passes_once(app: Flask, key: SoftPasskey) -> None:
    client = app.test_client()
    options = client.post(f"{USE}/beginn").get_json()
    thief = app.test_client()
    for cookie in client._cookies.values():  # type: ignore[union-attr]  # a client with cookies
        thief.set_cookie(cookie.key, cookie.value)
    # As many passkeys do, this one does not count.
    key.count = -1
    answer = key.use(options)
    client.post(USE, data={"credential": answer})
    thief.post(USE, data={"credential": answer})
    assert (is_in(client), is_in(thief)) == (True, False)


def _of_another_host(key: SoftPasskey) -> None:
    key.origin = "http://evil.example"


def _of_another_key(key: SoftPasskey) -> None:
    key.key = SoftPasskey().key


def _unknown(key: SoftPasskey) -> None:
    key.credential_id = b"x" * 16


@pytest.mark.parametrize("spoil", [_of_another_host, _of_another_key, _unknown])
def test_no_other_answer_passes(
    app: Flask, key: SoftPasskey, spoil: Callable[[SoftPasskey], None]
) -> None:
    spoil(key)
    client = app.test_client()
    log_in(client, key)
    assert not is_in(client)
    assert "passt nicht" in text_of(client.get("/orga/anmelden"))


def test_nonsense_is_refused(app: Flask, key: SoftPasskey) -> None:
    for nonsense in ("x", "{}", "[]", '{"rawId": 1}', '{"rawId": "eA"}'):
        client = app.test_client()
        log_in(client, key, answer=nonsense)
        assert not is_in(client), nonsense


def test_the_passkey_of_another_is_no_second_step(app: Flask, key: SoftPasskey) -> None:
    with app.app_context():
        make_organiser("otto@example.org")
        give_app("otto@example.org")
    client = first_step(app, "otto@example.org")
    log_in(client, key)
    assert not is_in(client)


def test_a_passkey_is_removed_by_the_password_only(
    app: Flask, organiser: FlaskClient, key: SoftPasskey
) -> None:
    action = f"{KEYS}/entfernen"
    (own,) = page_of(organiser.get(FACTOR)).xpath("//select[@id='passkey']/option/@value")
    wrong = submit(organiser, FACTOR, action, passkey=own, **{"remove-password": "wrong"})
    assert wrong.status_code == 422
    gone = submit(organiser, FACTOR, action, passkey=own, **{"remove-password": PASSWORD})
    assert gone.status_code == 303
    assert "Schlüsselbund" not in text_of(organiser.get(FACTOR))
    client = app.test_client()
    log_in(client, key)
    assert not is_in(client)


def test_the_script_is_told_of_too_many_tries(
    app: Flask, organiser: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "RATE_LIMITS", True)
    once = Limit("once", 1, 3600)
    web = "ortenaudigital.web.organiser.account"
    monkeypatch.setattr(f"{web}.passkeys.LOGINS", once)
    monkeypatch.setattr(f"{web}.proof.LOGINS_TO_ACCOUNT", once)
    token = token_of(organiser)
    typed = {"passkey-name": "x", "passkey-password": PASSWORD, "passkey-csrf_token": token}
    for client, address, sent in (
        (organiser, f"{KEYS}/beginn", typed | {"csrf_token": token}),
        (app.test_client(), f"{USE}/beginn", {}),
    ):
        assert client.post(address, data=sent).status_code == 200
        answer = client.post(address, data=sent)
        assert answer.status_code == 429
        assert "zu oft in kurzer Zeit" in answer.get_json()["error"]
        assert int(answer.headers["Retry-After"]) > 60


@pytest.mark.parametrize("synced", [True, False], ids=["synced", "bound"])
def test_only_a_passkey_of_one_device_has_to_count_on(
    app: Flask, organiser: FlaskClient, synced: bool
) -> None:
    key = SoftPasskey()
    key.synced = synced
    add(organiser, key=key)
    key.count = 40
    first, second = app.test_client(), app.test_client()
    log_in(first, key)
    # Another device of the same owner, where it was used less often; or a copy of the only one.
    key.count = 3
    log_in(second, key)
    assert (is_in(first), is_in(second)) == (True, synced)


def test_an_app_comes_to_a_passkey_and_each_is_enough(
    app: Flask, organiser: FlaskClient, key: SoftPasskey
) -> None:
    done = submit(organiser, SETUP, code=shown_code(organiser), password=PASSWORD)
    # There are recovery codes already; new ones would make those on paper worthless.
    assert (done.status_code, done.location) == (303, FACTOR)
    by_app, by_key = first_step(app), first_step(app)
    with app.app_context():
        code = code_of(late=1)
    submit(by_app, STEP, code=code)
    log_in(by_key, key)
    assert is_in(by_app)
    assert is_in(by_key)
