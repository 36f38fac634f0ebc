"""A hand scanner with real keys: on every screen and dialog, it only ever scans."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from ortenaudigital.checkin.devices.commands import pin_of
from ortenaudigital.checkin.queries import list_devices
from ortenaudigital.events.queries import get_event
from tests.browser.chromium import new_context
from tests.browser.door.phones import (
    admissions_of,
    await_sent,
    equip,
    make_door,
    pair,
    pairing_link,
    scans_of,
)
from tests.browser.door.scanner.wedge import AMERICAN, GERMAN, Wedge
from tests.browser.people import await_verdict
from tests.browser.site import Site

ENDS = ("Enter", "Tab", None)


@contextmanager
def a_phone(browser: Browser, site: Site, slug: str) -> Iterator[tuple[Page, dict[str, str]]]:
    with site.app.app_context():
        codes = make_door(slug)
        link = pairing_link(slug, "Haupteingang", may_override=True)
    with new_context(browser) as context:
        equip(context)
        phone = pair(context, link)
        phone.get_by_role("button", name="Weiter").click()
        yield phone, codes


def actions_of(site: Site, slug: str) -> list[str]:
    with site.app.app_context():
        return [str(scan.action) for scan in scans_of(slug)]


@pytest.mark.parametrize("layout", [AMERICAN, GERMAN], ids=["american", "german"])
def test_every_speed_and_every_end(browser: Browser, site: Site, layout: dict[str, str]) -> None:
    slug = f"handscanner-{'de' if layout else 'us'}"
    with a_phone(browser, site, slug) as (phone, codes):
        for end, pause in zip(ENDS, (0, 30, 100), strict=True):
            Wedge(phone, layout, pause).scan(codes["cancelled"], end)
            await_verdict(phone, "Storniert")
            phone.get_by_role("button", name="Weiter").click()
        await_sent(phone)
    assert actions_of(site, slug) == ["scan"] * 3


def test_dialogs_are_left_as_they_are(browser: Browser, site: Site) -> None:
    slug = "handscanner-dialoge"
    with a_phone(browser, site, slug) as (phone, codes):
        wedge = Wedge(phone, GERMAN)
        phone.get_by_role("button", name="Suchen").click()
        wedge.scan(codes["cancelled"])
        await_verdict(phone, "Storniert")
        expect(phone.get_by_role("dialog")).to_be_hidden()
        # By hand: the focus is on the first reason, which Enter would press.
        phone.get_by_role("button", name="Trotzdem einlassen").click()
        phone.get_by_role("button", name="Die Orga hat zugestimmt").focus()
        wedge.scan(codes["replaced"])
        await_verdict(phone, "Ersetzt")
        phone.get_by_role("button", name="Trotzdem einlassen").click()
        phone.get_by_label("Anderer Grund").fill("Kommt gleich")
        wedge.scan(codes["wrong_day"], "Tab")
        await_verdict(phone, "Falscher Tag")
        phone.get_by_role("button", name="Weiter").click()
        # No ticket: one type is chosen already, and Enter in the name would send the form.
        phone.get_by_role("button", name="Mehr").click()
        phone.locator("[data-item=walk_in]").click()
        name = phone.get_by_label("Name (freiwillig)")
        name.fill("Rita")
        wedge.scan(codes["cancelled"])
        await_verdict(phone, "Storniert")
        assert name.input_value() == "Rita"
        await_sent(phone)
    assert actions_of(site, slug) == ["scan"] * 4
    with site.app.app_context():
        assert not admissions_of(slug)


def test_no_scan_is_a_pin(browser: Browser, site: Site) -> None:
    slug = "handscanner-pin"
    with a_phone(browser, site, slug) as (phone, codes):
        with site.app.app_context():
            pin = pin_of(list_devices(get_event(slug))[0])
        phone.evaluate("testPhone.leave(16 * 60)")
        phone.reload()
        field = phone.get_by_label("PIN", exact=True)
        field.wait_for()
        field.focus()
        for pause in (0, 60):
            wedge = Wedge(phone, GERMAN, pause)
            for code in [codes["welcome"], "4006381333931", "4711", "22334455667722334455667722"]:
                if len(code) > 4 or pause == 0:
                    wedge.scan(code)
                    wedge.scan(code, None)
                    phone.wait_for_timeout(400)
                    expect(field).to_have_value("")
        expect(phone.locator("#pin-error")).to_be_hidden()
        phone.keyboard.type(pin, delay=90)
        phone.locator("[data-screen=scanner]").wait_for()


def test_typing_by_hand_goes_into_the_field(browser: Browser, site: Site) -> None:
    with a_phone(browser, site, "handscanner-hand") as (phone, _):
        phone.get_by_role("button", name="Suchen").click()
        phone.keyboard.type("Weg", delay=110)
        expect(phone.get_by_role("button", name="Weg").first).to_be_visible()
        assert phone.get_by_label("Name oder Code").input_value() == "Weg"
        # What comes without keys, as from a clipboard or by voice, is taken as well.
        phone.keyboard.insert_text("ner")
        expect(phone.get_by_role("button", name="Weg")).to_have_count(0)


def test_the_check_of_the_phone_knows_the_scanner(browser: Browser, site: Site) -> None:
    slug = "handscanner-check"
    with a_phone(browser, site, slug) as (phone, codes):
        phone.get_by_role("button", name="Mehr").click()
        phone.locator("[data-item=preflight]").click()
        Wedge(phone, GERMAN).scan(codes["cancelled"])
        check = phone.locator("[data-check=hand]")
        expect(check).to_contain_text("Der Handscanner wird verstanden.")
        await_sent(phone)
    assert actions_of(site, slug) == []


def test_an_unpaired_phone_is_paired_by_its_scanner(browser: Browser, site: Site) -> None:
    with site.app.app_context():
        make_door("handscanner-koppeln")
        link = pairing_link("handscanner-koppeln", "Haupteingang")
    with new_context(browser) as context:
        equip(context)
        phone = context.new_page()
        phone.goto(f"{site.base}/einlass/")
        phone.get_by_label("Link einfügen").focus()
        Wedge(phone, GERMAN).scan(link)
        await_verdict(phone, "Gekoppelt")
