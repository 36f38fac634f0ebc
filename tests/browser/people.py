"""What people do in a browser, step by step, for the tests that need it as a way to something."""

from playwright.sync_api import Page, Response

from tests.browser.stage import ORGANISER
from tests.factories import PASSWORD


def press(page: Page, button: str) -> Response:
    """Press a button that leads to another page; return the answer."""
    with page.expect_navigation() as navigation:
        page.get_by_role("button", name=button, exact=True).click()
    return navigation.value


def log_in(page: Page, base: str, email: str = ORGANISER) -> None:
    page.goto(f"{base}/orga/")
    page.get_by_label("E-Mail-Adresse").fill(email)
    page.get_by_label("Passwort").fill(PASSWORD)
    press(page, "Anmelden")
    # Whose name it says, with the button that logs out behind it.
    page.locator(".switcher--account summary").wait_for()


def prepare_phone(page: Page, base: str, slug: str, name: str) -> str:
    """Have the organiser's page show the link that pairs a phone; return it."""
    page.goto(f"{base}/orga/{slug}/geraete")
    page.get_by_label("Name des Geräts").fill(name)
    press(page, "Weiter zum QR-Code")
    return page.locator(".pairing__link").inner_text().strip()


def book(page: Page, number: int, **fields: str) -> Response:
    """Fill in the booking form that is open, and send it."""
    page.get_by_label("Wie viele Tickets?").select_option(str(number))
    for label, value in fields.items():
        page.get_by_label(label, exact=True).fill(value)
    return press(page, "Kostenlos buchen")


def await_verdict(page: Page, word: str) -> None:
    """Wait until the door app shows a word over its whole screen."""
    page.locator("[data-part=word]").get_by_text(word, exact=True).wait_for()
