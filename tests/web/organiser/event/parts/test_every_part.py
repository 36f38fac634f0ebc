"""Every part of an event is shown as it is stored, and changed where it is shown."""

from collections.abc import Mapping
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.accounts.permissions import Role
from ortenaudigital.event_changes.versions import file_of
from ortenaudigital.events.queries import get_event
from ortenaudigital.events.sections.event_file import document_of
from ortenaudigital.web.organiser.event.parts.fair import PARTS
from ortenaudigital.web.organiser.event.parts.registry import SINGLES
from tests.factories import PASSWORD, make_event, make_organiser
from tests.web.forms import page_of, submit, text_of

OF_MANY = {"tage": "2027-09-30", "ticketarten": "buergerticket", "fragen": "buergerticket"}
PAGES = [*SINGLES, *(f"{kind}/eintrag/{entry}" for kind, entry in OF_MANY.items())]
pytestmark = pytest.mark.one_database("what forms send is read alike on both")


@pytest.fixture
def slug(app: Flask) -> str:
    with app.app_context():
        return make_event().slug


def document(app: Flask, slug: str) -> dict[str, Any]:
    with app.app_context():
        return document_of(file_of(get_event(slug)))


def test_a_part_that_is_sent_as_it_is_changes_nothing(
    app: Flask, organiser: FlaskClient, slug: str
) -> None:
    before = document(app, slug)
    home = f"/orga/{slug}/veranstaltung"
    links = page_of(organiser.get(home)).xpath("//main//a/@href")
    for page in PAGES:
        assert f"{home}/{page}" in links
        assert submit(organiser, f"{home}/{page}").status_code == 303, page
    assert document(app, slug) == before
    with app.app_context():
        assert get_event(slug).version == 1


def test_the_fair_office_changes_the_parts_of_the_fair(
    app: Flask, client: FlaskClient, slug: str
) -> None:
    with app.app_context():
        email = make_organiser("messe@example.org", Role.FAIR_OFFICE, get_event(slug)).email
    submit(client, "/orga/anmelden", email=email, password=PASSWORD)
    portals = f"/orga/{slug}/ausstellerportal"
    links = page_of(client.get(portals)).xpath("//main//a/@href")
    for part in PARTS:
        page = f"/orga/{slug}/messe/{part}"
        assert page in links
        answer = submit(client, page, **{"corrections_close": "2027-09-01T12:00"})
        assert (answer.status_code, answer.location) == (303, portals), part
    with app.app_context():
        assert get_event(slug).corrections_close_at
    assert client.get(f"/orga/{slug}/messe/grundlagen").status_code == 404


ROWS: list[tuple[str, Mapping[str, Any], Mapping[str, Any]]] = [
    (
        "grundlagen",
        {
            "title": "Neuer  Titel",
            "summary-de": "Worum\r\nes geht",
            "summary-en": "",
            "summary-fr": "De quoi",
        },
        {"title": "Neuer Titel", "summary": {"de": "Worum\nes geht", "fr": "De quoi"}},
    ),
    (
        "ort",
        {"directions-de": "Mit dem Zug.", "accessibility-lift": "no"},
        {"venue.directions": {"de": "Mit dem Zug."}, "venue.accessibility": {"lift": False}},
    ),
    (
        "buchung",
        {"booking_opens": "2027-06-01T08:00", "booking_closes": "", "needs": ["companion"]},
        {"booking_opens": "2027-06-01T08:00:00+02:00", "needs": ["companion"]},
    ),
    ("einlass", {"reentry": "y", "certificate": "y"}, {"reentry": True, "certificate": True}),
    (
        "ausstellerportal",
        {
            "corrections_close": "2027-09-01T12:00",
            "furniture-0-title-de": "Stehtisch",
            "furniture-0-most": "3",
            "furniture-1-title-de": "Stuhl",
            "furniture-1-title-en": "Chair",
            "furniture-1-most": "12",
            "setup-0-kind": "set_up",
            "setup-0-starts": "2027-09-29T08:00",
            "setup-0-ends": "2027-09-29T18:00",
        },
        {
            "corrections_close": "2027-09-01T12:00:00+02:00",
            "furniture": [
                {"slug": "stehtisch", "title": {"de": "Stehtisch"}, "most": 3},
                {"slug": "stuhl", "title": {"de": "Stuhl", "en": "Chair"}, "most": 12},
            ],
            "setup": [
                {
                    "kind": "set_up",
                    "starts": "2027-09-29T08:00:00+02:00",
                    "ends": "2027-09-29T18:00:00+02:00",
                }
            ],
        },
    ),
    (
        "ausstellerfragen",
        {
            "exhibitor_questions-0-de": "Brauchen Sie Wasser?",
            "exhibitor_questions-0-kind": "yes_no",
            "exhibitor_questions-0-required": "y",
        },
        {
            "exhibitor_questions": [
                {
                    "key": "brauchen-sie-wasser",
                    "de": "Brauchen Sie Wasser?",
                    "kind": "yes_no",
                    "required": True,
                }
            ]
        },
    ),
]


@pytest.mark.parametrize(("part", "typed", "stored"), ROWS, ids=[row[0] for row in ROWS])
def test_what_is_typed_is_stored_as_the_file_says_it(
    app: Flask,
    organiser: FlaskClient,
    slug: str,
    part: str,
    typed: Mapping[str, Any],
    stored: Mapping[str, Any],
) -> None:
    before = document(app, slug)["event"]
    answer = submit(organiser, f"/orga/{slug}/veranstaltung/{part}", **typed)
    assert answer.status_code == 303, text_of(answer)
    event = document(app, slug)["event"]
    for place, value in stored.items():
        name, _, within = place.partition(".")
        assert (event[name][within] if within else event[name]) == value
    untouched = set(before) - {place.partition(".")[0] for place in stored}
    assert {name: event.get(name) for name in untouched} == {
        name: before[name] for name in untouched
    }
    assert "Gespeichert." in text_of(organiser.get(answer.location))
