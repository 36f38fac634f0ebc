"""Needs on the booking form: nothing is stored without consent, and nothing typed is lost."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from ortenaudigital.bookings.needs.models import BookingNeeds
from ortenaudigital.kernel.db import db
from tests.factories import make_event
from tests.web.forms import page_of, submit, text_of
from tests.web.public.asked.test_question_forms import booked, send

WHO = {"first_name": "Erika", "last_name": "Müller", "email": "erika@example.org"}
CONSENT = {"needs_consent": "y"}


@pytest.fixture
def form(app: Flask) -> str:
    with app.app_context():
        return f"/{make_event().slug}/tickets"


def stored(app: Flask) -> list[tuple[list[str], str]]:
    with app.app_context():
        return [(each.kinds, each.other) for each in db.session.scalars(select(BookingNeeds))]


def test_needs_are_told_with_consent(app: Flask, client: FlaskClient, form: str) -> None:
    told = {"needs": ["wheelchair", "companion"], "needs_other": "Lupe"}
    assert submit(client, form, **WHO, **told, **CONSENT).status_code == 303
    assert stored(app) == [(["wheelchair", "companion", "other"], "Lupe")]


def test_without_consent_nothing_is_stored_and_nothing_is_lost(
    app: Flask, client: FlaskClient, form: str
) -> None:
    answer = submit(client, form, **WHO, needs=["wheelchair"], needs_other="Lupe <b>")
    assert answer.status_code == 422
    page = page_of(answer)
    (link,) = page.xpath("//*[@data-error-summary]//a")
    assert link.get("href") == "#needs_consent"
    assert "Ohne Ihre Einwilligung dürfen wir nicht speichern" in link.text_content()
    assert "open" in page.get_element_by_id("needs-told").attrib
    sent = page.forms[-1].fields
    assert set(sent["needs"]) == {"wheelchair"}
    assert sent["needs_other"].strip() == "Lupe <b>"
    assert booked(app) == 0
    assert stored(app) == []


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"needs": "other", **CONSENT}, "Bitte schreiben Sie, was Sie brauchen."),
        ({"needs": "lift", **CONSENT}, "Bitte wählen Sie etwas aus der Liste."),
        ({"needs": ["wheelchair", "x"], **CONSENT}, "Bitte wählen Sie etwas aus der Liste."),
        ({"needs_other": "x" * 501, **CONSENT}, "Bitte schreiben Sie höchstens 500 Zeichen."),
        ({"needs_other": "x" * 501}, "Bitte schreiben Sie höchstens 500 Zeichen."),
        ({"needs_other": "Lupe", "needs_consent": ""}, "Ohne Ihre Einwilligung"),
    ],
)
def test_what_is_wrong_is_said(
    app: Flask, client: FlaskClient, form: str, fields: dict[str, Any], words: str
) -> None:
    answer = send(client, form, **fields)
    assert answer.status_code == 422
    assert words in text_of(answer)
    (link,) = page_of(answer).xpath("//*[@data-error-summary]//a/@href")
    assert page_of(answer).get_element_by_id(link[1:]) is not None
    assert (booked(app), stored(app)) == (0, [])


@pytest.mark.parametrize(
    "fields", [CONSENT, {"needs": "", "needs_other": " \n "}, {"needs_other": "\x00\u202e"}]
)
def test_consent_to_nothing_stores_nothing(
    app: Flask, client: FlaskClient, form: str, fields: dict[str, Any]
) -> None:
    assert send(client, form, **fields).status_code == 303
    assert stored(app) == []


def test_an_event_says_which_needs_it_can_meet(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        some = make_event(slug="some", state='published"\nneeds = ["wheelchair"]\n# "').slug
        none = make_event(slug="none", state='published"\nneeds = []\n# "').slug
    page = page_of(client.get(f"/{some}/tickets"))
    assert page.xpath("//input[@name='needs']/@value") == ["wheelchair"]
    assert not page.xpath("//*[@name='needs_other']")
    refused = send(client, f"/{some}/tickets", needs_other="Lupe", **CONSENT)
    assert refused.status_code == 422
    assert not page_of(client.get(f"/{none}/tickets")).xpath("//*[@name='needs_consent']")
    # Whatever some program sends: the event does not ask.
    assert send(client, f"/{none}/tickets", needs="wheelchair", **CONSENT).status_code == 303
    assert stored(app) == []
