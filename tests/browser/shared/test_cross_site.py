"""A form on another page is refused, ours is taken: what a real browser says about both."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from ortenaudigital.bookings.links import booking_key
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.clock import utc_now
from tests.browser.chromium import chromium, new_context
from tests.browser.network.tls_front import tls_front
from tests.browser.site import Site, open_app
from tests.browser.stage import ORGANISER
from tests.conftest import Databases
from tests.factories import PASSWORD, make_booking, make_event_today, make_organiser
from tests.servers import environment, web_server
from tests.smtp import free_port

SHOP = "tickets.example.org"
REFUSED = "Das haben wir nicht angenommen"
NAME = "Łukasz Şahin"


@contextmanager
def other_page(action: str) -> Iterator[int]:
    """Serve a page of somebody else with a form that goes to `action`; return its port."""
    page = f"""<!doctype html><form method="post" action="{action}">
        <input name="position" value="1"><input name="names-0" value="Mallory">
        <button>Gewinnen</button></form>"""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


def press_there(page: Page, address: str) -> None:
    page.goto(address)
    with page.expect_navigation() as navigation:
        page.get_by_role("button", name="Gewinnen").click()
    assert navigation.value.status == 403
    assert page.get_by_role("heading", name=REFUSED).is_visible()


def rename(page: Page, booking: str) -> None:
    page.goto(booking)
    page.get_by_role("link", name="Namen ändern").click()
    page.get_by_label("Name auf Ticket 2").fill(NAME)
    page.get_by_role("button", name="Namen speichern").click()
    page.get_by_text("Die Namen sind gespeichert.").wait_for()
    # What was said is not said again.
    expect(page).not_to_have_url(re.compile("hinweis"))
    page.reload()
    assert page.get_by_text("Die Namen sind gespeichert.").count() == 0
    assert NAME in page.inner_text("main")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"], ids=["cross-site", "same-site"])
def test_the_form_of_another_page_is_refused(browser: Browser, site: Site, host: str) -> None:
    # One of its own: other tests look for the names of those that are there.
    with site.app.app_context():
        event = get_event("naechstes-jahr")
        booking = f"{site.base}/buchung/{booking_key(make_booking(event, utc_now(), number=2).id)}"
    with other_page(f"{booking}/namen") as port, new_context(browser) as context:
        page = context.new_page()
        press_there(page, f"http://{host}:{port}/")
        page.get_by_role("link", name="Zum Formular").click()
        assert "Mallory" not in page.inner_text("main")
        rename(page, booking)
        assert context.cookies() == []


@pytest.fixture(params=[False, True], ids=["today", "without Sec-Fetch-Site"])
def https_shop(
    request: pytest.FixtureRequest, databases: Databases, tmp_path: Path, playwright: Playwright
) -> Iterator[tuple[Page, str]]:
    """A browser, and the key of a booking in a shop that a proxy serves by https."""
    url, port = databases.migrated("sqlite"), free_port()
    with open_app(url, tmp_path, port) as app, app.app_context():
        make_organiser()
        key = booking_key(make_booking(make_event_today(), utc_now(), number=2).id)
    env = environment(url, tmp_path, BASE_URL=f"https://{SHOP}")
    # As on a town's own network: the address is known to the browser and leads to this machine.
    with web_server(port, env), tls_front(port, request.param) as front:
        rules = f"--host-resolver-rules=MAP {SHOP}:443 127.0.0.1:{front}"
        with (
            chromium(playwright, rules) as running,
            new_context(running, ignore_https_errors=True) as context,
        ):
            yield context.new_page(), key


def test_behind_a_proxy_that_ends_tls(https_shop: tuple[Page, str]) -> None:
    page, key = https_shop
    booking = f"https://{SHOP}/buchung/{key}"
    rename(page, booking)
    assert page.context.cookies() == []
    page.goto(f"https://{SHOP}/orga/anmelden")
    page.get_by_label("E-Mail-Adresse").fill(ORGANISER)
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()
    page.locator(".switcher--account summary").wait_for()
    with other_page(f"{booking}/namen") as port:
        press_there(page, f"http://127.0.0.1:{port}/")
    with other_page(f"https://{SHOP}/orga/abmelden") as port:
        press_there(page, f"http://127.0.0.1:{port}/")
    page.goto(f"https://{SHOP}/orga/")
    page.locator(".switcher--account summary").click()
    page.get_by_role("button", name="Abmelden").click()
    page.get_by_role("heading", name="Anmelden").wait_for()
