"""What a citizen's phone has to fetch, and that it needs no script."""

from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.chromium import new_context
from tests.browser.people import book, press
from tests.browser.site import Site

MOST_BYTES = 60_000
MOST_REQUESTS = 8


@dataclass
class Meter:
    """Counts what comes over the wire, compressed and with its headers."""

    requests: int = 0
    bytes: int = 0

    def watch(self, page: Page) -> None:
        devtools = page.context.new_cdp_session(page)
        devtools.send("Network.enable")
        devtools.on("Network.requestWillBeSent", self._count_request)
        devtools.on("Network.loadingFinished", self._count_bytes)

    def _count_request(self, _event: dict[str, Any]) -> None:
        self.requests += 1

    def _count_bytes(self, event: dict[str, Any]) -> None:
        self.bytes += int(event["encodedDataLength"])


@pytest.mark.parametrize("path", ["/heute/", "/heute/tickets"])
def test_a_page_is_light(browser: Browser, site: Site, path: str) -> None:
    with new_context(browser) as context:
        page, meter = context.new_page(), Meter()
        meter.watch(page)
        page.goto(f"{site.base}{path}", wait_until="networkidle")
    # Less than this would mean that nothing was measured.
    assert 20_000 < meter.bytes <= MOST_BYTES, meter
    assert 3 <= meter.requests <= MOST_REQUESTS, meter


def test_booking_needs_no_script(browser: Browser, site: Site) -> None:
    with new_context(browser, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{site.base}/heute/")
        page.get_by_role("link", name="Kostenloses Ticket buchen").click()
        refused = book(page, 2, Vorname="Erika", **{"E-Mail-Adresse": "erika@example.org"})
        assert refused.status == 422
        assert page.get_by_label("Vorname").input_value() == "Erika"
        page.get_by_label("Nachname").fill("Ohneskript")
        assert press(page, "Kostenlos buchen").status == 200
        page.get_by_role("heading", name="Hier sind Ihre 2 Tickets").wait_for()
        page.get_by_text("Tickets stornieren", exact=True).click()
        page.get_by_label("Ticket 2: Erika Ohneskript").check()
        press(page, "Ausgewählte Tickets stornieren")
        page.get_by_role("heading", name="Hier ist Ihr Ticket").wait_for()
