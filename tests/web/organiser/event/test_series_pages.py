"""The pages of series: for organisers, and for everybody."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.accounts.permissions import Role
from ortenaudigital.bookings.models import Booking
from ortenaudigital.events.queries import find_event, get_event
from tests.factories import PASSWORD, make_event, make_organiser
from tests.web.forms import page_of, submit, text_of

pytestmark = pytest.mark.one_database("what the dates are is tested on both in features/events")

LIST = "/orga/reihen"
PAGE = "/orga/reihen/showroom"
NEW = {
    "slug": "showroom",
    "first": "ortenau-digital-2027",
    "title_de": "Showroom",
    "title_en": "Showroom (English)",
    "summary_de": "Kommen Sie vorbei.",
}
MORE = {"pattern": "ortenau-digital-2027", "first": "2027-10-07", "weeks": "2", "number": "3"}


def made(browser: FlaskClient) -> None:
    assert submit(browser, LIST, **NEW).status_code == 303
    answer = submit(browser, PAGE, f"{PAGE}/termine", **MORE)
    assert answer.status_code == 303, text_of(answer)


def test_from_one_event_to_a_public_page(organiser: FlaskClient, booking: Booking) -> None:
    made(organiser)
    assert "3 Termine sind angelegt" in text_of(organiser.get(PAGE))
    # Drafts are for organisers only.
    public = organiser.get("/reihe/showroom/")
    assert "Donnerstag, 7. Oktober 2027" not in text_of(public)
    assert submit(organiser, PAGE, f"{PAGE}/veroeffentlichen").status_code == 303
    page = page_of(organiser.get("/reihe/showroom/?lang=en"))
    links = page.xpath("//ul[@class='agenda']//a/@href")
    assert links == [
        "/ortenau-digital-2027/",
        "/showroom-2027-10-07/",
        "/showroom-2027-10-21/",
        "/showroom-2027-11-04/",
    ]
    assert "Showroom (English)" in page.text_content()
    assert "/reihe/showroom/" in organiser.get("/sitemap.xml").get_data(as_text=True)
    assert "/reihe/showroom/" in organiser.get("/showroom-2027-10-07/").get_data(as_text=True)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"slug": "Schau Raum"}, "kleine Buchstaben"),
        ({"slug": ""}, "Bitte füllen Sie dieses Feld aus."),
        ({"title_de": " "}, "Bitte füllen Sie dieses Feld aus."),
        ({"first": "nowhere"}, "Bitte wählen Sie etwas aus der Liste."),
        ({"title_de": "x" * 201}, "Möglich sind höchstens 200 Zeichen."),
    ],
)
def test_a_faulty_series_keeps_what_was_typed(
    organiser: FlaskClient, booking: Booking, typed: dict[str, str], words: str
) -> None:
    answer = submit(organiser, LIST, **(NEW | typed))
    assert answer.status_code == 422
    assert words in text_of(answer)
    page = page_of(answer)
    assert page.xpath("//textarea[@name='summary_de']")[0].text_content().strip() == (
        "Kommen Sie vorbei."
    )


@pytest.mark.parametrize(
    ("typed", "status", "words"),
    [
        ({"number": "0"}, 422, ""),
        ({"number": "53"}, 422, ""),
        ({"weeks": "zwei"}, 422, "Bitte geben Sie eine ganze Zahl an."),
        ({"first": "gestern"}, 422, ""),
        ({"opens": "9 Uhr"}, 422, "zum Beispiel 10:00"),
        ({"first": "2099-12-20", "number": "3"}, 422, ""),
        ({"first": "2027-10-07"}, 409, "schon einen Termin"),
    ],
)
def test_faulty_dates_make_none(
    app: Flask,
    organiser: FlaskClient,
    booking: Booking,
    typed: dict[str, str],
    status: int,
    words: str,
) -> None:
    made(organiser)
    answer = submit(organiser, PAGE, f"{PAGE}/termine", **(MORE | {"first": "2028-01-01"} | typed))
    assert answer.status_code == status, text_of(answer)
    assert words in text_of(answer)
    assert page_of(answer).xpath("//*[@role='alert']")
    with app.app_context():
        assert find_event("showroom-2028-01-01") is None


def test_texts_are_changed(organiser: FlaskClient, booking: Booking) -> None:
    made(organiser)
    assert submit(organiser, PAGE, f"{PAGE}/texte", title_de="Schaufenster").status_code == 303
    assert "Schaufenster" in text_of(organiser.get(LIST))
    assert submit(organiser, PAGE, f"{PAGE}/texte", title_de="").status_code == 422


def test_who_belongs_to_another_event_sees_no_series(
    app: Flask, organiser: FlaskClient, booking: Booking
) -> None:
    made(organiser)
    with app.app_context():
        make_organiser("fremd@example.org", Role.ORGANISER, make_event(slug="other", title="Other"))
        make_organiser("eigen@example.org", Role.ORGANISER, get_event("ortenau-digital-2027"))
    for email, status in (("fremd@example.org", 404), ("eigen@example.org", 200)):
        browser = app.test_client()
        submit(browser, "/orga/anmelden", email=email, password=PASSWORD)
        assert browser.get(PAGE).status_code == status
        assert (PAGE in browser.get(LIST).get_data(as_text=True)) is (status == 200)
        # Only what is theirs, and no date yet, can become a first one.
        offered = page_of(browser.get(LIST)).xpath("//select[@name='first']/option/@value")
        assert offered == (["other"] if status == 404 else [])


def test_an_unknown_series(organiser: FlaskClient) -> None:
    assert organiser.get("/orga/reihen/nowhere").status_code == 404
    assert organiser.get("/reihe/nowhere/").status_code == 404
