"""Organisers look at what an exhibitor wants to change, and ask again."""

from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ortenaudigital.fair.applications.links import exhibitor_key
from ortenaudigital.fair.applications.queries import get_exhibitor
from ortenaudigital.outbox.queries import list_letters
from tests.factories import make_event, make_exhibitor
from tests.web.forms import page_of, submit, text_of, values_of

ORGA = "/orga/ortenau-digital-2027"


@pytest.fixture
def exhibitor_id(app: Flask, client: FlaskClient) -> UUID:
    """Return somebody who wants to be called otherwise."""
    with app.app_context():
        who = make_exhibitor(make_event(), name="Rebsensor").id
        portal = f"/aussteller/{exhibitor_key(who)}"
    submit(client, f"{portal}/angaben", name="Rebsensor AG", power_w="9000")
    return who


def question(client: FlaskClient, who: UUID) -> dict[str, str]:
    """Return what the form sends by which organisers ask again."""
    page = page_of(client.get(f"{ORGA}/aussteller/{who}/portal"))
    form = next(form for form in page.forms if "answer" in form.fields)
    return dict(values_of(form).items())


def ask(client: FlaskClient, who: UUID, sent: dict[str, str], **fields: str) -> TestResponse:
    return client.post(f"{ORGA}/aussteller/{who}/portal/aenderung", data=sent | fields)


def questions(app: Flask) -> int:
    with app.app_context():
        return sum(letter.kind == "portal.asked_again" for letter in list_letters())


def test_one_press_asks_again_by_one_letter_and_the_portal_shows_it(
    app: Flask, organiser: FlaskClient, client: FlaskClient, exhibitor_id: UUID
) -> None:
    sent = question(organiser, exhibitor_id)
    assert ask(organiser, exhibitor_id, sent, answer="Schon eingetragen?").status_code == 303
    again = ask(organiser, exhibitor_id, sent, answer="Schon eingetragen?")
    assert again.status_code == 409
    assert questions(app) == 1
    with app.app_context():
        assert get_exhibitor(exhibitor_id).name == "Rebsensor"
        portal = f"/aussteller/{exhibitor_key(exhibitor_id)}"
    assert "Unsere Frage zu Ihrer Änderung beantworten" in text_of(client.get(portal))
    assert "Schon eingetragen?" in text_of(client.get(f"{portal}/angaben"))
    # What was typed the second time can still be sent as a message.
    assert page_of(again).xpath("//textarea[@name='words']")[0].text_content().strip() == (
        "Schon eingetragen?"
    )
    # The answer is another change, about which can be asked once more.
    submit(client, f"{portal}/angaben", name="Rebsensor SE")
    other = question(organiser, exhibitor_id)
    assert ask(organiser, exhibitor_id, other, answer="Wirklich?").status_code == 303
    assert questions(app) == 2


def test_a_question_without_words_is_none(
    app: Flask, organiser: FlaskClient, exhibitor_id: UUID
) -> None:
    sent = question(organiser, exhibitor_id)
    answer = ask(organiser, exhibitor_id, sent, answer="  ")
    assert answer.status_code == 422
    assert "Bitte schreiben Sie, was unklar ist." in text_of(answer)
    assert questions(app) == 0


def test_a_change_that_was_replaced_meanwhile_is_shown_with_the_question_that_was_typed(
    app: Flask, organiser: FlaskClient, client: FlaskClient, exhibitor_id: UUID
) -> None:
    sent = question(organiser, exhibitor_id)
    with app.app_context():
        portal = f"/aussteller/{exhibitor_key(exhibitor_id)}"
    submit(client, f"{portal}/angaben", name="Rebsensor SE")
    answer = ask(organiser, exhibitor_id, sent, answer="Wirklich AG?")
    assert answer.status_code == 409
    assert "Rebsensor SE" in text_of(answer)
    assert "9.000 W" in text_of(answer)
    typed = page_of(answer).xpath("//textarea[@name='answer']")[0].text_content()
    assert typed.strip() == "Wirklich AG?"
    assert questions(app) == 0
