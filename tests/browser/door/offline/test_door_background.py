"""A phone that was closed with scans unsent sends them by itself, where a browser can do that."""

from playwright.sync_api import Browser, CDPSession, Page

from tests.browser.chromium import new_context, wait_for
from tests.browser.door.phones import admissions_of, equip, make_tickets, pair, pairing_link, scan
from tests.browser.site import Site
from tests.factories import make_event_today

SLUG = "hintergrund"


def watch_workers(page: Page) -> tuple[CDPSession, list[str]]:
    """Return a session of the browser's tools, and the registrations that it tells of."""
    tools, ids = page.context.new_cdp_session(page), list[str]()
    tools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: ids.extend(each["registrationId"] for each in told["registrations"]),
    )
    tools.send("ServiceWorker.enable")
    return tools, ids


def test_a_closed_phone_sends_when_there_is_a_network_again(browser: Browser, site: Site) -> None:
    with site.app.app_context():
        codes = make_tickets(make_event_today(slug=SLUG, title="Hintergrund"), 2)
        link = pairing_link(SLUG, "Haupteingang")
    with new_context(browser) as context:
        equip(context)
        phone = pair(context, link)
        context.set_offline(True)
        phone.locator("[data-bar=offline]").wait_for()
        for code in codes:
            assert scan(phone, code).word == "Willkommen"
        other = context.new_page()
        phone.close()
        context.set_offline(False)
        # A page of the same origin that is none of the app's, to reach the browser's tools by.
        other.goto(f"{site.base}/healthz")
        tools, ids = watch_workers(other)
        wait_for(other, lambda: bool(ids))
        # What the browser does as soon as it has a network; it may have done so already.
        sync = {"origin": site.base, "tag": "scans", "lastChance": False}
        tools.send("ServiceWorker.dispatchSyncEvent", {**sync, "registrationId": ids[0]})
        with site.app.app_context():
            wait_for(other, lambda: admissions_of(SLUG).total() == len(codes))
