"""A new event is a draft, made of a few words or of a file, and never overwrites another."""

from datetime import date
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.accounts.permissions import Role
from ortenaudigital.events.queries import find_event, get_event
from ortenaudigital.events.rules import Access, EventState
from tests.factories import PASSWORD, event_file_text, make_event, make_organiser, make_towns
from tests.web.forms import page_of, submit, text_of, values_of

WORDS = {
    "title": "Digitaltag Bühl 2028",
    "host": "kehl",
    "place": "Bürgerhaus",
    "first_day": "2028-05-12",
}


def test_an_event_begins_with_a_few_words(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        make_towns()
    answer = submit(organiser, "/orga/neu", "/orga/neu", **WORDS)
    assert answer.status_code == 303, text_of(answer)
    assert answer.location == "/orga/digitaltag-buehl-2028/veranstaltung"
    assert "Es fehlt, worum es geht." in text_of(organiser.get(answer.location))
    with app.app_context():
        event = get_event("digitaltag-buehl-2028")
        assert (event.state, event.venue_town) == (EventState.DRAFT, "Kehl")
        assert [day.date for day in event.days] == [date(2028, 5, 12)]
        assert [each.access for each in event.ticket_types] == [Access.PUBLIC]
    again = submit(organiser, "/orga/neu", "/orga/neu", **WORDS)
    assert again.status_code == 422
    assert "gibt es schon" in page_of(again).get_element_by_id("slug-error").text_content()
    wrong = submit(organiser, "/orga/neu", "/orga/neu", **(WORDS | {"first_day": "bald"}))
    assert "kein Datum" in page_of(wrong).get_element_by_id("first_day-error").text_content()


def test_a_file_makes_an_event_once_it_was_confirmed(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        make_towns()
    token = page_of(organiser.get("/orga/neu")).xpath("//main//input[@name='csrf_token']/@value")[0]
    file = (BytesIO(event_file_text().encode()), "neu.toml")
    look = organiser.post("/orga/neu/datei", data={"csrf_token": token, "file": file})
    assert look.status_code == 200
    with app.app_context():
        assert find_event("ortenau-digital-2027") is None
    form = next(f for f in page_of(look).forms if "sure" in f.fields)
    answer = organiser.post("/orga/neu/datei", data=values_of(form))
    assert answer.status_code == 303
    with app.app_context():
        # The file says that it is published; that is decided on a page of its own.
        assert get_event("ortenau-digital-2027").is_draft
    again = organiser.post("/orga/neu/datei", data=values_of(form))
    assert again.status_code == 422
    assert "gibt es schon" in text_of(again)


@pytest.mark.one_database("roles are tried on both elsewhere")
def test_who_belongs_to_one_event_belongs_to_the_one_they_make(app: Flask) -> None:
    with app.app_context():
        email = make_organiser("ein@example.org", Role.ORGANISER, make_event()).email
    client = app.test_client()
    submit(client, "/orga/anmelden", email=email, password=PASSWORD)
    assert submit(client, "/orga/neu", "/orga/neu", **WORDS).status_code == 303
    assert client.get("/orga/digitaltag-buehl-2028/veranstaltung").status_code == 200
