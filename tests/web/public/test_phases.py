"""What is said about places and phases is true on every page that says it."""

from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.bookings.commands import book
from ortenaudigital.bookings.errors import BookingClosed, TooManyTickets
from ortenaudigital.events.commands import store_event
from ortenaudigital.events.models import Event
from ortenaudigital.events.sections.toml.event import read_event_file
from ortenaudigital.kernel.clock import local, utc_now
from ortenaudigital.kernel.db import transaction
from ortenaudigital.web.shared.answers.refusals import words_of
from tests.factories import (
    booking_request,
    event_file_text,
    make_booking,
    make_event_today,
    make_towns,
)
from tests.web.forms import page_of, submit, text_of


def today() -> date:
    return local(utc_now(), "Europe/Berlin").date()


def make_open_until(closes: str, slug: str = "zu") -> Event:
    """Make an event in a month whose booking has ended, or has not begun."""
    text = event_file_text(
        slug=slug, first=today() + timedelta(days=30), second=today() + timedelta(days=31)
    )
    plan = read_event_file(text.replace('contact_email = "', f'{closes}\ncontact_email = "'))
    make_towns()
    with transaction():
        return store_event(plan)


def make_first_day_over() -> Event:
    """Make an event whose public day was yesterday, and which goes on today."""
    text = event_file_text(
        slug="zweiter-tag", first=today() - timedelta(days=1), second=today(), closes="24:00"
    )
    days = f"admits_to = [{today()}]"
    plan = read_event_file(text.replace(days, f"admits_to = [{today() - timedelta(days=1)}]", 1))
    make_towns()
    with transaction():
        return store_event(plan)


def test_the_home_page_offers_no_places_that_cannot_be_booked(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        make_event_today()
        past = utc_now() - timedelta(days=1)
        later = utc_now() + timedelta(days=5)
        make_open_until(f"booking_closes = {past:%Y-%m-%dT%H:%M:%SZ}", "geschlossen")
        make_open_until(f"booking_opens = {later:%Y-%m-%dT%H:%M:%SZ}", "spaeter")
        make_first_day_over()
    page = page_of(client.get("/"))
    badges = {
        card.xpath(".//*[self::h2 or self::h3]/a/@href")[0]: card.xpath(
            "string(.//*[contains(@class, 'kern-badge')])"
        ).strip()
        for card in page.xpath("//*[@class='agenda']/li | //*[@aria-labelledby='flagship']")
    }
    assert badges["/ortenau-digital-2027/"] == "Noch 100 Plätze frei"
    assert badges["/geschlossen/"] == "Buchung geschlossen"
    assert badges["/spaeter/"].startswith("Tickets ab dem ")
    assert badges["/zweiter-tag/"] == "Buchung geschlossen"


def test_tickets_for_days_that_are_over_cannot_be_booked(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        event = make_first_day_over()
        with pytest.raises(BookingClosed), transaction():
            book(event.slug, booking_request(), utc_now())
    page = client.get("/zweiter-tag/tickets")
    assert "Die Buchung ist geschlossen" in text_of(page)
    assert not page_of(page).xpath("//input[@name='email']")
    assert not page_of(client.get("/zweiter-tag/")).xpath("//a[contains(@href, '-tag/tickets')]")


def test_figures_of_the_overview_add_up(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        make_booking(make_event_today(), utc_now(), number=2)
    words = text_of(organiser.get("/orga/ortenau-digital-2027/"))
    assert "Plätze noch öffentlich buchbar 98" in words
    assert "Dazu sind 20 Plätze für Eingeladene und Aussteller frei." in words
    assert "von 0" not in words


def test_an_event_without_places_says_no_von_0(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        make_event_today(quota=0)
    for page in ("/orga/ortenau-digital-2027/", "/orga/ortenau-digital-2027/einlass"):
        answer = organiser.get(page)
        assert not page_of(answer).xpath("//progress[@max='0']")
        assert "von 0" not in text_of(answer)


def test_one_ticket_is_not_called_tickets(app: Flask) -> None:
    with app.test_request_context("/"):
        assert words_of(TooManyTickets(most=1)) == "Sie können nur ein Ticket auf einmal buchen."
        assert words_of(TooManyTickets(most=4)).startswith("Sie können höchstens 4 Tickets")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", "Bitte wählen Sie etwas aus der Liste."),
        ("en", "Please choose something from the list."),
        ("fr", "Veuillez choisir un élément de la liste."),
    ],
)
def test_the_form_library_speaks_the_language_of_the_page(
    app: Flask, client: FlaskClient, language: str, words: str
) -> None:
    with app.app_context():
        url = f"/{make_event_today().slug}/tickets"
    client.get(f"{url}?lang={language}")
    answer = submit(
        client, url, number="zwei", first_name="E", last_name="M", email="e@example.org"
    )
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert "Invalid Choice" not in answer.text


def test_a_text_that_is_not_translated_says_its_language(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        plan = read_event_file(
            event_file_text().replace(
                ', en = "Talks and a fair.", fr = "Conférences et salon."', ""
            )
        )
        make_towns()
        with transaction():
            store_event(plan)
    page = page_of(client.get("/ortenau-digital-2027/?lang=en"))
    assert page.xpath("//div[@lang='de']/p/text()") == ["Vorträge und Messe."]
    assert page.xpath("//p[@class='lead']/text()") == ["The digital conference"]
    assert not page_of(client.get("/ortenau-digital-2027/?lang=de")).xpath("//main//*[@lang='de']")
