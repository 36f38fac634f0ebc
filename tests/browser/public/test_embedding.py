"""The booking form on the page of a town: another origin, no cookie, the height of its content."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import lxml.html
import pytest
from playwright.sync_api import Browser, FrameLocator, Page

from ortenaudigital.events.queries import find_event, get_event
from ortenaudigital.kernel.db import db, transaction
from tests.browser.chromium import new_context
from tests.browser.people import log_in
from tests.browser.site import Site
from tests.factories import make_event_today

SLUG = "im-rahmen"


class Town:
    """The site of a town, whose page holds what was copied there."""

    def __init__(self, port: int) -> None:
        # The shop is at localhost: for a browser that is another site.
        self.origin = f"http://127.0.0.1:{port}"
        self.code = ""


@contextmanager
def town() -> Iterator[Town]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            page = f"<!doctype html><html lang=de><title>Stadt</title><h1>Stadt</h1>{shown.code}"
            self.wfile.write(page.encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    shown = Town(server.server_address[1])
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield shown
    finally:
        server.shutdown()
        server.server_close()


def allow(site: Site, *origins: str) -> None:
    with site.app.app_context():
        if find_event(SLUG) is None:
            make_event_today(slug=SLUG, title="Im Rahmen")
        with transaction():
            get_event(SLUG).embed_on = list(origins)
        db.session.remove()


def copied_code(browser: Browser, site: Site, language: str) -> str:
    """Copy what the organisers' page shows, as somebody in the town hall does."""
    with new_context(browser) as context:
        page = context.new_page()
        log_in(page, site.base)
        page.goto(f"{site.base}/orga/{SLUG}/einbetten?sprache={language}")
        return page.get_by_label("Code des Rahmens").input_value()


def follows(page: Page) -> None:
    """Wait until the frame is as high as its content, and no higher."""
    inside = page.frames[1]
    inside.wait_for_function("() => Math.abs(innerHeight - document.body.scrollHeight) <= 1")


def fill(frame: FrameLocator, names: tuple[str, str, str, str]) -> None:
    for label, value in zip(names[:3], ("Zoé", "Muller", "zoe@example.org"), strict=True):
        frame.get_by_label(label, exact=True).fill(value)
    frame.get_by_role("button", name=names[3]).click()


def test_a_town_shows_the_form_and_people_book_in_it(browser: Browser, site: Site) -> None:
    with town() as there, new_context(browser) as context:
        allow(site, there.origin)
        there.code = copied_code(browser, site, "fr")
        page = context.new_page()
        page.goto(there.origin)
        frame = page.frame_locator("iframe")
        frame.get_by_role("heading", level=1).wait_for()
        follows(page)
        before = page.locator("iframe").bounding_box()
        # Faults stay inside the frame and in its language, and it grows with them.
        frame.get_by_role("button", name="Réserver gratuitement").click()
        frame.get_by_role("alert").wait_for()
        follows(page)
        after = page.locator("iframe").bounding_box()
        assert before
        assert after
        assert after["height"] > before["height"] + 50
        fill(frame, ("Prénom", "Nom", "Adresse e-mail", "Réserver gratuitement"))
        frame.get_by_role("heading", name="Réservé").wait_for()
        follows(page)
        assert page.url == f"{there.origin}/"
        assert context.cookies() == []
        with context.expect_page() as opened:
            frame.get_by_role("link", name="Ouvrir les billets").click()
        opened.value.get_by_text("Zoé Muller").first.wait_for()
        assert "/buchung/" in opened.value.url
        assert opened.value.locator("html").get_attribute("lang") == "fr"


def test_other_sites_get_nothing(browser: Browser, site: Site) -> None:
    with town() as there, town() as other, new_context(browser) as context:
        allow(site, there.origin)
        other.code = copied_code(browser, site, "de")
        page = context.new_page()
        page.goto(other.origin)
        page.frames[1].wait_for_url("chrome-error:**")
        # Nor does an allowed one get anything but the form.
        page_of_event = f"{site.base}/{SLUG}/"
        there.code = f'<iframe src="{page_of_event}"></iframe>'
        page.goto(there.origin)
        page.frames[1].wait_for_url("chrome-error:**")


def test_nobody_else_tells_the_town_how_high_the_frame_is(browser: Browser, site: Site) -> None:
    with town() as there, new_context(browser) as context:
        allow(site, there.origin)
        there.code = copied_code(browser, site, "de")
        page = context.new_page()
        page.goto(there.origin)
        page.frame_locator("iframe").get_by_role("heading", level=1).wait_for()
        follows(page)
        height = page.locator("iframe").bounding_box()
        # From the page itself, and so from another origin than the frame.
        page.evaluate("postMessage({ kind: 'ortenau-digital:height', height: 5000 }, '*')")
        page.wait_for_timeout(300)
        assert page.locator("iframe").bounding_box() == height


@pytest.mark.parametrize("language", ["de"])
def test_without_a_script_people_book_in_the_frame(
    browser: Browser, site: Site, language: str
) -> None:
    with town() as there, new_context(browser, java_script_enabled=False) as context:
        allow(site, there.origin)
        there.code = copied_code(browser, site, language)
        assert len(lxml.html.fromstring(there.code).xpath("//iframe[@title][@src]")) == 1
        page = context.new_page()
        page.goto(there.origin)
        frame = page.frame_locator("iframe")
        fill(frame, ("Vorname", "Nachname", "E-Mail-Adresse", "Kostenlos buchen"))
        frame.get_by_role("heading", name="Gebucht").wait_for()
        assert context.cookies() == []
