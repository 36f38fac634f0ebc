"""Two owners erase a draft in their browsers; each page stands what every page has to stand."""

from playwright.sync_api import Browser, expect

from tests.browser.chromium import DESK, PHONE, new_context
from tests.browser.inspector import Inspector
from tests.browser.people import log_in, press
from tests.browser.site import Site
from tests.factories import PASSWORD, make_event, make_organiser

SLUG = "versuch"


def test_one_asks_and_another_confirms(browser: Browser, site: Site) -> None:
    with site.app.app_context():
        make_event(slug=SLUG, title="Versuch", state="draft")
        make_organiser("otto@zwei.example.org")
    url = f"{site.base}/orga/{SLUG}/loeschen"
    with new_context(browser, DESK) as context:
        page = context.new_page()
        log_in(page, site.base)
        page.goto(url)
        page.get_by_label("Name der Veranstaltung").fill("Versuch")
        page.get_by_label("Warum soll sie weg?").fill("Nur ein Versuch.")
        page.get_by_label("Ihr Passwort").fill(PASSWORD)
        press(page, "Löschung beantragen")
        expect(page.get_by_role("button", name="Anfrage zurückziehen")).to_be_visible()
    with new_context(browser, PHONE) as context:
        inspector = Inspector(context, site.base)
        page = inspector.page
        log_in(page, site.base, "otto@zwei.example.org")
        # Every other state of it is among all pages.
        inspector.visit("desk: a second owner decides", f"/orga/{SLUG}/loeschen", dark=False)
        assert inspector.problems == []
        page.get_by_label("Ihr Passwort").fill(PASSWORD)
        press(page, "„Versuch“ endgültig löschen")
        expect(page.get_by_text("Wird gelöscht")).to_be_visible()
        assert page.goto(f"{site.base}/orga/{SLUG}/").status == 404  # type: ignore[union-attr]
