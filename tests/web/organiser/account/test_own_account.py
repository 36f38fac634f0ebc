"""Mein Konto: who is logged in, own name, own password, own logins."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from ortenaudigital.accounts.models import LoginSession, User
from ortenaudigital.audit.models import Entry
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.models import Letter
from tests.factories import PASSWORD, make_organiser
from tests.web.forms import page_of, submit, text_of

ACCOUNT = "/orga/konto"
BETTER = "Rathausturm gelb Kastanie sieben"


def log_in(app: Flask, password: str = PASSWORD) -> FlaskClient:
    client = app.test_client()
    client.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"
    submit(client, "/orga/anmelden", email="olga@example.org", password=password)
    return client


def is_in(client: FlaskClient) -> bool:
    return client.get(ACCOUNT).status_code == 200


def actions(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(Entry.action).order_by(Entry.id)))


def kinds(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(Letter.kind)))


def test_the_header_says_who_is_logged_in(app: Flask, organiser: FlaskClient) -> None:
    (menu,) = page_of(organiser.get("/orga/postausgang")).xpath("//div[@class='office__account']")
    assert "Olga" in menu.text_content()
    assert menu.xpath(".//a/@href") == [ACCOUNT]
    with app.app_context(), transaction():
        db.session.scalars(select(User)).one().name = ""
    (menu,) = page_of(organiser.get("/orga/postausgang")).xpath("//div[@class='office__account']")
    assert "olga@example.org" in menu.text_content()


def test_who_has_no_role_has_an_account_all_the_same(app: Flask) -> None:
    with app.app_context():
        make_organiser(role=None)
    assert is_in(log_in(app))


def test_people_write_their_name(app: Flask, organiser: FlaskClient) -> None:
    assert submit(organiser, ACCOUNT, f"{ACCOUNT}/name", name=" Olga  Maier ").status_code == 303
    assert "Olga Maier" in text_of(organiser.get(ACCOUNT))
    assert actions(app)[-1] == "accounts.renamed"
    refused = submit(organiser, ACCOUNT, f"{ACCOUNT}/name", name="www.example.org")
    assert refused.status_code == 422


def test_another_password_logs_out_everywhere_else(app: Flask, organiser: FlaskClient) -> None:
    other = log_in(app)
    done = submit(organiser, ACCOUNT, f"{ACCOUNT}/passwort", current=PASSWORD, password=BETTER)
    assert done.status_code == 303
    assert is_in(organiser)
    assert not is_in(other)
    assert not is_in(log_in(app))
    assert is_in(log_in(app, BETTER))
    assert kinds(app) == ["accounts.password_changed"]
    assert "accounts.password_changed" in actions(app)


def test_the_token_from_before_a_new_password_is_void(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        (before,) = db.session.scalars(select(LoginSession.token_hash))
    submit(organiser, ACCOUNT, f"{ACCOUNT}/passwort", current=PASSWORD, password=BETTER)
    with app.app_context():
        (after,) = db.session.scalars(select(LoginSession.token_hash))
    assert after != before


@pytest.mark.parametrize(
    ("current", "password", "words"),
    [
        ("not the password", BETTER, "nicht Ihr jetziges Passwort"),
        (PASSWORD, "kurz", "zu kurz"),
        (PASSWORD, "passwortpasswort", "leicht zu erraten"),
        ("", BETTER, "füllen Sie dieses Feld aus"),
    ],
)
def test_a_refused_password_changes_nothing(
    app: Flask, organiser: FlaskClient, current: str, password: str, words: str
) -> None:
    answer = submit(organiser, ACCOUNT, f"{ACCOUNT}/passwort", current=current, password=password)
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert PASSWORD not in answer.get_data(as_text=True)
    assert kinds(app) == []
    assert is_in(log_in(app))


def test_own_logins_are_listed_and_ended(app: Flask, organiser: FlaskClient) -> None:
    other, third = log_in(app), log_in(app)
    page = page_of(organiser.get(ACCOUNT))
    assert page.text_content().count("Firefox, Linux") >= 2
    assert page.text_content().count("Dieser Browser") == 1
    (form, *_) = page.xpath("//form[@action='/orga/konto/abmelden'][.//input[@name='key']]")
    key = form.xpath(".//input[@name='key']/@value")[0]
    submit(organiser, ACCOUNT, f"{ACCOUNT}/abmelden", key=key)
    assert sorted([is_in(other), is_in(third)]) == [False, True]
    submit(organiser, ACCOUNT, f"{ACCOUNT}/abmelden", key="")
    assert not is_in(other)
    assert not is_in(third)
    assert is_in(organiser)
    assert actions(app)[-2:] == ["accounts.login_ended", "accounts.logins_ended"]


def test_nobody_ends_the_logins_of_others(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        make_organiser("emil@example.org")
    theirs = app.test_client()
    submit(theirs, "/orga/anmelden", email="emil@example.org", password=PASSWORD)
    with app.app_context():
        emil = select(User.id).where(User.email == "emil@example.org").scalar_subquery()
        key = db.session.scalars(
            select(LoginSession.token_hash).where(LoginSession.user_id == emil)
        ).one()
    log_in(app)
    submit(organiser, ACCOUNT, f"{ACCOUNT}/abmelden", key=key.hex())
    assert is_in(theirs)
