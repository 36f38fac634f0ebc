"""The way around: what each page shows of the others."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete

from ortenaudigital.bookings.models import Booking
from ortenaudigital.events.queries import get_event
from ortenaudigital.fair.inventory.models import Area, Slot, Stand
from ortenaudigital.kernel.db import db, transaction
from tests.factories import make_event
from tests.web.forms import page_of

BASE = "/orga/ortenau-digital-2027"

pytestmark = pytest.mark.one_database("which links a page shows is decided in Python")


def areas(browser: FlaskClient, path: str = f"{BASE}/") -> list[str]:
    page = page_of(browser.get(path))
    return [link.text_content().strip() for link in page.xpath("//nav[@class='office__nav']//a")]


def test_what_an_event_has_not_is_not_shown(
    app: Flask, organiser: FlaskClient, booking: Booking
) -> None:
    assert {"Aussteller", "Belegung", "Bedarfe"} <= set(areas(organiser))
    with app.app_context(), transaction():
        event = get_event("ortenau-digital-2027")
        event.needs = []
        event.applications_open_at = event.applications_close_at = None
        for table in (Slot, Stand, Area):
            db.session.execute(delete(table))
    shown = set(areas(organiser))
    assert not {"Aussteller", "Belegung", "Bedarfe", "Messe"} & shown
    assert {"Buchungen", "Einlass"} <= shown


def test_switching_keeps_the_page(app: Flask, organiser: FlaskClient, booking: Booking) -> None:
    with app.app_context():
        make_event(slug="next", title="Next")

    def other(path: str) -> str:
        links = page_of(organiser.get(path)).xpath("//details[@class='switcher']//a/@href")
        return next(link for link in links if "/next/" in link)

    assert other(f"{BASE}/buchungen") == "/orga/next/buchungen"
    assert other(f"{BASE}/geraete?q=x") == "/orga/next/geraete"
    # The booking of one event does not stand in another.
    assert other(f"{BASE}/buchungen/{booking.id}") == "/orga/next/"
    assert other("/orga/postausgang") == "/orga/next/"


def test_events_of_one_name_are_told_apart_by_their_dates(
    app: Flask, organiser: FlaskClient, booking: Booking
) -> None:
    def names() -> list[str]:
        page = page_of(organiser.get(f"{BASE}/"))
        return [each.text_content() for each in page.xpath("//details[@class='switcher']//a")]

    assert names() == ["Ortenau Digital 2027"]
    with app.app_context():
        day = get_event("ortenau-digital-2027").last_day.date
        make_event(slug="again", first=day + timedelta(days=7), second=day + timedelta(days=8))
    assert names() == [
        f"Ortenau Digital 2027, {day + timedelta(days=8):%d.%m.%Y}",
        f"Ortenau Digital 2027, {day:%d.%m.%Y}",
    ]


def test_the_current_page_stands_on_the_button(organiser: FlaskClient, booking: Booking) -> None:
    page = page_of(organiser.get(f"{BASE}/buchungen"))
    (button,) = page.xpath("//nav[@class='office__nav']/button[@popovertarget='areas']")
    assert "Buchungen" in button.text_content()
    assert page.xpath("//*[@id='areas'][@popover]//a[@aria-current='page']/@href") == [
        f"{BASE}/buchungen"
    ]
