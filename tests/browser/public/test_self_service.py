"""Who booked changes it in a browser: by keyboard alone, and for somebody who comes along."""

import pytest
from playwright.sync_api import Browser, Page, expect

from ortenaudigital.web.shared.language import LANGUAGES
from tests.browser.chromium import new_context
from tests.browser.people import book, press
from tests.browser.site import Site

PHONE = {"width": 390, "height": 844}
NAMES = {"Vorname": "Erika", "Nachname": "Muster"}
# What each language calls the way to cancel, the step between, and the last button.
WORDS = {
    "de": ("Tickets stornieren", "Weiter", "Dieses Ticket jetzt stornieren", "Storniertes Ticket"),
    "en": ("Cancel tickets", "Next", "Cancel this ticket now", "Cancelled ticket"),
    "fr": ("Annuler des billets", "Suivant", "Annuler ce billet maintenant", "Billet annulé"),
}


def booked(page: Page, site: Site, number: int = 2, email: str = "erika@example.org") -> str:
    page.goto(f"{site.base}/heute/tickets")
    book(page, number, **NAMES, **{"E-Mail-Adresse": email})
    page.get_by_role("heading", name=f"Hier sind Ihre {number} Tickets").wait_for()
    return page.url


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what has this name has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        words = page.evaluate("document.activeElement.innerText || document.activeElement.name")
        if words and words.strip().startswith(name):
            return
    raise AssertionError(f"{name} cannot be reached by keyboard")


def test_by_keyboard_alone(browser: Browser, site: Site) -> None:
    with new_context(browser) as context:
        page = context.new_page()
        booked(page, site)
        tab_to(page, "Namen ändern")
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="Namen ändern").wait_for()
        tab_to(page, "names-1")
        page.keyboard.press("Control+A")
        page.keyboard.type("Kim Neumann")
        page.keyboard.press("Enter")
        page.get_by_text("Die Namen sind gespeichert.").wait_for()
        tab_to(page, "Tickets stornieren")
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="Tickets stornieren").wait_for()
        tab_to(page, "position")
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="Dieses Ticket stornieren?").wait_for()
        expect(page.get_by_text("Ticket 2: Kim Neumann")).to_be_visible()
        tab_to(page, "Dieses Ticket jetzt stornieren")
        page.keyboard.press("Enter")
        page.get_by_text("Die Stornierung ist gespeichert.").wait_for()


@pytest.mark.parametrize("language", LANGUAGES)
def test_cancelling_without_a_script(browser: Browser, site: Site, language: str) -> None:
    link, onward, last, done = WORDS[language]
    with new_context(browser, java_script_enabled=False) as context:
        page = context.new_page()
        place = booked(page, site)
        page.goto(f"{place}?lang={language}")
        page.get_by_role("link", name=link).click()
        page.get_by_role("checkbox").nth(1).check()
        press(page, onward)
        press(page, last)
        page.get_by_role("heading", name=done, exact=True).wait_for()


def test_a_companion_gets_a_link_and_changes_one_ticket(browser: Browser, site: Site) -> None:
    with new_context(browser, viewport=PHONE) as context:
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = context.new_page()
        place = booked(page, site)
        tickets = page.locator("details[data-ticket]")
        # On a phone the second one waits folded.
        expect(tickets.nth(1).get_by_role("button", name="Link kopieren")).to_be_hidden()
        tickets.nth(1).locator("summary").click()
        tickets.nth(1).get_by_role("button", name="Link kopieren").click()
        page.get_by_text("Der Link ist kopiert.").wait_for()
        link = page.evaluate("navigator.clipboard.readText()")
        assert link.startswith(f"{site.base}/t/")
    with new_context(browser, viewport=PHONE) as context:
        theirs = context.new_page()
        theirs.goto(link)
        theirs.get_by_role("link", name="Ihren Namen ändern").click()
        theirs.get_by_label("Ihr Name").fill("Kim Neumann")
        press(theirs, "Namen speichern")
        theirs.get_by_text("Die Namen sind gespeichert.").wait_for()
        theirs.goto(place)
        expect(theirs.locator("main")).to_contain_text("Kim Neumann")


def test_who_books_again_in_one_window_is_told(browser: Browser, site: Site) -> None:
    with new_context(browser) as context:
        page = context.new_page()
        first = booked(page, site, email="zweimal@example.org")
        said = page.get_by_text("Sie haben für diese Veranstaltung eben schon gebucht")
        expect(said).to_be_hidden()
        page.goto(f"{site.base}/heute/tickets")
        expect(said).to_be_visible()
        href = page.get_by_role("link", name="Zu dieser Buchung").get_attribute("href")
        assert first.endswith(str(href))
        booked(page, site, email="zweimal@example.org")
        page.get_by_role("link", name="Zur früheren Buchung").click()
        page.wait_for_url(first)
        other = context.new_page()
        other.goto(f"{site.base}/heute/tickets")
        expect(other.get_by_text("Sie haben für diese Veranstaltung eben")).to_be_hidden()


def test_all_tickets_are_open_on_a_wide_screen_and_beside_them_what_can_be_done(
    browser: Browser, site: Site
) -> None:
    with new_context(browser, viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        booked(page, site)
        assert page.locator("details[data-ticket][open]").count() == 2
        ticket = page.locator("details[data-ticket]").first.bounding_box()
        side = page.locator("aside").bounding_box()
        assert ticket
        assert side
        assert side["x"] > ticket["x"] + ticket["width"]
