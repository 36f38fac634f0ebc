"""The live view renews itself while somebody reads it, and takes nothing out of their hands."""

import re
from datetime import UTC, datetime

from flask import Flask
from playwright.sync_api import Browser, Page, Route, expect

from ortenaudigital.checkin.queries import list_devices
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.db import db
from tests.browser.chromium import DESK, new_context
from tests.browser.people import log_in
from tests.browser.site import Site
from tests.browser.stage_door import scan_request
from tests.factories import make_booking, make_device

SECONDS = 10_000


def come(app: Flask, times: int) -> str:
    """Let people in by a phone of their own; return its name."""
    with app.app_context():
        now = datetime.now(UTC)
        name = f"Westtor {len(list_devices(get_event('heute')))}"
        _, token = make_device(get_event("heute"), name, now=now)
        for _ in range(times):
            booking = make_booking(get_event("heute"), now)
            scan_request(token, now, booking.tickets[0].short_code)
        db.session.remove()
        return name


def figure(page: Page) -> int:
    return int(page.locator(".now__figure strong").inner_text())


def test_the_figures_move_and_the_reader_does_not(browser: Browser, site: Site) -> None:
    with new_context(browser, DESK) as context:
        page = context.new_page()
        page.clock.install()
        log_in(page, site.base)
        page.goto(f"{site.base}/orga/heute/einlass")
        before = figure(page)
        page.get_by_text("Zahlen als Tabelle").click()
        link = page.get_by_role("link", name="Alle Konflikte")
        link.focus()
        name = come(site.app, 2)

        page.clock.run_for(SECONDS)

        expect(page.locator(".now__figure strong")).to_have_text(str(before + 2))
        expect(page.get_by_text(name).first).to_be_visible()
        expect(page.locator("details.figures")).to_have_attribute("open", "")
        expect(link).to_be_focused()
        assert page.url.endswith("/einlass")


def test_what_is_typed_or_ticked_stays(browser: Browser, site: Site) -> None:
    fetched: list[str] = []

    def add_fields(route: Route) -> None:
        answer = route.fetch()
        fetched.append(answer.url)
        (live,) = re.findall(r'<div class="live" data-live [^>]*>', answer.text())
        fields = (
            f'<p id="times">{len(fetched)}</p><input id="typed"><input type="checkbox" id="box">'
        )
        route.fulfill(response=answer, body=answer.text().replace(live, live + fields, 1))

    with new_context(browser, DESK) as context:
        page = context.new_page()
        page.clock.install()
        log_in(page, site.base)
        page.route("**/orga/heute/einlass", add_fields)
        page.goto(f"{site.base}/orga/heute/einlass")
        page.locator("#box").check()
        page.locator("#typed").fill("halb getippt")

        page.clock.run_for(SECONDS)

        expect(page.locator("#times")).to_have_text("2")
        expect(page.locator("#typed")).to_have_value("halb getippt")
        expect(page.locator("#box")).to_be_checked()


def test_the_page_can_be_stopped_and_says_when_the_server_is_gone(
    browser: Browser, site: Site
) -> None:
    with new_context(browser, DESK) as context:
        page = context.new_page()
        page.clock.install()
        log_in(page, site.base)
        page.goto(f"{site.base}/orga/heute/einlass")
        note, stop = page.locator("[data-live-note]"), page.locator("[data-live-pause]")
        expect(note).to_contain_text("alle zehn Sekunden")
        before = figure(page)
        stop.click()
        expect(stop).to_have_attribute("aria-pressed", "true")
        come(site.app, 1)
        page.clock.run_for(3 * SECONDS)
        assert figure(page) == before
        stop.click()
        expect(page.locator(".now__figure strong")).to_have_text(str(before + 1))
        context.set_offline(True)
        page.clock.run_for(SECONDS)
        expect(note).to_contain_text("keine Verbindung")
        context.set_offline(False)
        page.clock.run_for(SECONDS)
        expect(note).to_contain_text("alle zehn Sekunden")


def test_without_a_script_there_is_a_link_and_no_button(browser: Browser, site: Site) -> None:
    with new_context(browser, DESK, java_script_enabled=False) as context:
        page = context.new_page()
        log_in(page, site.base)
        page.goto(f"{site.base}/orga/heute/einlass")
        expect(page.get_by_role("link", name="Neu laden")).to_be_visible()
        expect(page.locator("[data-live-pause]")).to_be_hidden()


def test_names_are_filtered_and_ticks_stay(browser: Browser, site: Site) -> None:
    with new_context(browser, DESK) as context:
        page = context.new_page()
        log_in(page, site.base)
        page.goto(f"{site.base}/orga/heute/einlass/{site.stage.values['date']}/nachtragen")
        field, count = page.get_by_label("Name oder Kurzcode"), page.locator("[data-filter-count]")
        field.fill("maier-12")
        expect(page.locator("[data-filter-item]:visible")).to_have_count(1)
        field.press("Enter")
        expect(field).to_have_value("")
        expect(count).to_have_text("Abgehakt: 1")
        field.fill("sahin")
        expect(page.locator("[data-filter-item]:visible")).to_have_count(1)
        expect(page.get_by_label("Şahin, Łukasz")).to_be_visible()
        field.fill("xyzzy")
        expect(count).to_have_text("Niemand passt. Abgehakt: 1")
        field.fill("")
        expect(page.get_by_label("Maier-12, Erika")).to_be_checked()
