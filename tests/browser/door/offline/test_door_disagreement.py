"""A phone and a server that disagree: no endless asking, and nobody comes in without a tap."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, Route

from ortenaudigital.bookings.links import ticket_url
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.clock import utc_now
from tests.browser.chromium import new_context, wait_for
from tests.browser.door.phones import (
    admissions_of,
    await_sent,
    equip,
    make_door,
    pair,
    pairing_link,
    scan,
)
from tests.browser.people import await_verdict
from tests.browser.site import Site
from tests.factories import make_booking

SCANS = "**/einlass/api/scans"
ASK_AGAIN = "dispatchEvent(new Event('online'))"
LATER = "const real = Date.now.bind(Date); Date.now = () => real() + 75_000;"


class Liar:
    """Stands between phone and server, and says of everybody the opposite of what was shown."""

    def __init__(self) -> None:
        self.scans = 0

    def answer(self, route: Route) -> None:
        shown = {
            each["scan_id"]: each.get("verdict") for each in route.request.post_data_json["scans"]
        }
        self.scans += len(shown)
        response = route.fetch()
        content = response.json()
        for result in content["results"]:
            was_turned_away = shown[result["scan_id"]] is not None
            result["verdict"] = "welcome" if was_turned_away else "cancelled"
            result["first_in_at"] = None
        route.fulfill(response=response, body=json.dumps(content))


@contextmanager
def a_phone(browser: Browser, link: str) -> Iterator[Page]:
    with new_context(browser) as context:
        equip(context)
        yield pair(context, link)


def test_a_server_that_disagrees_is_asked_once_more(browser: Browser, site: Site) -> None:
    with site.app.app_context():
        codes = make_door("widerspruch")
        link = pairing_link("widerspruch", "Haupteingang")
    with a_phone(browser, link) as phone:
        liar = Liar()
        phone.context.route(SCANS, liar.answer)
        scan(phone, codes["cancelled"])
        wait_for(phone, lambda: liar.scans >= 2)
        phone.wait_for_timeout(2000)
        assert liar.scans == 2
        await_verdict(phone, "Storniert")


def test_a_late_answer_waits_for_a_tap(browser: Browser, site: Site) -> None:
    with site.app.app_context():
        make_door("zu-spaet")
        link = pairing_link("zu-spaet", "Haupteingang")
    with a_phone(browser, link) as phone:
        phone.context.set_offline(True)
        phone.evaluate(ASK_AGAIN)
        phone.locator("[data-bar=offline]").wait_for()
        with site.app.app_context():
            code = ticket_url(make_booking(get_event("zu-spaet"), utc_now()).tickets[0])
            before = sum(admissions_of("zu-spaet").values())
        assert scan(phone, code).word == "Unbekannt"
        phone.evaluate(LATER)
        phone.context.set_offline(False)
        phone.evaluate(ASK_AGAIN)
        await_verdict(phone, "Doch gültig")
        await_sent(phone)
        with site.app.app_context():
            assert sum(admissions_of("zu-spaet").values()) == before
        phone.get_by_role("button", name="Noch einmal").click()
        await_verdict(phone, "Willkommen")
        await_sent(phone)
        with site.app.app_context():
            assert sum(admissions_of("zu-spaet").values()) == before + 1
