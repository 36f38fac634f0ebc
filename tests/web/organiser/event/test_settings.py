"""The page of settings: judged as the file of the event is, and nothing typed is lost."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.events.queries import get_event
from ortenaudigital.events.rules import ProofOfWork
from tests.factories import make_booking, make_event
from tests.web.forms import page_of, submit, text_of, values_of

SET = {
    "reminder_days": 7,
    "feedback_url": "https://umfrage.example.org/2027",
    "offer_hours": 24,
    "proof_of_work": ProofOfWork.ALWAYS,
    "embed_on": ["https://www.kehl.de", "https://www.lahr.de:8443"],
}
TYPED = SET | {"embed_on": " https://www.kehl.de/\r\n\r\nHTTPS://WWW.LAHR.DE:8443 "}
NUMBER = {
    "de": "Bitte geben Sie eine ganze Zahl an.",
    "en": "Please enter a whole number.",
    "fr": "Veuillez indiquer un nombre entier.",
}
EMPTY = {
    "de": "Bitte füllen Sie dieses Feld aus.",
    "en": "Please fill in this field.",
    "fr": "Veuillez remplir ce champ.",
}
MOST_60 = {
    "de": "Die Zahl ist zu groß; möglich ist sie bis 60.",
    "en": "The number is too large; it is possible up to 60.",
    "fr": "60",
}
ADDRESS = {"de": "eine Internetadresse wie", "en": "web address", "fr": "adresse"}
ORIGIN = {"de": "www.kehl.de: Bitte schreiben Sie https://", "en": "www.kehl.de: ", "fr": "www.ke"}
ROWS: list[tuple[str, str, Mapping[str, str]]] = [
    ("reminder_days", "61", MOST_60),
    ("reminder_days", "bald", NUMBER),
    ("reminder_days", "", EMPTY),
    ("offer_hours", " ", NUMBER),
    ("offer_hours", "0", {"de": "möglich ist sie ab 1.", "en": "1", "fr": "1"}),
    ("offer_hours", "1.5", NUMBER),
    ("feedback_url", "umfrage", ADDRESS),
    ("feedback_url", "javascript:alert(1)", ADDRESS),
    ("embed_on", "https://www.lahr.de\nwww.kehl.de", ORIGIN),
    ("embed_on", "\n".join(f"https://{n}.de" for n in range(21)), {"de": "20", "en": "20"}),
    ("proof_of_work", "oft", {"de": "etwas aus der Liste", "en": "list", "fr": "liste"}),
]


@pytest.fixture
def slug(app: Flask) -> str:
    with app.app_context():
        return make_event().slug


def stored(app: Flask, slug: str) -> dict[str, Any]:
    with app.app_context():
        event = get_event(slug)
        return {name: getattr(event, name) for name in SET}


def test_what_is_typed_is_set_and_written_down(
    app: Flask, organiser: FlaskClient, slug: str
) -> None:
    page = f"/orga/{slug}/einstellungen"
    assert page in page_of(organiser.get(f"/orga/{slug}/")).xpath("//a/@href")
    answer = submit(organiser, page, **TYPED)
    assert (answer.status_code, answer.location) == (303, page)
    assert stored(app, slug) == SET
    words = text_of(organiser.get(page))
    assert "Die Einstellungen sind gespeichert." in words
    assert "Geändert: Erinnerung, Umfrage, Frist für Angebote, Schutz vor" in words
    assert "olga@example.org" in words
    assert submit(organiser, page).status_code == 303
    assert "Es wurde nichts geändert." in text_of(organiser.get(page))
    assert text_of(organiser.get(page)).count("olga@example.org") == 1
    with app.app_context():
        assert get_event(slug).version == 2


def test_guests_are_met_as_it_is_set(app: Flask, organiser: FlaskClient, slug: str) -> None:
    submit(organiser, f"/orga/{slug}/einstellungen", **TYPED)
    frame = app.test_client().get(f"/{slug}/einbetten")
    assert "https://www.lahr.de:8443" in frame.headers["Content-Security-Policy"]
    assert "data-proof=" in app.test_client().get(f"/{slug}/tickets").get_data(as_text=True)


@pytest.mark.parametrize("language", ["de", "en", "fr"])
@pytest.mark.parametrize(("name", "typed", "said"), ROWS, ids=range(len(ROWS)))
def test_what_cannot_be_set_is_said_at_its_field(
    app: Flask,
    organiser: FlaskClient,
    slug: str,
    name: str,
    typed: str,
    said: Mapping[str, str],
    language: str,
) -> None:
    before = stored(app, slug)
    organiser.environ_base["HTTP_ACCEPT_LANGUAGE"] = language
    answer = submit(organiser, f"/orga/{slug}/einstellungen", **(TYPED | {name: typed}))
    assert answer.status_code == 422
    page = page_of(answer)
    assert said.get(language, "20") in page.get_element_by_id(f"{name}-error").text_content()
    told = page.xpath(f"//*[contains(@aria-describedby, '{name}-error')]")
    assert told
    assert stored(app, slug) == before
    sent = values_of(page.forms[-1])
    for other, value in (TYPED | {name: typed}).items():
        if other != "proof_of_work" or name != other:
            # As typed, with the line breaks of browsers.
            assert sent[other] == str(value).replace("\r\n", "\n")


def test_who_is_overtaken_sees_what_changed_and_decides(
    app: Flask, organiser: FlaskClient, slug: str
) -> None:
    page = f"/orga/{slug}/einstellungen"
    opened = values_of(page_of(organiser.get(page)).forms[-1])
    assert submit(organiser, page, offer_hours="12").status_code == 303
    late = organiser.post(page, data=dict(opened) | {"reminder_days": "9"})
    assert late.status_code == 409
    assert "Jemand hat die Veranstaltung inzwischen geändert" in text_of(late)
    assert "Frist für AngeboteBisher: 48" in text_of(late)
    assert (stored(app, slug)["offer_hours"], stored(app, slug)["reminder_days"]) == (12, 5)
    again = values_of(page_of(late).forms[-1])
    assert again["reminder_days"] == "9"
    assert organiser.post(page, data=dict(again)).status_code == 303
    assert stored(app, slug)["reminder_days"] == 9


@pytest.mark.parametrize("version", ["", "x", "-1", "99", "2147483648"])
def test_a_forged_version_changes_nothing(
    app: Flask, organiser: FlaskClient, slug: str, version: str
) -> None:
    before = stored(app, slug)
    answer = submit(organiser, f"/orga/{slug}/einstellungen", **TYPED, version=version)
    assert answer.status_code == 409
    assert stored(app, slug) == before


def test_an_event_that_is_long_over_stays(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        event = make_event(first="2021-09-30", second="2021-10-01")
        make_booking(event, datetime(2021, 6, 1, tzinfo=UTC))
        slug = event.slug
    answer = submit(organiser, f"/orga/{slug}/einstellungen", **TYPED)
    assert answer.status_code == 422
    assert "Diese Veranstaltung ist vorbei, und ihre Daten sind gelöscht." in text_of(answer)
