"""Logins end on the server; passwords are the same however they are typed; hosts are ours."""

import unicodedata
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select
from werkzeug.test import TestResponse

from ortenaudigital.accounts.commands import assign_role, create_user, hashed
from ortenaudigital.accounts.models import LoginSession
from ortenaudigital.accounts.permissions import Role
from ortenaudigital.audit.models import Entry
from ortenaudigital.factory import create_app
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.limits import rules
from ortenaudigital.mailings.models import Mailing
from tests.conftest import make_config
from tests.factories import PASSWORD, make_event_today, make_organiser
from tests.web.forms import page_of, submit, text_of, values_of

LOGIN = "/orga/anmelden"
START = "/orga/postausgang"


def copy_of(app: Flask, client: FlaskClient) -> FlaskClient:
    """Return another browser with the same cookies."""
    thief = app.test_client()
    for cookie in client._cookies.values():  # type: ignore[union-attr]  # a client with cookies
        thief.set_cookie(cookie.key, cookie.value)
    return thief


def is_in(client: FlaskClient) -> bool:
    return client.get(START).status_code == 200


def log_in(app: Flask, email: str = "olga@example.org", **fields: str) -> FlaskClient:
    client = app.test_client()
    submit(client, LOGIN, email=email, **({"password": PASSWORD} | fields))
    return client


def test_a_cookie_that_was_copied_is_worth_nothing_after_the_logout(
    app: Flask, organiser: FlaskClient
) -> None:
    other = log_in(app)
    thief = copy_of(app, organiser)
    assert is_in(thief)
    submit(organiser, START, "/orga/abmelden")
    assert not is_in(organiser)
    assert not is_in(thief)
    # Where she has logged in as well, she still is.
    assert is_in(other)


def test_staying_logged_in_ends_with_the_logout_too(app: Flask) -> None:
    with app.app_context():
        make_organiser()
    client = log_in(app, remember="y")
    thief = copy_of(app, client)
    assert is_in(thief)
    submit(client, START, "/orga/abmelden")
    assert not is_in(client)
    assert not is_in(thief)


@pytest.mark.parametrize(
    ("remember", "idle", "longest"),
    [
        ({}, timedelta(hours=2), timedelta(hours=12)),
        ({"remember": "y"}, timedelta(days=7), timedelta(days=30)),
    ],
)
def test_logins_end_by_themselves(
    app: Flask, remember: dict[str, str], idle: timedelta, longest: timedelta
) -> None:
    with app.app_context():
        make_organiser()
    for column, limit in (("seen_at", idle), ("started_at", longest)):
        client = log_in(app, **remember)
        set_back(app, column, limit - timedelta(minutes=5))
        assert is_in(client), column
        set_back(app, column, limit)
        assert not is_in(client), column


def set_back(app: Flask, column: str, by: timedelta) -> None:
    with app.app_context(), transaction():
        for session in db.session.scalars(db.select(LoginSession)):
            setattr(session, column, utc_now() - by)


def test_who_is_there_is_noted_once_a_minute(app: Flask, organiser: FlaskClient) -> None:
    def seen_at() -> object:
        with app.app_context():
            return db.session.scalars(db.select(LoginSession.seen_at)).one()

    first = seen_at()
    assert is_in(organiser)
    assert seen_at() == first
    set_back(app, "seen_at", timedelta(minutes=30))
    before = seen_at()
    assert is_in(organiser)
    assert seen_at() > before  # type: ignore[operator]  # two moments


def test_a_new_password_ends_all_logins(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context(), transaction():
        assign_role(create_user("olga@example.org", "Olga", hashed(PASSWORD)).id, Role.OWNER)
        assert db.session.query(LoginSession).count() == 0
    assert not is_in(organiser)


def test_no_token_in_an_address_or_a_header_logs_in(app: Flask) -> None:
    with app.app_context():
        user = make_organiser()
        token = user.get_auth_token()
    client = app.test_client()
    assert client.get(f"{START}?auth_token={token}").status_code == 302
    headers = {"Authentication-Token": token}
    assert client.get(START, headers=headers).status_code == 302


def test_following_a_link_logs_nobody_out(app: Flask, organiser: FlaskClient) -> None:
    organiser.get("/orga/abmelden")
    assert is_in(organiser)


def test_the_login_page_is_kept_nowhere(client: FlaskClient) -> None:
    assert client.get(LOGIN).headers["Cache-Control"] == "no-store"
    answer = submit(client, LOGIN, email="olga@example.org", password="wrong")
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("made", ["NFC", "NFD"])
@pytest.mark.parametrize("typed", ["NFC", "NFD", "NFKC"])
def test_umlauts_are_the_same_on_every_keyboard(app: Flask, made: str, typed: str) -> None:
    password = "grüne Äpfel über Kehl"
    with app.app_context(), transaction():
        assign_role(
            create_user(
                "olga@example.org", "Olga", hashed(unicodedata.normalize(made, password))
            ).id,
            Role.OWNER,
        )
    assert is_in(log_in(app, password=unicodedata.normalize(typed, password)))


def audit_of(app: Flask) -> list[tuple[str, str]]:
    with app.app_context():
        entries = db.session.scalars(db.select(Entry).order_by(Entry.id))
        kinds = [(entry.action, entry.details.get("reason", "")) for entry in entries]
        return [kind for kind in kinds if kind[0].startswith("accounts.log")]


def test_logins_are_counted_written_down_and_logged(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(app.config, "RATE_LIMITS", True)
    few = rules.Limit("logins to account", 2, 900)
    monkeypatch.setattr("ortenaudigital.web.shared.access.logins.LOGINS_TO_ACCOUNT", few)
    with app.app_context():
        make_organiser()
    assert is_in(log_in(app))
    assert not is_in(log_in(app, password="wrong"))
    answer = try_once(app, "olga@example.org", PASSWORD)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 60
    assert " min noch einmal" in text_of(answer)
    assert page_of(answer).xpath("//input[@name='email']/@value") == ["olga@example.org"]
    assert PASSWORD not in answer.get_data(as_text=True)
    assert audit_of(app) == [
        ("accounts.logged_in", ""),
        ("accounts.login_refused", "wrong password or unknown"),
        ("accounts.login_refused", "too many tries"),
    ]
    assert "login refused: too many tries" in caplog.text
    assert "olga@" not in caplog.text
    # Somebody else still gets in.
    assert try_once(app, "otto@example.org", "wrong").status_code == 200


def test_who_knocks_without_end_fills_no_book_and_locks_nobody_out_who_was_in_before(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "RATE_LIMITS", True)
    few = rules.Limit("logins to account", 2, 900)
    monkeypatch.setattr("ortenaudigital.web.shared.access.logins.LOGINS_TO_ACCOUNT", few)
    with app.app_context():
        make_organiser()
    known = log_in(app)
    assert is_in(known)
    submit(known, "/orga/", "/orga/abmelden")
    for _ in range(6):
        try_once(app, "olga@example.org", "wrong")
    assert try_once(app, "olga@example.org", PASSWORD).status_code == 429
    refused = [reason for kind, reason in audit_of(app) if kind == "accounts.login_refused"]
    assert refused == ["wrong password or unknown", "too many tries"]
    answer = submit(known, LOGIN, email="olga@example.org", password=PASSWORD)
    assert answer.status_code == 302
    # Its mark is worth nothing for anybody else.
    submit(known, "/orga/", "/orga/abmelden")
    for _ in range(2):
        try_once(app, "otto@example.org", "wrong")
    answer = submit(known, LOGIN, email="otto@example.org", password="wrong")
    assert answer.status_code == 429


def try_once(app: Flask, email: str, password: str) -> TestResponse:
    return submit(app.test_client(), LOGIN, email=email, password=password)


@pytest.mark.parametrize("path", ["/", LOGIN, "/ortenau-digital-2027/tickets", "/healthz"])
def test_another_host_is_refused(app: Flask, client: FlaskClient, path: str) -> None:
    with app.app_context():
        make_event_today()
    for host in ("evil.example", "localhost.evil.example", "evil.example, localhost"):
        answer = client.get(path, headers={"Host": host})
        assert answer.status_code == 400, host
        assert "evil.example" not in answer.get_data(as_text=True)
        assert "Impressum" in text_of(answer)
    assert client.get(path, headers={"Host": "127.0.0.1:8000"}).status_code in (200, 302)


def test_the_host_is_that_of_base_url(tmp_path) -> None:
    url = f"sqlite:///{tmp_path}/hosts.sqlite3"
    app = create_app(make_config(url, tmp_path, base_url="https://tickets.example.org/"))
    assert app.config["TRUSTED_HOSTS"][0] == "tickets.example.org"
    client = app.test_client()
    for host, status in (("tickets.example.org", 200), ("example.org", 400)):
        assert client.get("/healthz", headers={"Host": host}).status_code == status


@pytest.mark.parametrize("with_session", [True, False])
def test_who_was_logged_out_meanwhile_types_nothing_twice(
    app: Flask, organiser: FlaskClient, with_session: bool
) -> None:
    """First the login ends, by itself or with its session; then another brings another token."""
    with app.app_context():
        slug = make_event_today().slug
    address = f"/orga/{slug}/rundbriefe/neu"
    page = page_of(organiser.get(address))
    (form,) = [each for each in page.forms if each.method == "POST" and "body_de" in each.fields]
    text = "Erste Zeile\n<zweite> & 'dritte'"
    sent = values_of(form)
    sent.setlist("subject_de", ["Zum Programm"])
    sent.setlist("body_de", [text])
    with app.app_context(), transaction():
        db.session.execute(delete(LoginSession))
    if not with_session:
        # Who logs out in another window leaves the token of this page behind.
        organiser.delete_cookie("session")
    kept = organiser.post(address, data=sent)
    assert kept.status_code == 401
    organiser.delete_cookie("session")
    submit(organiser, LOGIN, email="olga@example.org", password=PASSWORD)
    (again,) = page_of(kept).xpath("//main//form")
    asked = organiser.post(again.action, data=values_of(again))
    assert asked.status_code == 400
    (again,) = page_of(asked).xpath("//main//form")
    assert organiser.post(again.action, data=values_of(again)).status_code == 303
    with app.app_context():
        (mailing,) = db.session.scalars(select(Mailing)).unique()
        assert mailing.by_language["de"].introduction == text


def test_a_password_that_came_too_late_is_shown_nowhere(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context(), transaction():
        db.session.execute(delete(LoginSession))
    secrets = {"password": "a secret of mine", "new_password": "another one of mine"}
    answer = organiser.post("/orga/konto/passwort", data=secrets)
    assert b"of mine" not in answer.data
