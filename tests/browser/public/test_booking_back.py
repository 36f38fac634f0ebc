"""Whoever goes back to the booking form finds it as it was left, companions and all."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import new_context
from tests.browser.site import Site
from tests.factories import make_event_today


# Once in a process: its tests may run before and after those of other files.
@pytest.fixture(scope="session")
def form_url(site: Site) -> str:
    """The form of an event of its own."""
    with site.app.app_context():
        return f"{site.base}/{make_event_today(slug='zurueck', quota=50).slug}/tickets"


def fill(page: Page, url: str) -> None:
    page.goto(url)
    page.get_by_label("Wie viele Tickets?").select_option("3")
    page.get_by_label("Vorname").fill("Erika")
    page.get_by_label("Nachname").fill("Müller")
    page.get_by_label("E-Mail-Adresse").fill("erika@example.org")
    page.get_by_label("Begleitung 1").fill("Ali")
    page.get_by_label("Begleitung 2").fill("Kim")


def expect_filled(page: Page) -> None:
    expect(page.get_by_label("Wie viele Tickets?")).to_have_value("3")
    for label, name in (("Begleitung 1", "Ali"), ("Begleitung 2", "Kim")):
        expect(page.get_by_label(label)).to_be_visible()
        expect(page.get_by_label(label)).to_be_enabled()
        expect(page.get_by_label(label)).to_have_value(name)
    expect(page.get_by_label("Begleitung 3")).to_be_hidden()


@pytest.mark.parametrize("leave", ["look elsewhere", "book"])
def test_back_restores_the_companions(browser: Browser, form_url: str, leave: str) -> None:
    with new_context(browser) as context:
        page = context.new_page()
        fill(page, form_url)
        if leave == "book":
            page.get_by_role("button", name="Kostenlos buchen").click()
            expect(page.get_by_role("heading", level=1)).to_contain_text("Hier sind Ihre 3 Tickets")
        else:
            page.get_by_role("link", name="Datenschutzerklärung").first.click()
            page.wait_for_url("**/datenschutz")
        page.go_back()
        expect_filled(page)
        # And it can be sent: somebody else is another booking.
        page.get_by_label("Begleitung 2").fill("Nora")
        page.get_by_role("button", name="Kostenlos buchen").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Hier sind Ihre 3 Tickets")
        expect(page.locator(".tickets")).to_contain_text("Nora")


def test_a_name_out_of_sight_is_not_booked(browser: Browser, form_url: str) -> None:
    with new_context(browser) as context:
        page = context.new_page()
        fill(page, form_url)
        page.get_by_label("Wie viele Tickets?").select_option("2")
        expect(page.get_by_label("Begleitung 2")).to_be_hidden()
        page.get_by_role("button", name="Kostenlos buchen").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Hier sind Ihre 2 Tickets")
        expect(page.locator(".tickets")).to_contain_text("Ali")
        expect(page.locator(".tickets")).not_to_contain_text("Kim")
