"""A letter to many on a phone without scripts, and on a desk that follows it by itself."""

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Browser, expect

from ortenaudigital.events.queries import get_event
from tests.browser.chromium import DESK, PHONE, new_context
from tests.browser.people import log_in, press
from tests.browser.site import Site
from tests.factories import make_booking
from tests.features.mailings.mailed import Taken, go_round

SLUG = "naechstes-jahr"


def test_a_letter_to_many_is_written_looked_at_counted_sent_and_followed(
    browser: Browser, site: Site
) -> None:
    with site.app.app_context():
        for hours, name in ((2, "Anna"), (1, "Berta")):
            when, email = datetime.now(UTC) - timedelta(hours=hours), f"{name}@mailing.example.org"
            make_booking(get_event(SLUG), when, first_name=name, email=email, language="fr")
    with new_context(browser, PHONE, java_script_enabled=False) as context:
        page = context.new_page()
        log_in(page, site.base)
        page.goto(f"{site.base}/orga/{SLUG}/buchungen?sprache=fr&status=valid")
        page.get_by_role("link", name="Rundbrief an diese Auswahl").click()
        expect(page.get_by_label("Sprache")).to_have_value("fr")
        page.get_by_label("Betreff").first.fill("Zur Anreise")
        page.get_by_label("Text").first.fill("Kommen Sie mit dem Zug, {name}.")
        press(page, "Entwurf speichern")
        where = page.url
        press(page, "Vorschau an echten Personen")
        page.get_by_role("link", name="Nächste Person").click()
        letter = page.frame_locator("iframe")
        expect(letter.get_by_text("Kommen Sie mit dem Zug, Berta Müller.")).to_be_visible()
        page.goto(where)
        press(page, "Weiter zum Senden")
        expect(page.get_by_text("2 Personen bekommen den Brief.")).to_be_visible()
        number = page.get_by_label("Anzahl der Personen, zur Bestätigung")
        number.fill("3")
        press(page, "Rundbrief senden")
        expect(page.get_by_role("alert")).to_contain_text("jetzt 2 Personen")
        number.fill("2")
        press(page, "Rundbrief senden")
        expect(page.get_by_text("0 von 2")).to_be_visible()
    with new_context(browser, DESK) as context:
        page = context.new_page()
        log_in(page, site.base)
        page.goto(f"{site.base}/orga/{SLUG}/buchungen?sprache=fr")
        page.get_by_role("searchbox").fill("Berta")
        # Searched while one types, the link outside the results follows, as do the forms in them.
        expect(page.get_by_role("link", name="Rundbrief an diese Auswahl")).to_have_attribute(
            "href", re.compile("q=Berta.*sprache=fr")
        )
        expect(page.locator("#many [name=selection]")).to_have_value(re.compile("q=Berta"))
        page.goto(where)
        expect(page.get_by_role("button", name="Versand anhalten")).to_be_visible()
        post = Taken()
        with site.app.app_context():
            go_round(post, 2)
        # The page says so by itself, and offers no more to hold up.
        expect(page.get_by_text("2 von 2")).to_be_visible()
        expect(page.get_by_text("Fertig seit")).to_be_visible()
        assert sum("mailing.example.org" in address for address in post.by_address) == 2
