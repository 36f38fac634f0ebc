"""What is kept of a page is nobody's own: what differs between two visitors is a known hole."""

import re
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.guests.bookings import show_booking
from ortenaudigital.kernel.db.kept import Kept
from ortenaudigital.web.public.booking.page import _render
from ortenaudigital.web.shared.answers.pagecache import PageCache
from ortenaudigital.web.shared.language import LANGUAGES
from tests.factories import make_event_today
from tests.web.forms import submit

REQUEST_ID = re.compile(r'name="request_id" type="hidden" value="([^"]*)"')


@pytest.fixture
def url(app: Flask) -> str:
    with app.app_context():
        return f"/{make_event_today(quota=50).slug}/tickets"


@pytest.fixture
def kept_pages(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is kept is kept for longer than any test takes."""
    monkeypatch.setitem(app.extensions, "page_cache", PageCache(600))
    monkeypatch.setitem(
        app.extensions, "kept", {name: Kept(600) for name in ("events", "house", "booking pages")}
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kept", [True, False])
def test_two_forms_differ_by_their_ids_only(
    app: Flask, url: str, language: str, kept: bool, request: pytest.FixtureRequest
) -> None:
    if kept:
        request.getfixturevalue("kept_pages")
    wish = {"Accept-Language": language}
    answers = [app.test_client().get(url, headers=wish) for _ in range(2)]
    pages = [answer.text for answer in answers]
    ids = [REQUEST_ID.findall(page) for page in pages]
    assert all(len(each) == 1 and UUID(each[0]).version == 4 for each in ids)
    assert ids[0] != ids[1]
    assert REQUEST_ID.sub("", pages[0]) == REQUEST_ID.sub("", pages[1])
    assert f'<html lang="{language}"' in pages[0]
    assert not any("Set-Cookie" in answer.headers for answer in answers)


def book(client: FlaskClient, url: str, name: str, companion: str = "") -> str:
    fields = {"first_name": name, "last_name": f"Müller{uuid4().hex}", "number": "2"}
    email = f"{uuid4().hex}@example.org"
    return submit(client, url, **fields, email=email, **{"companions-0": companion}).location


@pytest.mark.usefixtures("kept_pages")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_a_booking_is_as_if_rendered_for_it_alone(
    app: Flask, client: FlaskClient, url: str, language: str
) -> None:
    # Names that look like markup, and like the holes of the page.
    places = [
        book(client, url, "Erika", 'Kim <b>"&amp;'),
        book(client, url, "~~email~~", "~~key~~ ~~name1~~ ~~nobody~~"),
    ]
    pages = [client.get(place, headers={"Accept-Language": language}).text for place in places]
    for place, page in zip(places, pages, strict=True):
        with app.test_request_context(place, headers={"Accept-Language": language}):
            key = place.rsplit("/", 1)[-1]
            assert page == _render(show_booking(key), key)
    assert "Kim &lt;b&gt;&#34;&amp;amp;" in pages[0]
    assert "~~key~~ ~~name1~~ ~~nobody~~" in pages[1]


@pytest.mark.usefixtures("kept_pages")
def test_nothing_of_one_booking_is_on_the_page_of_the_next(
    app: Flask, client: FlaskClient, url: str
) -> None:
    first, second = book(client, url, "Erika", "Kim"), book(client, url, "Berta", "Lou")
    client.get(first)
    page = client.get(second).text
    with app.app_context():
        booking = show_booking(first.rsplit("/", 1)[-1])
    own = [booking.reference, booking.email, first]
    own += [word for ticket in booking.tickets for word in (ticket.display_name, ticket.code)]
    assert len(own) == 7
    assert [word for word in own if word in page] == []
    assert "~~" not in page


@pytest.mark.usefixtures("kept_pages")
def test_what_is_done_on_the_page_shows_at_once(client: FlaskClient, url: str) -> None:
    place = book(client, url, "Erika", "Kim")
    assert "Kim" in client.get(place).text
    submit(client, f"{place}/namen", "/namen", **{"names-1": "Lou"})
    assert "Kim" not in client.get(place).text
    submit(client, f"{place}/stornieren?position=2", "/stornieren", position="2")
    page = client.get(place).text
    assert page.count('class="ticket__qr"') == 1
    assert "Storniert" in page
