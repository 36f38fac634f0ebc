"""A forgotten password: by mail, once, within an hour; and nobody learns who has an account."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from ortenaudigital.accounts.resets.models import PasswordReset
from ortenaudigital.accounts.resets.rules import VALID
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.models import Letter
from ortenaudigital.wiring import LETTERS
from tests.accounts.factors import STEP, give_app
from tests.factories import PASSWORD, make_organiser
from tests.web.forms import submit, text_of

FORGOTTEN = "/orga/passwort-vergessen"
SECRET = "Rathausturm gelb Kastanie sieben"
LINK = re.compile(r"/orga/passwort/\w{26}")


def letters(app: Flask) -> list[str | None]:
    """Return the texts of the letters with links; None for who has no account."""
    with app.app_context():
        kind = "accounts.password_reset"
        asked = db.session.scalars(select(Letter).where(Letter.kind == kind).order_by(Letter.id))
        composed = [LETTERS[kind](each.subject_id) for each in asked]
        return [each.text if each else None for each in composed]


def link(app: Flask) -> str:
    found = LINK.search(letters(app)[-1] or "")
    assert found
    return found.group()


def log_in(app: Flask, password: str) -> FlaskClient:
    client = app.test_client()
    submit(client, "/orga/anmelden", email="olga@example.org", password=password)
    return client


def is_in(client: FlaskClient) -> bool:
    return client.get("/orga/konto").status_code == 200


def test_the_link_sets_a_password_once_and_ends_all_logins(
    app: Flask, organiser: FlaskClient
) -> None:
    stranger = app.test_client()
    assert FORGOTTEN in stranger.get("/orga/anmelden").get_data(as_text=True)
    assert submit(stranger, FORGOTTEN, email=" Olga@example.org").status_code == 303
    url = link(app)
    weak = submit(stranger, url, password="passwortpasswort")
    assert weak.status_code == 422
    assert "leicht zu erraten" in text_of(weak)
    assert is_in(organiser)
    assert submit(stranger, url, password=SECRET).status_code == 303
    assert not is_in(organiser)
    # It sets a password, and logs nobody in.
    assert not is_in(stranger)
    assert is_in(log_in(app, SECRET))
    assert not is_in(log_in(app, PASSWORD))
    again = stranger.get(url)
    assert again.status_code == 404
    assert "gilt nicht mehr" in text_of(again)
    # The way on stands there.
    assert f'href="{FORGOTTEN}"' in again.get_data(as_text=True)


def test_a_new_password_leaves_the_second_factor(app: Flask) -> None:
    with app.app_context():
        make_organiser()
        give_app()
    stranger = app.test_client()
    submit(stranger, FORGOTTEN, email="olga@example.org")
    submit(stranger, link(app), password=SECRET)
    assert not is_in(stranger)
    client = log_in(app, SECRET)
    assert not is_in(client)
    assert "Zweiter Schritt" in text_of(client.get(STEP))


def test_known_and_unknown_addresses_are_answered_alike(app: Flask) -> None:
    with app.app_context():
        make_organiser()
    answers = []
    for email in ("olga@example.org", "nobody@example.org"):
        client = app.test_client()
        answer = submit(client, FORGOTTEN, email=email)
        after = text_of(client.get(answer.location))
        answers.append((answer.status_code, answer.location, after))
    assert answers[0] == answers[1]
    known, unknown = letters(app)
    assert known is not None
    assert unknown is None


def test_an_old_link_leads_nowhere(app: Flask, organiser: FlaskClient) -> None:
    submit(app.test_client(), FORGOTTEN, email="olga@example.org")
    url = link(app)
    for age, status in ((VALID - timedelta(minutes=1), 200), (VALID, 404)):
        with app.app_context(), transaction():
            db.session.scalars(select(PasswordReset)).one().asked_at = utc_now() - age
        assert app.test_client().get(url).status_code == status


def test_a_mailbox_gets_three_letters_a_day(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with app.app_context():
        make_organiser()
    monkeypatch.setitem(app.config, "RATE_LIMITS", True)
    for _ in range(5):
        assert submit(app.test_client(), FORGOTTEN, email="olga@example.org").status_code == 303
    assert len(letters(app)) == 3
