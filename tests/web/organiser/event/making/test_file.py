"""The file of an event in the browser: nothing is stored before it was looked at and confirmed."""

from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.outbox.queries import list_letters
from tests.factories import event_file_text, make_booking, make_event
from tests.web.forms import page_of, text_of, values_of

HOME = "/orga/ortenau-digital-2027"
PAGE = f"{HOME}/datei"


@pytest.fixture(autouse=True)
def event(app: Flask) -> None:
    with app.app_context():
        make_booking(make_event(), utc_now(), number=2)


def upload(client: FlaskClient, text: str | bytes, page: str = PAGE) -> TestResponse:
    data = text if isinstance(text, bytes) else text.encode()
    token = page_of(client.get(PAGE)).xpath("//main//input[@name='csrf_token']/@value")[0]
    sent = {"csrf_token": token, "file": (BytesIO(data), "event.toml")}
    return client.post(page, data=sent, content_type="multipart/form-data")


def confirm(client: FlaskClient, look: TestResponse, page: str = PAGE) -> TestResponse:
    form = next(f for f in page_of(look).forms if "sure" in f.fields)
    return client.post(page, data=values_of(form), content_type="multipart/form-data")


def stored(app: Flask) -> tuple[Any, ...]:
    with app.app_context():
        event = get_event("ortenau-digital-2027")
        told = [each for each in list_letters() if each.kind == "bookings.event_changed"]
        return event.version, event.title, event.ticket_types[0].quota.size, len(told)


def test_what_was_taken_away_comes_back_as_it_is(app: Flask, organiser: FlaskClient) -> None:
    file = organiser.get(f"{HOME}/datei.toml")
    assert file.mimetype == "application/toml"
    assert "ortenau-digital-2027-1.toml" in file.headers["Content-Disposition"]
    look = upload(organiser, file.data)
    assert look.status_code == 200
    assert "Daran ist nichts anders als bisher." in text_of(look)
    assert stored(app)[0] == 1


def test_a_file_is_looked_at_before_it_is_stored(app: Flask, organiser: FlaskClient) -> None:
    before = stored(app)
    text = event_file_text(title="Anders", quota=120, closes="12:00")
    look = upload(organiser, text)
    words = text_of(look)
    assert look.status_code == 200, words
    for said in (
        "Ticketart „buergerticket“ · Plätze Bisher: 100Jetzt: 120",
        "Bisher: Ortenau Digital 2027Jetzt: Anders",
        "Tag „01.10.2027“ · Ende Bisher: 13:00Jetzt: 12:00",
        "Es betrifft 1 Buchung",
        "Ändern und 1 Brief schreiben",
    ):
        assert said in words
    assert stored(app) == before
    assert confirm(organiser, look).status_code == 303
    assert stored(app) == (2, "Anders", 120, 1)


def test_faults_are_listed_with_their_lines(app: Flask, organiser: FlaskClient) -> None:
    before = stored(app)
    text = event_file_text(quota=1)
    line = next(i for i, each in enumerate(text.splitlines(), 1) if each.startswith("quota"))
    answer = upload(organiser, text)
    assert answer.status_code == 422
    assert f"Zeile {line}, ticket_type[0].quota: Gebucht sind schon 2;" in text_of(answer)
    # What was sent is there to be mended.
    assert "quota = 1" in page_of(answer).get_element_by_id("text").text_content()
    for broken, words in [
        ("title = „Anders“", "not TOML"),
        (event_file_text(slug="anderswo"), "Das ist die Datei von „anderswo“"),
        (b"PK\x03\x04", "a document of Word"),
        (b"# " + b"x" * 200_001, "more than 200000 bytes"),
        ("", "Bitte füllen Sie dieses Feld aus."),
    ]:
        answer = upload(organiser, broken)
        assert answer.status_code == 422
        assert words in text_of(answer)
    assert stored(app) == before


@pytest.mark.one_database("versions are tried on both by the import")
def test_what_changed_after_the_look_is_shown(app: Flask, organiser: FlaskClient) -> None:
    look = upload(organiser, event_file_text(title="Anders"))
    second = upload(organiser, event_file_text(title="Noch anders"))
    assert confirm(organiser, second).status_code == 303
    late = confirm(organiser, look)
    assert late.status_code == 409
    assert "Jetzt: Noch anders" in text_of(late)
    assert stored(app)[1] == "Noch anders"
