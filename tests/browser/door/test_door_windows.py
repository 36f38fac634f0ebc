"""The app in two windows at once, one of which runs an older version of it."""

from playwright.sync_api import Browser, expect

from tests.browser.chromium import new_context
from tests.browser.door.phones import (
    await_list,
    await_verdict,
    equip,
    make_tickets,
    pairing_link,
    scan,
)
from tests.browser.site import Site
from tests.factories import make_event_today

SLUG = "fenster"
# As the first versions did: it does not let go when a newer page asks for the database.
OLDER = """new Promise((opened) => {
    const asked = indexedDB.open("einlass", 1);
    asked.onsuccess = () => opened((globalThis.older = asked.result) && undefined);
})"""


def test_a_window_that_keeps_the_storage_is_named_and_then_no_longer_in_the_way(
    browser: Browser, site: Site
) -> None:
    with site.app.app_context():
        codes = make_tickets(make_event_today(slug=SLUG, title="Fensterfest"), 1)
        link = pairing_link(SLUG, "Haupteingang")
    with new_context(browser) as context:
        equip(context)
        older = context.new_page()
        older.goto(f"{site.base}/healthz")
        older.evaluate(OLDER)
        phone = context.new_page()
        phone.goto(link)
        said = phone.get_by_role("heading", name="in einem anderen Fenster offen")
        expect(said).to_be_visible()
        expect(phone.get_by_text("Schließen Sie die App in allen anderen")).to_be_visible()
        older.close()
        await_verdict(phone, "Gekoppelt")
        expect(said).to_be_hidden()
        await_list(phone)
        assert scan(phone, codes[0]).word == "Willkommen"
