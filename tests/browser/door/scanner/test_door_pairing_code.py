"""The code of a pairing link, read by the app itself: before it is paired, and while it runs."""

from playwright.sync_api import Browser, expect

from tests.browser.chromium import new_context
from tests.browser.door.phones import (
    UNKNOWN,
    await_sent,
    equip,
    make_door,
    pair,
    pairing_link,
    picture_of,
    scan,
    scans_of,
)
from tests.browser.door.scanner.camera import show, show_nothing
from tests.browser.people import await_verdict
from tests.browser.site import Site


def test_an_app_pairs_by_its_own_camera(browser: Browser, site: Site) -> None:
    with site.app.app_context():
        make_door("selbst-koppeln")
        link = pairing_link("selbst-koppeln", "Haupteingang")
    with new_context(browser) as context:
        equip(context)
        phone = context.new_page()
        phone.goto(f"{site.base}/einlass/")
        phone.get_by_role("button", name="QR-Code mit dieser App lesen").click()
        phone.get_by_text("Halten Sie den QR-Code zum Koppeln vor die Kamera.").wait_for()
        show(phone, picture_of(UNKNOWN))
        phone.get_by_text("Das ist kein Code zum Koppeln.").wait_for()
        show(phone, picture_of(link))
        await_verdict(phone, "Gekoppelt")
        # The camera goes on with tickets.
        show_nothing(phone)
        phone.get_by_role("button", name="Weiter").click()
        show(phone, picture_of(UNKNOWN))
        await_verdict(phone, "Unbekannt")


def test_a_running_app_offers_to_pair_anew(browser: Browser, site: Site) -> None:
    with site.app.app_context():
        make_door("neu-koppeln")
        links = [pairing_link("neu-koppeln", name) for name in ("Haupteingang", "Hof")]
    with new_context(browser) as context:
        equip(context)
        phone = pair(context, links[0])
        phone.get_by_role("button", name="Weiter").click()
        scan(phone, UNKNOWN)
        await_sent(phone)
        phone.get_by_role("button", name="Weiter").click()
        show(phone, picture_of(links[1]))
        await_verdict(phone, "Link zum Koppeln")
        show_nothing(phone)
        phone.get_by_role("button", name="Neu koppeln").click()
        await_verdict(phone, "Gekoppelt")
        expect(phone.locator("[data-part=line]")).to_contain_text("Hof")
        await_sent(phone)
    with site.app.app_context():
        # The secret of the link went nowhere.
        assert [each.verdict for each in scans_of("neu-koppeln")] == ["unknown"]
