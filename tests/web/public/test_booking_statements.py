"""What a booking asks of the database, to the statement, on both databases."""

from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.kept import Kept
from ortenaudigital.web.shared.answers.pagecache import PageCache
from tests.factories import make_event_today
from tests.statements import counted
from tests.web.forms import submit

GOOD = {"first_name": "Erika", "last_name": "Müller", "email": "erika@example.org"}


@dataclass(frozen=True)
class Site:
    app: Flask
    client: FlaskClient
    form: str

    def statements_of(self, url: str) -> int:
        with self.app.app_context():
            engine = db.engine
        with counted(engine) as number:
            assert self.client.get(url).status_code == 200
        return number[0]


@pytest.fixture
def site(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> Site:
    """Pages are kept for longer than any test takes, and nothing was asked before."""
    monkeypatch.setitem(app.extensions, "page_cache", PageCache(600))
    names = ("events", "house", "offers", "booking pages", "proof wanted")
    monkeypatch.setitem(app.extensions, "kept", {name: Kept(600) for name in names})
    monkeypatch.setitem(app.config, "RATE_LIMITS", True)
    with app.app_context():
        slug = make_event_today(quota=50).slug
    return Site(app, client, f"/{slug}/tickets")


def book(site: Site, number: int = 1) -> tuple[str, int]:
    with site.app.app_context():
        engine = db.engine
    fields = {**GOOD, "email": f"{uuid4().hex}@example.org", "number": str(number)}
    site.client.get(site.form)
    with counted(engine) as statements:
        answer = submit(site.client, site.form, **fields)
    assert answer.status_code == 303
    return urlsplit(answer.location).path, statements[0]


def test_the_form_that_is_kept_asks_nothing(site: Site) -> None:
    assert site.statements_of(site.form) > 0
    assert site.statements_of(site.form) == 0


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_booking_takes_seven_statements_however_many_come(site: Site, number: int) -> None:
    # What is offered; the limits, booking, type, quotas; tickets, history and letter at once.
    assert book(site, number)[1] == 8
    assert book(site, number)[1] == 7


def test_the_third_booking_of_a_mailbox_writes_no_letter(site: Site) -> None:
    with site.app.app_context():
        engine = db.engine
    asked = []
    for _ in range(3):
        site.client.get(site.form)
        with counted(engine) as statements:
            assert submit(site.client, site.form, **GOOD).status_code == 303
        asked.append(statements[0])
    assert asked == [8, 7, 6]


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_a_booking_is_one_question(site: Site, number: int) -> None:
    page, _ = book(site, number)
    site.statements_of(page)
    assert site.statements_of(page) == 1
    other, _ = book(site, number)
    assert site.statements_of(other) == 1


def test_the_page_of_a_ticket_is_one_question(site: Site) -> None:
    page, _ = book(site, 2)
    tickets = [line for line in site.client.get(page).text.split('"') if line.startswith("/t/")]
    assert len(tickets) == 2
    assert [site.statements_of(ticket) for ticket in tickets] == [1, 1]
