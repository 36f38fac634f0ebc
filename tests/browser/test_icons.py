"""Icons come out of one file and are drawn, under the strict policy and without a network."""

from playwright.sync_api import Browser, Page

from ortenaudigital.kernel.db import db
from tests.browser.chromium import new_context
from tests.browser.door.phones import await_list, equip, pair, pairing_link
from tests.browser.people import log_in
from tests.browser.site import Site

# A reference that leads nowhere, or that the policy forbids, has no extent.
ALL_DRAWN = """() => {
  const shown = [...document.querySelectorAll("svg.icon use")]
    .filter((use) => use.parentElement.checkVisibility());
  return shown.length > 0 && shown.every((use) => use.getBBox().width > 0);
}"""


def expect_icons(page: Page) -> None:
    page.wait_for_function(ALL_DRAWN)


def test_icons_are_drawn(browser: Browser, site: Site) -> None:
    with new_context(browser) as context:
        page = context.new_page()
        page.goto(f"{site.base}/heute/")
        expect_icons(page)
        log_in(page, site.base)
        page.goto(f"{site.base}/orga/heute/")
        expect_icons(page)


def test_icons_of_the_door_need_no_network(browser: Browser, site: Site) -> None:
    with site.app.app_context():
        link = pairing_link("heute", "Tor für Zeichen")
        db.session.remove()
    with new_context(browser) as context:
        equip(context)
        page = pair(context, link)
        expect_icons(page)
        page.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
        context.set_offline(True)
        page.reload()
        await_list(page)
        expect_icons(page)
