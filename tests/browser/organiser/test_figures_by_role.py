"""Overview and report by role: owner, reader, door lead; what is refused keeps its layout."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from ortenaudigital.accounts.permissions import Role
from ortenaudigital.events.queries import get_event
from tests.browser.chromium import new_context
from tests.browser.people import log_in
from tests.browser.site import Site
from tests.factories import make_organiser

OVERVIEW, REPORT, SETTINGS = "/orga/heute/", "/orga/heute/bericht", "/orga/heute/veranstaltung"


@pytest.fixture
def people(site: Site) -> dict[Role, str]:
    emails = {Role.READER: "zahlen@example.org", Role.DOOR_LEAD: "tuer@example.org"}
    with site.app.app_context():
        for role, email in emails.items():
            make_organiser(email, role, get_event("heute"))
    return emails


@contextmanager
def at_work(browser: Browser, site: Site, email: str | None = None) -> Iterator[Page]:
    with new_context(browser, {"width": 1280, "height": 900}) as context:
        page = context.new_page()
        log_in(page, site.base, *([email] if email else []))
        yield page


def test_each_role_finds_its_figures(browser: Browser, site: Site, people: dict[Role, str]) -> None:
    with at_work(browser, site) as page:
        page.goto(site.base + OVERVIEW)
        expect(page.get_by_role("link", name="Einstellungen")).to_be_visible()
        chart = page.get_by_role("img", name="Gebucht wurden")
        expect(chart).to_be_visible()
        # The table behind a picture opens without any script.
        section = page.locator("section[aria-labelledby=per-day]")
        section.get_by_text("Zahlen als Tabelle").click()
        expect(section.get_by_role("columnheader", name="Tage vorher")).to_be_visible()
        page.goto(site.base + REPORT)
        expect(page.get_by_role("button", name="Bericht sichern")).to_be_visible()
    with at_work(browser, site, people[Role.READER]) as page:
        page.goto(site.base + OVERVIEW)
        expect(page.get_by_role("img", name="Gebucht wurden")).to_be_visible()
        expect(page.get_by_role("link", name="Einstellungen")).to_have_count(0)
        page.goto(site.base + REPORT)
        expect(page.get_by_role("heading", level=1)).to_contain_text("Bericht")
        expect(page.get_by_role("button", name="Bericht sichern")).to_have_count(0)
    with at_work(browser, site, people[Role.DOOR_LEAD]) as page:
        answer = page.goto(site.base + SETTINGS)
        assert answer
        assert answer.status == 403
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        # The layout stays, with the way to what is theirs.
        page.get_by_role("link", name="Übersicht").first.click()
        expect(page).to_have_url(site.base + OVERVIEW)
