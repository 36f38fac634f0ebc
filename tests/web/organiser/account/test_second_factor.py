"""Zweiter Faktor: set up an app, log in by it, lose it, and what owners must have."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from ortenaudigital.accounts.factors.models import Authenticator
from ortenaudigital.accounts.permissions import Role
from ortenaudigital.audit.models import Entry
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db
from ortenaudigital.limits import rules
from tests.accounts.factors import SETUP, STEP, code_of, first_step, give_app, shown_code
from tests.factories import PASSWORD, make_organiser
from tests.web.forms import page_of, submit, text_of

ACCOUNT = "/orga/konto"
FACTOR = "/orga/konto/zweiter-faktor"


def is_in(client: FlaskClient) -> bool:
    return client.get(ACCOUNT).status_code == 200


def with_app(app: Flask) -> list[str]:
    with app.app_context():
        make_organiser()
        return give_app()


def last_action(app: Flask) -> str:
    with app.app_context():
        return db.session.scalars(select(Entry.action).order_by(Entry.id.desc())).first() or ""


def test_an_app_is_set_up_and_asked_for(app: Flask, organiser: FlaskClient) -> None:
    page = organiser.get(SETUP)
    assert page_of(page).xpath("//*[@role='img']/*[local-name()='svg']")
    (field,) = page_of(page).xpath("//input[@name='code']")
    assert (field.get("autocomplete"), field.get("inputmode")) == ("one-time-code", "numeric")
    done = submit(organiser, SETUP, code=shown_code(organiser), password=PASSWORD)
    codes = re.findall(r"[2-9A-Z]{5}-[2-9A-Z]{5}", done.get_data(as_text=True))
    assert len(set(codes)) == 10
    assert done.headers["Cache-Control"] == "no-store"
    assert last_action(app) == "accounts.app_added"
    assert "Noch 10 Ersatzcodes" in text_of(organiser.get(ACCOUNT))

    client = first_step(app)
    assert not is_in(client)
    with app.app_context():
        # The code of the set-up was used; time goes on.
        code = code_of(late=1)
    answer = submit(client, STEP, code=code)
    assert (answer.status_code, answer.location) == (303, "/orga/")
    assert is_in(client)


def test_a_wrong_first_code_sets_nothing_up_and_keeps_the_key(
    app: Flask, organiser: FlaskClient
) -> None:
    right = shown_code(organiser)
    wrong = f"{(int(right) + 1) % 10**6:06}"
    answer = submit(organiser, SETUP, code=wrong, password=PASSWORD)
    assert answer.status_code == 422
    assert "ob die Uhr Ihres Telefons richtig geht" in text_of(answer)
    assert shown_code(organiser) == right or shown_code(organiser, late=-1) == right
    with app.app_context():
        assert db.session.scalars(select(Authenticator)).all() == []


def test_the_password_alone_opens_nothing(app: Flask) -> None:
    with_app(app)
    client = first_step(app)
    for page in (ACCOUNT, FACTOR, SETUP, "/orga/postausgang"):
        assert client.get(page).status_code == 302, page
    assert client.get(STEP).status_code == 200
    # A code is no way in without the password either.
    stranger = app.test_client()
    with app.app_context():
        assert stranger.post(STEP, data={"code": code_of()}).location == "/orga/anmelden"
    assert not is_in(stranger)


def test_a_code_logs_in_once(app: Flask) -> None:
    with_app(app)
    first, second = first_step(app), first_step(app)
    with app.app_context():
        code = code_of()
    submit(first, STEP, code=f"{code[:3]} {code[3:]}")
    answer = submit(second, STEP, code=code)
    assert answer.status_code == 422
    assert "schon benutzt" in text_of(answer)
    assert (is_in(first), is_in(second)) == (True, False)
    assert last_action(app) == "accounts.login_refused"


def test_whoever_lost_the_phone_uses_a_recovery_code(app: Flask) -> None:
    codes = with_app(app)
    client = first_step(app)
    link = f"{STEP}?art=ersatz"
    assert link in page_of(client.get(STEP)).xpath("//a/@href")
    assert submit(client, link, STEP, code=codes[3].lower()).status_code == 303
    assert is_in(client)
    assert "Noch 9 von 10 Codes" in text_of(client.get(FACTOR))
    again = first_step(app)
    assert submit(again, link, STEP, code=codes[3]).status_code == 422


def test_the_way_and_the_wish_to_stay_survive_the_second_step(app: Flask) -> None:
    with_app(app)
    client = app.test_client()
    submit(
        client,
        "/orga/anmelden?next=/orga/postausgang",
        "/orga/anmelden",
        email="olga@example.org",
        password=PASSWORD,
        remember="y",
        next="/orga/postausgang",
    )
    with app.app_context():
        code = code_of()
    answer = submit(client, f"{STEP}?next=/orga/postausgang", STEP, code=code)
    assert answer.location == "/orga/postausgang"
    assert "Expires" in answer.headers["Set-Cookie"]


@pytest.mark.one_database("the session lies in the browser")
def test_nobody_is_led_to_another_site(app: Flask) -> None:
    with_app(app)
    client = first_step(app)
    with app.app_context():
        code = code_of()
    answer = submit(client, f"{STEP}?next=https://evil.example/", STEP, code=code)
    assert answer.location == "/orga/"


def test_whoever_takes_too_long_begins_anew(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with_app(app)
    client = first_step(app)
    with app.app_context():
        code = code_of()
    later = utc_now() + timedelta(minutes=11)
    monkeypatch.setattr("ortenaudigital.web.shared.access.second_step.utc_now", lambda: later)
    answer = client.post(STEP, data={"code": code})
    assert (answer.status_code, answer.location) == (302, "/orga/anmelden")
    assert not is_in(client)


def test_codes_are_not_tried_out(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(app.config, "RATE_LIMITS", True)
    few = rules.Limit("second steps", 2, 3600)
    monkeypatch.setattr("ortenaudigital.web.organiser.account.second_step.SECOND_STEPS", few)
    with_app(app)
    client = first_step(app)
    for _ in range(2):
        assert submit(client, STEP, code="000000").status_code == 422
    with app.app_context():
        code = code_of()
    # Whoever has the cookies of the first try gets no further tries from them.
    for each in (client, first_step(app)):
        answer = submit(each, STEP, code=code)
        assert answer.status_code == 429
        assert not is_in(each)
    assert code not in caplog.text
    assert "olga@" not in caplog.text


def test_an_app_is_taken_off_by_the_password_only(app: Flask) -> None:
    with_app(app)
    client = first_step(app)
    with app.app_context():
        code = code_of()
    submit(client, STEP, code=code)
    refused = submit(client, FACTOR, f"{SETUP}/entfernen", **{"app-password": "wrong"})
    assert refused.status_code == 422
    assert "nicht Ihr jetziges Passwort" in text_of(refused)
    done = submit(client, FACTOR, f"{SETUP}/entfernen", **{"app-password": PASSWORD})
    assert done.status_code == 303
    assert last_action(app) == "accounts.app_removed"
    assert is_in(first_step(app))


def test_new_recovery_codes_are_shown_by_the_password(app: Flask) -> None:
    (old, *_) = with_app(app)
    client = first_step(app)
    submit(client, f"{STEP}?art=ersatz", STEP, code=old)
    action = f"{FACTOR}/codes"
    assert submit(client, FACTOR, action, **{"codes-password": "wrong"}).status_code == 422
    shown = submit(client, FACTOR, action, **{"codes-password": PASSWORD})
    assert len(re.findall(r"<code>[2-9A-Z]{5}-", shown.get_data(as_text=True))) == 10
    assert "Noch 10 von 10" in text_of(client.get(FACTOR))


def demand(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    strict = replace(app.config["CONFIG"], second_factor_for_owners=True)
    monkeypatch.setitem(app.config, "CONFIG", strict)


def test_owners_reach_nothing_without_a_second_factor(
    app: Flask, organiser: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    demand(app, monkeypatch)
    for page in ("/orga/", ACCOUNT, "/orga/postausgang", "/orga/team"):
        answer = organiser.get(page)
        assert (answer.status_code, answer.location) == (302, FACTOR), page
    page = organiser.get(FACTOR)
    assert "Ihre Rolle braucht einen zweiten Faktor" in text_of(page)
    assert not page_of(page).xpath("//nav[@class='office__nav']")
    done = submit(organiser, SETUP, code=shown_code(organiser), password=PASSWORD)
    # On to where the first login wanted to go, or to what was tried since.
    (onward,) = page_of(done).xpath("//a[contains(., 'Ich habe die Codes aufbewahrt')]/@href")
    assert onward == "/orga/team"
    assert organiser.get("/orga/postausgang").status_code == 200


@pytest.mark.parametrize("role", [each for each in Role if each is not Role.OWNER])
def test_others_need_none(app: Flask, monkeypatch: pytest.MonkeyPatch, role: Role) -> None:
    demand(app, monkeypatch)
    with app.app_context():
        make_organiser(role=role)
    assert is_in(first_step(app))
