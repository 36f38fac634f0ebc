"""Whoever reads another language than German meets no German on public pages, and keeps theirs."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import lxml.html
import pytest
from babel.messages.pofile import read_po
from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.bookings.links import booking_url, ticket_url
from ortenaudigital.events.queries import get_event
from ortenaudigital.events.rules import EventState
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from tests.factories import (
    WORKSHOP,
    make_booking,
    make_event,
    make_event_today,
    make_exhibitor,
)

pytestmark = pytest.mark.one_database("what is read is the same on both")

CATALOGUES = Path("ortenaudigital/translations")
FILES = (".ics", ".pdf", ".png", ".rss", ".xml", ".txt", ".webmanifest")
# Shorter ones are parts of words of other languages.
SHORTEST = 8
PLACES = re.compile(r"%\(\w+\)[sd]")
SPOKEN = ("aria-label", "title", "placeholder", "alt", "data-email-hint")


@cache
def german_texts(language: str) -> re.Pattern[str]:
    """Return what finds any text of ours that is said otherwise in a language."""
    file = CATALOGUES / language / "LC_MESSAGES" / "messages.po"
    with file.open("rb") as content:
        catalogue = read_po(content, locale=language)
    found = set()
    for message in catalogue:
        german = message.id if isinstance(message.id, tuple) else (message.id,)
        others = message.string if isinstance(message.string, tuple) else (message.string,)
        for part in (each.strip() for text in german for each in PLACES.split(text)):
            if len(part) >= SHORTEST and not any(part in other for other in others):
                found.add(part)
    assert len(found) > 500
    # The longest first: what is said is a whole element, or begins before a place that is filled.
    return re.compile("|".join(map(re.escape, sorted(found, key=len, reverse=True))))


def words_of(page: lxml.html.HtmlElement) -> Iterator[str]:
    """Return what is read or spoken, element by element, but for what says that it is German."""
    for element in page.iter():
        if not isinstance(element.tag, str) or element.tag in ("script", "style", "svg"):
            continue
        language = element.xpath("string(ancestor-or-self::*[@lang][1]/@lang)")
        if language != page.get("lang"):
            continue
        texts = [element.text, *(child.tail for child in element)]
        texts += [element.get(name) for name in SPOKEN]
        yield from (" ".join(text.split()) for text in texts if text and text.strip())


def crawl(client: FlaskClient, starts: list[str]) -> Iterator[tuple[str, lxml.html.HtmlElement]]:
    """Follow all links of ours, and hand out each page that was found once."""
    waiting, seen = list(starts), set[str]()
    while waiting:
        address = waiting.pop()
        path = urlsplit(address).path
        if path in seen or path.endswith(FILES) or path.startswith(("/orga", "/einlass")):
            continue
        seen.add(path)
        answer = client.get(address, follow_redirects=True)
        assert answer.status_code == 200, address
        page = lxml.html.fromstring(answer.get_data(as_text=True))
        yield address, page
        waiting += [
            link
            for link in page.xpath("//a[not(ancestor::ul[@class='languages'])]/@href")
            if link.startswith("/") and not link.startswith("//")
        ]


def set_stage() -> list[str]:
    """Make events in all phases, and pages behind secret links; return where to begin."""
    now = utc_now()
    today = make_event_today(checkpoints=WORKSHOP)
    make_exhibitor(today, language="fr", description="")
    booking = make_booking(today, now, number=2)
    later = {"first": "2098-09-30", "second": "2098-10-01"}
    full = make_event(slug="voll", title="Event 2098", quota=1, **later)
    make_booking(full, now)
    make_event(slug="damals", title="Event 2021", first="2021-09-30", second="2021-10-01")
    make_event(slug="abgesagt", title="Event 2097", first="2097-09-30", second="2097-10-01")
    with transaction():
        get_event("abgesagt").state = EventState.CANCELLED
    secrets = [booking_url(booking), ticket_url(booking.tickets[0])]
    paths = [urlsplit(each).path for each in secrets]
    more = ["/voll/tickets", "/damals/tickets", "/abgesagt/tickets", "/fehler-melden/danke"]
    return ["/", *paths, *more, f"/{today.slug}/einbetten"]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_german_remains_and_the_language_is_kept(
    app: Flask, client: FlaskClient, language: str
) -> None:
    with app.app_context():
        starts = set_stage()
    german = german_texts(language)
    # Chosen once, as people do; from there on every link keeps it.
    client.get(f"/?lang={language}")
    found, remains = {}, []
    for address, page in crawl(client, starts):
        found[urlsplit(address).path] = page.get("lang")
        remains += [(address, words) for words in words_of(page) if german.match(words)]
    assert set(found.values()) == {language}
    assert len(found) > 20
    assert remains == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_browser_that_keeps_nothing_is_understood_each_time(
    app: Flask, client: FlaskClient, language: str
) -> None:
    with app.app_context():
        make_event_today()
    headers = {"Accept-Language": f"{language};q=0.9, de;q=0.5"}
    for path in ("/ortenau-digital-2027/", "/ortenau-digital-2027/tickets", "/impressum"):
        bare = client.application.test_client(use_cookies=False)
        page = lxml.html.fromstring(bare.get(path, headers=headers).get_data(as_text=True))
        assert page.get("lang") == language, path
