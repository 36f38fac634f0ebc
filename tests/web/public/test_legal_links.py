"""Every page leads to the imprint and the notice that hold for what it is about."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.bookings.changes import cancel_tickets
from ortenaudigital.bookings.links import booking_url, ticket_url
from ortenaudigital.fair.applications.links import portal_url
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.kernel.db.errors import DatabaseUnavailable
from tests.factories import make_booking, make_event, make_event_today, make_exhibitor, make_towns
from tests.web.forms import links_of, text_of


def test_no_page_asks_to_write_to_nobody(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        event = make_event_today()
        booking, cancelled = make_booking(event, utc_now()), make_booking(event, utc_now())
        exhibitor = make_exhibitor(event)
        with transaction():
            cancel_tickets(cancelled, {1}, utc_now())
            event.contact_email = ""
        make_towns('[[town]]\nslug = "kehl"\nname = "Stadt Kehl"\nshort_name = "Kehl"\n')
        pages = (
            booking_url(booking),
            *(ticket_url(each.tickets[0]) for each in (booking, cancelled)),
            portal_url(exhibitor.id),
            *(f"/{event.slug}/{page}" for page in ("", "tickets", "aussteller/bewerbung")),
        )
        addresses = [page.removeprefix("http://localhost") for page in pages]
    for address in addresses:
        assert not [link for link in links_of(client, address) if link == "mailto:"]
        page = text_of(client.get(address, follow_redirects=True))
        for words in ("Fragen beantworten wir gern", "helfen gern:", "Schreiben Sie uns:"):
            assert words not in page


def test_a_house_without_towns_shows_its_pages(client: FlaskClient) -> None:
    for address in ("/impressum", "/datenschutz", "/barrierefreiheit", "/leichte-sprache"):
        assert not any(link.startswith("mailto:") for link in links_of(client, address))
        assert "Veranstaltungen von" not in text_of(client.get(address))


def test_every_page_names_the_towns_of_what_it_is_about(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make_event()
        make_towns('[[town]]\nslug = "achern"\nname = "Stadt Achern"\nshort_name = "Achern"\n')
    event = text_of(client.get("/ortenau-digital-2027/"))
    assert "Eine Veranstaltung von Kehl und Lahr" in event
    house = text_of(client.get("/impressum?lang=fr"))
    assert "Des événements organisés par Achern, Kehl et Lahr" in house
    assert "Achern · Kehl · Lahr" in house


def test_forms_lead_to_the_notice_of_their_event(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make_event_today(first="2098-09-30", second="2098-10-01", opens="09:00", closes="13:00")
    for form in ("tickets", "aussteller/bewerbung"):
        links = links_of(client, f"/ortenau-digital-2027/{form}")
        assert "/ortenau-digital-2027/datenschutz" in links


def test_an_error_names_where_to_write_to_also_without_a_database(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        make_towns()
    assert "Schreiben Sie uns: stadt@kehl.example" in text_of(client.get("/gibt-es-nicht/"))

    def gone(*_: object, **__: object) -> None:
        raise DatabaseUnavailable("gone")

    monkeypatch.setattr(db.session, "scalar", gone)
    monkeypatch.setattr(db.session, "execute", gone)
    monkeypatch.setattr(db.session, "scalars", gone)
    answer = client.get("/ortenau-digital-2027/impressum")
    assert answer.status_code == 503
    assert "Schreiben Sie uns: stadt@kehl.example" in text_of(answer)
