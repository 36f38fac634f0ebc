"""The history by role: who runs an event finds what was done there, others do not get in."""

from playwright.sync_api import Browser, expect

from ortenaudigital.accounts.permissions import Role
from ortenaudigital.events.queries import get_event
from tests.browser.chromium import DESK, new_context
from tests.browser.people import log_in, prepare_phone, press
from tests.browser.site import Site
from tests.factories import make_organiser

HISTORY = "/orga/heute/verlauf"
EMAILS = {
    Role.ORGANISER: "verlauf-orga@example.org",
    Role.READER: "verlauf-lesen@example.org",
    Role.DOOR_LEAD: "verlauf-tuer@example.org",
    Role.FAIR_OFFICE: "verlauf-messe@example.org",
}


def test_who_runs_an_event_finds_what_was_done_and_others_do_not_get_in(
    browser: Browser, site: Site
) -> None:
    with site.app.app_context():
        for role, email in EMAILS.items():
            make_organiser(email, role, get_event("heute"))
    with new_context(browser, DESK) as context:
        page = context.new_page()
        log_in(page, site.base, EMAILS[Role.ORGANISER])
        prepare_phone(page, site.base, "heute", "Tor am Verlauf")
        page.goto(f"{site.base}/orga/heute/")
        of_event = page.get_by_role("list", name="Veranstaltung", exact=True)
        of_event.get_by_role("link", name="Verlauf").click()
        page.get_by_label("Wer, was, worüber oder welcher Wert").fill("Tor am Verlauf")
        press(page, "Suchen")
        row = page.get_by_role("row").filter(has_text="Tor am Verlauf")
        expect(row).to_contain_text(EMAILS[Role.ORGANISER])
        expect(page.get_by_role("status")).to_have_text("1 Eintrag")
    for role in (Role.READER, Role.DOOR_LEAD, Role.FAIR_OFFICE):
        with new_context(browser, DESK) as context:
            page = context.new_page()
            log_in(page, site.base, EMAILS[role])
            page.goto(f"{site.base}/orga/heute/")
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            expect(page.get_by_role("link", name="Verlauf", exact=True)).to_have_count(0)
            answer = page.goto(site.base + HISTORY)
            assert answer
            assert answer.status == 403
            expect(page.get_by_role("link", name="Übersicht").first).to_be_visible()
