"""The home page and the page of an event: what comes first, and what is said of the venue."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.events.queries import Capacity, find_flagship, get_event
from ortenaudigital.events.rules import EventState
from ortenaudigital.events.sections.event_file import read_event
from ortenaudigital.events.sections.toml.event import write_event_file
from ortenaudigital.kernel.db import transaction
from tests.factories import WORKSHOP, make_booking, make_event, make_exhibitor
from tests.web.forms import page_of

ACCESSIBLE = """
[event.venue.accessibility]
step_free = true
lift = false
"""


def test_the_event_with_most_places_for_the_public_comes_first(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        make_event(slug="kurs", title="Kleiner Kurs", quota=20, first="2027-01-01")
        make_event(slug="messe", title="Große Messe", quota=400)
    page = page_of(client.get("/"))
    flagship = page.xpath("//section[@aria-labelledby='flagship']")[0]
    assert "Große Messe" in flagship.text_content()
    (button,) = page.xpath("//a[contains(@class, 'button--gold')]/@href")
    assert button == "/messe/tickets"
    rows = page.xpath("//*[@class='agenda']/li")
    assert ["Kleiner Kurs" in row.text_content() for row in rows] == [True]


def test_what_was_called_off_comes_first_only_alone(app: Flask) -> None:
    with app.app_context():
        large, small = make_event(slug="gross", quota=400), make_event(slug="klein", quota=20)
        sizes = {large.id: Capacity(400, 400), small.id: Capacity(20, 20)}
        assert find_flagship([small, large], sizes) is large
        with transaction():
            get_event("gross").state = EventState.CANCELLED
        large = get_event("gross")
        assert find_flagship([large, small], sizes) is small
        assert find_flagship([large], sizes) is large
        assert find_flagship([], {}) is None


@pytest.mark.parametrize(
    ("language", "there", "missing"),
    [
        ("de", "Der Eingang ist stufenlos", "Es gibt keinen Aufzug"),
        ("en", "The entrance is step-free", "There is no lift"),
        ("fr", "L’entrée est de plain-pied", "Il n’y a pas d’ascenseur"),
    ],
)
def test_the_page_says_what_the_venue_has_and_what_not(
    app: Flask, client: FlaskClient, language: str, there: str, missing: str
) -> None:
    with app.app_context():
        make_event(venue=ACCESSIBLE)
    page = page_of(client.get(f"/ortenau-digital-2027/?lang={language}"))
    words = [
        " ".join(each.text_content().split())
        for each in page.xpath("//section[@aria-labelledby='accessibility']//li")
    ]
    # Nothing is said of what nobody knows.
    assert words == [there, missing]


def test_nothing_is_said_of_a_venue_that_nobody_knows(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make_event()
    assert not page_of(client.get("/ortenau-digital-2027/")).xpath("//*[@id='accessibility']")


def test_a_changed_venue_is_read_and_written(app: Flask) -> None:
    with app.app_context():
        event = make_event(venue=ACCESSIBLE)
        assert event.accessibility == {"step_free": True, "lift": False}
        assert "lift = false" in write_event_file(read_event(event))
        assert make_event().accessibility == {}


def test_workshops_are_named_on_their_day(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make_event(checkpoints=WORKSHOP)
    (day,) = page_of(client.get("/ortenau-digital-2027/?lang=fr")).xpath(
        "//*[@class='schedule']/li"
    )
    words = " ".join(day.text_content().split())
    assert words.startswith("Journée citoyenne vendredi 1er octobre 2027")
    assert words.endswith("Atelier robotique")


def test_exhibitors_have_initials_that_nobody_reads_aloud(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make_exhibitor(make_event(), name="Gigabit Ortenau GmbH")
    (mark,) = page_of(client.get("/ortenau-digital-2027/")).xpath("//*[@class='exhibitor__mark']")
    assert (mark.text, mark.get("aria-hidden")) == ("GO", "true")


def test_the_way_to_the_tickets_goes_along_while_there_are_any(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        make_event(slug="frei")
        make_booking(make_event(slug="voll", quota=1))
    at_hand = "//*[contains(@class, 'at-hand__bar')]/a/@href"
    assert page_of(client.get("/frei/")).xpath(at_hand) == ["/frei/tickets"]
    assert page_of(client.get("/voll/")).xpath(at_hand) == []
