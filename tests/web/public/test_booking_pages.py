from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar
from werkzeug.test import TestResponse

from ortenaudigital.bookings.changes import reissue_ticket
from ortenaudigital.bookings.errors import EventChanged
from ortenaudigital.bookings.links import booking_key, ticket_code
from ortenaudigital.bookings.queries import get_booking_by_key
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from tests.factories import BOOKED_AT, make_booking, make_event, make_event_today
from tests.web.forms import page_of, submit, text_of

GOOD = {"first_name": "Erika", "last_name": "Müller", "email": "erika@example.org"}


@pytest.fixture
def url(app: Flask) -> str:
    with app.app_context():
        return f"/{make_event_today(quota=5).slug}/tickets"


def drawings(page: TestResponse) -> list[str]:
    """Find the QR codes of a page, which say in words whose they are."""
    named = "//*[@role='img'][starts-with(@aria-label, 'QR-Code für Ticket OD-')]"
    return [str(path) for path in page_of(page).xpath(f"{named}//*[local-name()='path']/@d")]


def test_booking_shows_the_tickets_at_once(client: FlaskClient, url: str) -> None:
    answer = submit(client, url, **GOOD, number="2", **{"companions-0": "Ali"})
    assert answer.status_code == 303
    page = client.get(answer.location)
    words = text_of(page)
    for word in ("Erika Müller", "Ali", "Bürgerticket", "Stadthalle", "-1", "-2"):
        assert word in words
    assert len(set(drawings(page))) == 2


def test_booking_the_same_form_twice_is_one_booking(client: FlaskClient, url: str) -> None:
    request_id = str(uuid4())
    places = {submit(client, url, **GOOD, request_id=request_id).location for _ in range(2)}
    assert len(places) == 1


def test_bad_input_keeps_what_was_typed_and_says_what_to_do(client: FlaskClient, url: str) -> None:
    answer = submit(client, url, first_name="Erika", last_name="", email="erika(at)example")
    assert answer.status_code == 422
    page = page_of(answer)
    assert page.xpath("//input[@name='first_name']/@value") == ["Erika"]
    assert page.xpath("//input[@name='email']/@value") == ["erika(at)example"]
    words = text_of(answer)
    assert "Bitte geben Sie Ihren Nachnamen an." in words
    assert "Bitte prüfen Sie die E-Mail-Adresse" in words
    targets = page.xpath("//*[@role='alert']//a/@href")
    assert {target.lstrip("#") for target in targets} <= set(page.xpath("//input/@id"))
    assert len(targets) == 2


def test_who_books_while_days_change_keeps_what_was_typed(
    client: FlaskClient, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def book(*_: object) -> None:
        raise EventChanged

    monkeypatch.setattr("ortenaudigital.web.public.offering.taking.book", book)
    answer = submit(client, url, **GOOD)
    assert answer.status_code == 409
    assert "Die Angaben zur Veranstaltung haben sich eben geändert." in text_of(answer)
    assert page_of(answer).xpath("//input[@name='first_name']/@value") == ["Erika"]


@pytest.mark.parametrize(
    "blank", [{"first_name": " "}, {"last_name": "\t "}, {"email": "jürgen@example.org"}]
)
def test_blank_names_and_addresses_without_mail_are_refused(
    client: FlaskClient, url: str, blank: dict[str, str]
) -> None:
    assert submit(client, url, **(GOOD | blank)).status_code == 422


def test_more_than_left_keeps_the_form(app: Flask, client: FlaskClient, url: str) -> None:
    page = client.get(url)
    assert page_of(page).xpath("//select[@name='number']/option/@value") == list("12345")
    with app.app_context():
        make_booking(get_event(url.split("/")[1]), utc_now(), number=4)
    form = page_of(page).forms[-1]
    data = {**dict(form.form_values()), **GOOD, "number": "2"}
    answer = client.post(url, data=data)
    assert answer.status_code in (409, 422)
    assert page_of(answer).xpath("//input[@name='first_name']/@value") == ["Erika"]


def test_sold_out_and_closed_are_pages(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        full = make_event_today(slug="voll", quota=0).slug
        past = make_event(slug="alt", first="2021-09-30", second="2021-10-01").slug
    for slug in (full, past):
        page = client.get(f"/{slug}/tickets")
        assert page.status_code == 200
        assert not page_of(page).xpath("//input[@name='email']")
    assert "Alle Plätze sind vergeben" in text_of(client.get(f"/{full}/tickets"))


def test_a_strangers_link_is_not_found(client: FlaskClient, url: str) -> None:
    for address in ("/buchung/abc", f"/t/{'A' * 26}", "/t/abc", "/aussteller/x"):
        answer = client.get(address)
        assert answer.status_code == 404, address
        assert len(page_of(answer).xpath("//h1")) == 1


def test_cancel_and_rename_on_the_page(client: FlaskClient, url: str) -> None:
    place = submit(client, url, **GOOD, number="2").location
    renamed = submit(client, f"{place}/namen", "/namen", **{"names-1": "Kim Neumann"})
    assert renamed.status_code == 303
    assert "Kim Neumann" in text_of(client.get(place))
    assert (
        submit(client, f"{place}/stornieren?position=2", "/stornieren", position="2").status_code
        == 303
    )
    assert len(drawings(client.get(place))) == 1
    assert (
        submit(client, f"{place}/stornieren?position=1", "/stornieren", position="1").status_code
        == 303
    )
    assert drawings(client.get(place)) == []
    assert client.get(f"{place}/tickets.pdf").status_code == 404
    called_off = client.get(f"{place}/termin.ics")
    assert called_off.content_type == "text/calendar; charset=utf-8; method=CANCEL"
    assert Calendar.from_ical(called_off.data)["METHOD"] == "CANCEL"


def test_documents_of_a_booking(client: FlaskClient, url: str) -> None:
    place = submit(client, url, **GOOD).location
    document = client.get(f"{place}/tickets.pdf")
    assert document.mimetype == "application/pdf"
    assert document.data.startswith(b"%PDF-1.7")
    calendar = Calendar.from_ical(client.get(f"{place}/termin.ics").data)
    entries = calendar.walk("VEVENT")
    assert len(entries) == 1
    assert entries[0]["SUMMARY"] == "Ortenau Digital 2027"
    assert "Stadthalle" in entries[0]["LOCATION"]


def test_ticket_page_says_its_state_and_changes_nothing(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        ticket = make_booking(make_event()).tickets[0]
        old = ticket_code(ticket.id, 0)
        page = client.get(f"/t/{old.lower()}")
        assert page.status_code == 200
        assert "Erika Müller" in text_of(page)
        with transaction():
            reissue_ticket(ticket, BOOKED_AT, "olga")
    replaced = client.get(f"/t/{old}")
    assert replaced.status_code == 200
    assert drawings(replaced) == []


def test_languages_change_by_link_and_stay(app: Flask, client: FlaskClient, url: str) -> None:
    event = url.removesuffix("tickets")
    assert page_of(client.get(event)).get("lang") == "de"
    english = client.get(event, headers={"Accept-Language": "en-GB,en;q=0.9"})
    assert page_of(english).get("lang") == "en"
    assert "Citizens' day" in text_of(english)
    assert page_of(client.get(f"{event}?lang=fr")).get("lang") == "fr"
    assert page_of(client.get(url)).get("lang") == "fr"
    place = submit(client, url, **GOOD).location
    with app.app_context():
        booking = get_booking_by_key(place.rsplit("/", 1)[-1])
        assert booking.language == "fr"
        assert booking_key(booking.id) == place.rsplit("/", 1)[-1]


def test_home_goes_straight_to_the_only_event(app: Flask, client: FlaskClient, url: str) -> None:
    assert client.get("/").location == url.removesuffix("tickets")
    with app.app_context():
        make_event_today(slug="zweites")
    page = client.get("/")
    assert page.status_code == 200
    assert {"/zweites/", url.removesuffix("tickets")} <= set(page_of(page).xpath("//a/@href"))
