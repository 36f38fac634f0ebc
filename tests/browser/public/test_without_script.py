"""Booking a ticket needs no script."""

from playwright.sync_api import Browser

from tests.browser.chromium import new_context
from tests.browser.people import book, press
from tests.browser.site import Site


def test_booking_needs_no_script(browser: Browser, site: Site) -> None:
    with new_context(browser, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{site.base}/heute/")
        page.get_by_role("link", name="Kostenloses Ticket buchen").first.click()
        refused = book(page, 2, Vorname="Erika", **{"E-Mail-Adresse": "erika@example.org"})
        assert refused.status == 422
        assert page.get_by_label("Vorname").input_value() == "Erika"
        page.get_by_label("Nachname").fill("Ohneskript")
        assert press(page, "Kostenlos buchen").status == 200
        page.get_by_role("heading", name="Hier sind Ihre 2 Tickets").wait_for()
        page.get_by_role("link", name="Tickets stornieren").click()
        page.get_by_label("Ticket 2: Erika Ohneskript").check()
        press(page, "Weiter")
        page.get_by_role("heading", name="Dieses Ticket stornieren?").wait_for()
        press(page, "Dieses Ticket jetzt stornieren")
        page.get_by_role("heading", name="Hier ist Ihr Ticket").wait_for()
