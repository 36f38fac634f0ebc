"""Every screen and dialog of the door: accessible, in both colour schemes, on every screen."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser

from ortenaudigital.checkin.commands import lock, unlock
from ortenaudigital.checkin.devices.commands import pin_of
from ortenaudigital.checkin.queries import list_devices
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from tests.browser.chromium import new_context
from tests.browser.door.phones import PHONE_SCRIPT, kept, make_door, pairing_link, scan
from tests.browser.door.walk import (
    Walk,
    answers,
    before_pairing,
    by_hand,
    camera_comes,
    checks_and_practice,
    searches,
)
from tests.browser.site import Site

SLUG = "alle-schirme"
ASK_AGAIN = "dispatchEvent(new Event('online'))"


def without_network(walk: Walk, codes: dict[str, str]) -> None:
    walk.page.context.set_offline(True)
    walk.page.evaluate(ASK_AGAIN)
    walk.page.locator("[data-bar=offline]").wait_for()
    walk.inspect("offline")
    scan(walk.page, codes["unknown"])
    walk.inspect("offline, unknown")
    walk.press("Weiter")
    walk.choose("wipe")
    walk.inspect("wipe, with scans that wait")
    walk.press("Nicht löschen")
    walk.page.context.set_offline(False)
    walk.page.evaluate("testPhone.sent()")


def comes_back_late(walk: Walk, pin: str) -> None:
    """A phone that lay about for a quarter of an hour asks who has picked it up."""
    wrong = str((int(pin) + 1) % 10_000).zfill(4)
    walk.page.evaluate("testPhone.leave(16 * 60)")
    walk.open(f"{walk.site.base}/einlass/")
    field = walk.page.get_by_label("PIN", exact=True)
    field.wait_for()
    assert not walk.page.locator("[data-screen=scanner]").is_visible()
    walk.inspect("pin")
    field.fill(wrong)
    field.press("Enter")
    walk.page.locator("#pin-error").wait_for()
    walk.inspect("pin, wrong")
    field.fill(pin)
    field.press("Enter")
    walk.page.locator("[data-screen=scanner]").wait_for()


def ends(walk: Walk) -> None:
    with walk.site.app.app_context():
        device = list_devices(get_event(SLUG))[0]
        with transaction():
            lock(device, utc_now(), "test")
        walk.page.evaluate(ASK_AGAIN)
        walk.heading("Dieses Gerät ist gesperrt")
        walk.inspect("locked")
        with transaction():
            unlock(list_devices(get_event(SLUG))[0], utc_now(), "test")
        walk.press("Noch einmal nachsehen")
        walk.page.locator("[data-screen=scanner]").wait_for()
        with transaction():
            for day in get_event(SLUG).days:
                day.opens_at -= timedelta(days=3)
                day.closes_at -= timedelta(days=3)
        walk.page.evaluate(ASK_AGAIN)
        walk.heading("Die Veranstaltung ist vorbei")
        walk.inspect("over")
        stores = kept(walk.page)["databases"]["einlass"]
        assert stores["pages"] + stores["tickets"] == []


@pytest.mark.long
def test_every_screen_passes_inspection(browser: Browser, site: Site) -> None:
    with site.app.app_context():
        codes = make_door(SLUG)
        link = pairing_link(SLUG, "Haupteingang", may_override=True)
        pin = pin_of(list_devices(get_event(SLUG))[0])
    with new_context(browser) as context:
        context.add_init_script(PHONE_SCRIPT)
        walk = Walk(context, site)
        before_pairing(walk, link)
        camera_comes(walk)
        answers(walk, codes)
        searches(walk)
        by_hand(walk, codes)
        checks_and_practice(walk)
        without_network(walk, codes)
        comes_back_late(walk, pin)
        ends(walk)
    # Chromium reports each request that fails, and two of these screens are there for that.
    problems = [each for each in walk.inspector.problems if "Failed to load resource" not in each]
    assert not problems, "\n".join(problems)
