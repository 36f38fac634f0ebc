"""Addresses that are nearly right, and those that browsers and search engines ask for."""

import lxml.etree
import pytest
from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.bookings.links import booking_key, ticket_code
from tests.factories import make_booking, make_event, make_event_today
from tests.web.cast import PARTS
from tests.web.forms import page_of, text_of


@pytest.mark.parametrize("mark", [".", ")", ",", ").", ">", "“", "”", "»", "…", "%20", "!"])
def test_a_link_with_a_mark_behind_it_still_leads_there(
    app: Flask, client: FlaskClient, mark: str
) -> None:
    with app.app_context():
        booking = make_booking(make_event())
        key, code = booking_key(booking.id), ticket_code(booking.tickets[0].id, 0)
    for address in (f"/buchung/{key}", f"/t/{code}", "/ortenau-digital-2027/", "/impressum"):
        answer = client.get(address + mark, follow_redirects=True)
        assert (answer.status_code, answer.request.path) == (200, address)


def test_marks_are_taken_off_without_leaving_the_host(client: FlaskClient) -> None:
    for address in ("//evil.example/.", "/\\evil.example).", "/%5Cevil.example,"):
        target = client.get(address, base_url="http://localhost").location or ""
        assert not target.startswith(("//", "/\\", "http://evil", "https:"))


def test_the_address_of_a_form_leads_to_its_page(
    app: Flask, client: FlaskClient, organiser: FlaskClient
) -> None:
    with app.app_context():
        booking = make_booking(make_event())
        key = booking_key(booking.id)
    bookings = "/orga/ortenau-digital-2027/buchungen"
    for address, page in {
        f"/buchung/{key}/senden": f"/buchung/{key}",
        f"{bookings}/{booking.id}/tickets/1/neu": f"{bookings}/{booking.id}",
        "/orga/postausgang/7/erneut": "/orga/postausgang",
    }.items():
        answer = organiser.get(address, follow_redirects=True)
        assert (answer.status_code, answer.request.path) == (200, page)


def test_every_address_that_only_takes_a_form_leads_somewhere(
    app: Flask, organiser: FlaskClient
) -> None:
    """A reload after an error asks for the form's own address: it must not be a dead end."""
    values = {"key": "k", "slug": "s", "code": "c", "date": "2027-10-01"}
    values |= PARTS | {"action": "umtauschen"}
    values |= {"booking_id": "6d9b6f1c-5c5c-4b5a-8b0a-0d6c3f0f4b1e"}
    for rule in app.url_map.iter_rules():
        # Whoever logs out is sent on at once, so nobody reloads that address.
        # Nor do machines reload theirs.
        machines = rule.rule.startswith(("/einlass/api/", "/api/"))
        if rule.endpoint == "security.logout" or machines:
            continue
        if "GET" in (rule.methods or set()):
            continue
        filled = {name: values.get(name, values["booking_id"]) for name in rule.arguments}
        adapter = app.url_map.bind("localhost")
        try:
            address = adapter.build(rule.endpoint, filled, method="POST")
        except ValueError:
            address = adapter.build(rule.endpoint, filled | dict.fromkeys(_numbers(rule), 1))
        assert organiser.get(address, follow_redirects=True).status_code in (200, 404), address


def _numbers(rule: object) -> list[str]:
    converters = rule._converters  # type: ignore[attr-defined]  # werkzeug says it nowhere else
    return [name for name, converter in converters.items() if "Integer" in type(converter).__name__]


def test_machines_are_still_told_405(client: FlaskClient) -> None:
    assert client.get("/einlass/api/scans").status_code in (401, 405)


def test_an_event_may_be_called_like_a_part_of_the_product(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        for slug in ("orgatreffen", "einlasstest", "orga-tag"):
            make_event(slug=slug)
    for slug in ("orgatreffen", "einlasstest", "orga-tag"):
        headers = client.get(f"/{slug}/").headers
        assert "X-Robots-Tag" not in headers
        assert headers["Referrer-Policy"] == "same-origin"
        assert "wasm" not in headers["Content-Security-Policy"]
        assert "camera=()" in headers["Permissions-Policy"]
    for address in ("/orga/anmelden", "/einlass/", "/buchung/unbekannt", "/t/unbekannt"):
        headers = client.get(address).headers
        assert headers["X-Robots-Tag"] == "noindex, nofollow"
        assert headers["Referrer-Policy"] == "strict-origin"
    assert "wasm" in client.get("/einlass/").headers["Content-Security-Policy"]


def test_search_engines_find_the_public_pages_only(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make_event_today()
        make_event(slug="damals", first="2021-09-30", second="2021-10-01")
    robots = client.get("/robots.txt")
    assert robots.mimetype == "text/plain"
    assert "Sitemap: http://localhost/sitemap.xml" in robots.text
    assert "buchung" not in robots.text
    sitemap = client.get("/sitemap.xml")
    addresses = lxml.etree.fromstring(sitemap.data).xpath("//*[local-name()='loc']/text()")
    assert "http://localhost/ortenau-digital-2027/tickets" in addresses
    assert "http://localhost/damals/" in addresses
    assert "http://localhost/damals/tickets" not in addresses
    for address in addresses:
        assert client.get(address.removeprefix("http://localhost")).status_code in (200, 302)


def test_the_icon_is_there_without_detour(client: FlaskClient) -> None:
    icon = client.get("/favicon.ico")
    assert (icon.status_code, icon.mimetype) == (200, "image/png")


def test_pages_that_do_not_exist_keep_the_layout(client: FlaskClient) -> None:
    page = client.get("/nichts/da")
    assert page.status_code == 404
    assert len(page_of(page).xpath("//h1")) == 1
    assert "Startseite" in text_of(page)
