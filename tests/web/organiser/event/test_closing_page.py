"""The checklist of closing: ticked by hand where nobody else can know, with who and when."""

from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.accounts.permissions import Role
from ortenaudigital.events.queries import get_event
from tests.factories import PASSWORD, make_event, make_organiser
from tests.web.forms import page_of, submit, text_of

SLUG = "ortenau-digital-2027"
URL = f"/orga/{SLUG}/abschluss"


def test_a_thing_is_ticked_and_taken_back(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        make_event()
    assert "Abgehakt am" not in text_of(organiser.get(URL))
    assert submit(organiser, URL).location == URL
    words = text_of(organiser.get(URL))
    assert "Allen danken, die da waren Abgehakt am" in words
    assert "olga@example.org" in words
    assert "Doch offen (Allen danken, die da waren)" in words
    submit(organiser, URL)
    assert "Abgehakt am" not in text_of(organiser.get(URL))


def test_the_erasure_is_planned_and_not_open(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        make_event()
    (task,) = page_of(organiser.get(URL)).xpath("//li[.//h2[contains(., 'werden gelöscht')]]")
    words = " ".join(task.text_content().split())
    assert words.endswith("Am 29. Oktober 2027")
    assert "Offen" not in words


def test_what_is_known_by_itself_cannot_be_ticked(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        make_event()
    form = page_of(organiser.get(URL)).forms[-1]
    for step in ("report", "erasure", "nonsense", ""):
        fields = dict(form.form_values()) | {"step": step}
        assert organiser.post(URL, data=fields).status_code == 404


def test_who_only_reads_sees_it_without_buttons(app: Flask) -> None:
    with app.app_context():
        make_event()
        make_organiser("lesen@example.org", Role.READER, get_event(SLUG))
    reader = app.test_client()
    submit(reader, "/orga/anmelden", email="lesen@example.org", password=PASSWORD)
    page = reader.get(URL)
    assert page.status_code == 200
    assert "Abhaken" not in text_of(page)
