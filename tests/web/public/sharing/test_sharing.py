"""What others are told of the pages: search engines, news readers, calendars, networks, phones."""

import io
import json
from datetime import UTC, datetime
from typing import Any

import lxml.etree
import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar
from PIL import Image

from ortenaudigital.bookings.links import booking_key
from ortenaudigital.events.queries import get_event
from ortenaudigital.events.rules import EventState
from ortenaudigital.kernel.db import transaction
from ortenaudigital.web.shared.answers.assets import DIST, PREFIX
from tests.factories import make_booking, make_event
from tests.web.forms import page_of
from tests.web.public.test_event_page import ACCESSIBLE

SLUG = "ortenau-digital-2027"
BASE = "http://localhost"
LANGUAGES = {"de": "", "en": "?lang=en", "fr": "?lang=fr"}


def data_of(client: FlaskClient, address: str = f"/{SLUG}/") -> dict[str, Any]:
    (script,) = page_of(client.get(address)).xpath("//script[@type='application/ld+json']")
    found: dict[str, Any] = json.loads(script.text)
    return found


def change(app: Flask, **values: Any) -> None:
    with app.app_context(), transaction():
        event = get_event(SLUG)
        for name, value in values.items():
            setattr(event, name, value)


def file_of(address: str) -> io.BytesIO:
    return io.BytesIO((DIST / address.removeprefix(PREFIX)).read_bytes())


def test_search_engines_read_what_the_page_says(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make_event(venue=ACCESSIBLE)
    data = data_of(client, f"/{SLUG}/?lang=fr")
    assert (data["@type"], data["name"]) == ("Event", "Ortenau Digital 2027")
    assert data["description"] == "Conférences et salon."
    assert data["startDate"] == "2027-09-30T09:00+02:00"
    assert data["endDate"] == "2027-10-01T13:00+02:00"
    assert data["isAccessibleForFree"] is True
    assert data["eventStatus"] == "https://schema.org/EventScheduled"
    assert [town["name"] for town in data["organizer"]] == ["Stadt Kehl", "Stadt Lahr"]
    assert (data["offers"]["price"], data["offers"]["priceCurrency"]) == (0, "EUR")
    assert data["offers"]["url"] == f"{BASE}/{SLUG}/tickets"
    assert data["location"]["address"]["addressLocality"] == "Kehl"
    features = {each["name"]: each["value"] for each in data["location"]["amenityFeature"]}
    assert features == {"step-free entrance": True, "lift": False}
    days = [(day["name"], day["startDate"]) for day in data["subEvent"]]
    assert days == [
        ("Ortenau Digital 2027: Journée professionnelle", "2027-09-30T09:00+02:00"),
        ("Ortenau Digital 2027: Journée citoyenne", "2027-10-01T08:30+02:00"),
    ]


def test_what_is_sold_out_or_called_off_is_no_offer(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make_booking(make_event(quota=1))
    assert data_of(client)["offers"]["availability"] == "https://schema.org/SoldOut"
    change(app, state=EventState.CANCELLED)
    data = data_of(client)
    assert data["eventStatus"] == "https://schema.org/EventCancelled"
    assert "offers" not in data


def test_no_title_ends_the_script_it_stands_in(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make_event()
    title = "</script><img src=x onerror=alert(1)>"
    change(app, title=title)
    assert data_of(client)["name"] == title
    assert not page_of(client.get(f"/{SLUG}/")).xpath("//img")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_names_its_own_address_and_those_of_its_languages(
    app: Flask, client: FlaskClient, language: str
) -> None:
    with app.app_context():
        make_event()
    for path in (f"/{SLUG}/", f"/{SLUG}/aussteller", "/impressum"):
        page = page_of(client.get(f"{path}?lang={language}"))
        own = f"{BASE}{path}{LANGUAGES[language]}"
        assert page.xpath("//link[@rel='canonical']/@href") == [own]
        links = page.xpath("//link[@rel='alternate'][@hreflang]")
        named = {link.get("hreflang"): link.get("href") for link in links}
        wanted = {code: f"{BASE}{path}{query}" for code, query in LANGUAGES.items()}
        assert named == wanted | {"x-default": f"{BASE}{path}"}


def test_nobody_is_told_of_secret_pages_and_of_none(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        booking = make_booking(make_event())
        key = booking_key(booking.id)
    for path in (f"/buchung/{key}", "/gibt-es-nicht/", "/orga/anmelden"):
        page = page_of(client.get(path))
        assert not page.xpath("//link[@rel='canonical' or @rel='alternate']"), path
        assert not page.xpath("//meta[starts-with(@property, 'og:')]"), path


def test_the_sitemap_names_each_language(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make_event()
    sitemap = lxml.etree.fromstring(client.get("/sitemap.xml").data)
    found: dict[str, set[tuple[str, str]]] = {}
    for url in sitemap:
        address = url.xpath("string(*[local-name()='loc'])")
        links = url.xpath("*[local-name()='link']")
        found[address] = {(each.get("hreflang"), each.get("href")) for each in links}
    event = f"{BASE}/{SLUG}/"
    wanted = {(code, f"{event}{query}") for code, query in LANGUAGES.items()}
    for query in LANGUAGES.values():
        assert found[f"{event}{query}"] == wanted | {("x-default", event)}


def test_the_picture_shows_another_version_when_the_event_changes(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        make_event()
    address = page_of(client.get(f"/{SLUG}/")).xpath("//meta[@property='og:image']/@content")[0]
    first = client.get(address.removeprefix(BASE))
    assert (first.mimetype, Image.open(io.BytesIO(first.data)).size) == ("image/png", (1200, 630))
    assert first.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    change(app, title="Anders", version=2)
    newer = page_of(client.get(f"/{SLUG}/")).xpath("//meta[@property='og:image']/@content")[0]
    assert newer != address
    assert client.get(newer).data != first.data
    assert client.get("/bild.png").mimetype == "image/png"
    change(app, state=EventState.DRAFT)
    assert client.get(f"/{SLUG}/bild.png").status_code == 404


@pytest.mark.parametrize("title", ["A" * 200, "Wörter " * 28, "🍇 Łódź", "x"])
def test_a_picture_is_drawn_whatever_the_title(app: Flask, client: FlaskClient, title: str) -> None:
    with app.app_context():
        make_event(slug=SLUG)
    change(app, title=title)
    assert client.get(f"/{SLUG}/bild.png").status_code == 200


def test_the_feed_lists_what_is_to_come(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make_event(title="Messe & <Markt>")
        make_event(slug="damals", first="2021-09-30", second="2021-10-01")
    answer = client.get("/feed.rss?lang=fr")
    assert answer.mimetype == "application/rss+xml"
    (item,) = lxml.etree.fromstring(answer.data).xpath("//item")
    words = {each.tag: each.text for each in item}
    assert words["title"] == "Messe & <Markt>"
    assert words["link"] == f"{BASE}/{SLUG}/?lang=fr"
    assert words["guid"] == f"{BASE}/{SLUG}/"
    assert "jeudi 30 septembre 2027" in words["description"]
    etag = answer.headers["ETag"]
    assert client.get("/feed.rss?lang=fr", headers={"If-None-Match": etag}).status_code == 304
    change(app, state=EventState.CANCELLED)
    (item,) = lxml.etree.fromstring(client.get("/feed.rss").data).xpath("//item")
    assert item.findtext("guid") == f"{BASE}/{SLUG}/#abgesagt"


def test_the_calendar_has_an_entry_for_each_day(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make_event()
    answer = client.get("/kalender.ics?lang=en")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(answer.data)
    assert str(calendar["REFRESH-INTERVAL"].to_ical(), "ascii") == "PT6H"
    assert b"X-PUBLISHED-TTL:PT6H\r\n" in answer.data
    entries = calendar.walk("VEVENT")
    assert [str(each["SUMMARY"]) for each in entries] == [
        "Ortenau Digital 2027: Professionals' day",
        "Ortenau Digital 2027: Citizens' day",
    ]
    assert entries[0].decoded("DTSTART") == datetime(2027, 9, 30, 7, 0, tzinfo=UTC)
    assert {str(each["STATUS"]) for each in entries} == {"CONFIRMED"}
    names = [str(each["UID"]) for each in entries]
    assert len(set(names)) == 2
    change(app, state=EventState.CANCELLED)
    after = Calendar.from_ical(client.get("/kalender.ics").data).walk("VEVENT")
    assert [str(each["UID"]) for each in after] == names
    assert {str(each["STATUS"]) for each in after} == {"CANCELLED"}
    assert all(new["SEQUENCE"] > old["SEQUENCE"] for new, old in zip(after, entries, strict=True))


def test_drafts_are_told_to_nobody(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make_event(state="draft")
    for address in ("/feed.rss", "/kalender.ics", "/sitemap.xml"):
        assert SLUG not in client.get(address).text


def test_phones_find_icons_and_a_description(app: Flask, client: FlaskClient) -> None:
    page = page_of(client.get("/"))
    (touch,) = page.xpath("//link[@rel='apple-touch-icon']/@href")
    assert Image.open(file_of(touch)).size == (180, 180)
    # Where a page does not say it, phones ask by this name.
    asked = Image.open(io.BytesIO(client.get("/apple-touch-icon.png").data))
    assert asked.size == (180, 180)
    (manifest,) = page.xpath("//link[@rel='manifest']/@href")
    described = client.get(manifest)
    assert described.mimetype == "application/manifest+json"
    assert described.json["start_url"] == "/"
    for icon in described.json["icons"]:
        width = Image.open(file_of(icon["src"])).width
        assert icon["sizes"] == f"{width}x{width}"
