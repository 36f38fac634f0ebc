"""What the camera sees: every answer, a code that is held, one after another, and no camera."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.chromium import new_context
from tests.browser.door.phones import (
    PHONE_SCRIPT,
    WORDS,
    await_sent,
    equip,
    make_closed_door,
    make_door,
    pair,
    pairing_link,
    picture_of,
    scan,
    scans_of,
)
from tests.browser.door.scanner.camera import CAMERA_SCRIPT, show, show_nothing
from tests.browser.people import await_verdict
from tests.browser.site import Site

TakeAway = Callable[[BrowserContext], None]
HELD_MS = 5000
CAMERAS_SCRIPT = Path(__file__).with_name("cameras.js").read_text(encoding="utf-8")


@contextmanager
def a_phone(browser: Browser, link: str) -> Iterator[Page]:
    with new_context(browser) as context:
        equip(context)
        yield pair(context, link)


def test_every_answer_from_a_picture(browser: Browser, site: Site) -> None:
    with site.app.app_context():
        codes = make_door("jede-antwort")
        codes["other_event"] = make_closed_door("andere-tuer")
        link = pairing_link("jede-antwort", "Haupteingang")
        closed = pairing_link("andere-tuer", "Seiteneingang")
    with a_phone(browser, link) as phone:
        scan(phone, codes["already_in"])
        # The word that stands there must not be taken for the next one.
        phone.get_by_role("button", name="Weiter").click()
        for verdict, code in codes.items():
            show(phone, picture_of(code))
            await_verdict(phone, WORDS[verdict])
        await_sent(phone)
    with a_phone(browser, closed) as phone:
        show(phone, picture_of(codes["other_event"]))
        await_verdict(phone, WORDS["not_open"])
        await_sent(phone)
    with site.app.app_context():
        scans = [*scans_of("jede-antwort"), *scans_of("andere-tuer")]
        # The first one let the ticket in that was there already when it was shown.
        assert [each.verdict for each in scans] == ["welcome", *codes, "not_open"]


def test_a_code_that_is_held_is_one_scan(browser: Browser, site: Site) -> None:
    with site.app.app_context():
        codes = make_door("gehalten")
        link = pairing_link("gehalten", "Haupteingang")
    with a_phone(browser, link) as phone:
        show(phone, picture_of(codes["welcome"]))
        await_verdict(phone, "Willkommen")
        phone.wait_for_timeout(HELD_MS)
        await_verdict(phone, "Willkommen")
        show_nothing(phone)
        await_sent(phone)
    with site.app.app_context():
        assert [each.verdict for each in scans_of("gehalten")] == ["welcome"]


def test_an_invalid_code_is_followed_at_once_by_a_valid_one(browser: Browser, site: Site) -> None:
    with site.app.app_context():
        codes = make_door("nacheinander")
        link = pairing_link("nacheinander", "Haupteingang")
    with a_phone(browser, link) as phone:
        for verdict in ("cancelled", "welcome"):
            show(phone, picture_of(codes[verdict]))
            await_verdict(phone, WORDS[verdict])


def test_light_and_choice_of_camera(browser: Browser, site: Site) -> None:
    with site.app.app_context():
        make_door("zwei-kameras")
        link = pairing_link("zwei-kameras", "Haupteingang")
    with new_context(browser) as context:
        equip(context)
        context.add_init_script(CAMERAS_SCRIPT)
        phone = pair(context, link)
        light, other = (phone.get_by_role("button", name=n) for n in ("Licht", "Andere Kamera"))
        phone.get_by_role("button", name="Weiter").click()
        expect(light).to_have_attribute("aria-pressed", "false")
        light.click()
        expect(light).to_have_attribute("aria-pressed", "true")
        assert phone.evaluate("testCameras.torch") is True
        light.click()
        expect(light).to_have_attribute("aria-pressed", "false")
        assert phone.evaluate("testCameras.torch") is False
        assert phone.evaluate("testCameras.opened") == ["back"]
        other.click()
        # The camera in front has no light.
        expect(light).to_be_hidden()
        assert phone.evaluate("testCameras.opened") == ["back", "front"]
        phone.reload()
        expect(other).to_be_visible()
        assert phone.evaluate("testCameras.opened") == ["front"]


REFUSING = """navigator.mediaDevices.getUserMedia = async () => {
  throw new DOMException("no", %s);
};"""


def no_camera(context: BrowserContext) -> None:
    """This machine has none."""


def denied_camera(context: BrowserContext) -> None:
    context.add_init_script(REFUSING % json.dumps("NotAllowedError"))


@pytest.mark.parametrize(
    ("take_away", "title"),
    [
        (no_camera, "Keine Kamera gefunden"),
        (denied_camera, "Die Kamera ist nicht erlaubt"),
    ],
)
def test_without_a_camera(browser: Browser, site: Site, take_away: TakeAway, title: str) -> None:
    with site.app.app_context():
        codes = make_door(slug := f"ohne-{take_away.__name__}".replace("_", "-"))
        link = pairing_link(slug, "Haupteingang")
    with new_context(browser) as context:
        context.add_init_script(PHONE_SCRIPT)
        take_away(context)
        phone = pair(context, link)
        phone.get_by_role("button", name="Weiter").click()
        phone.get_by_role("heading", name=title).wait_for()
        # What helpers can do meanwhile is what they are told.
        phone.get_by_role("button", name="Suchen", exact=True).click()
        phone.get_by_label("Name oder Code").fill("Łukasz")
        phone.get_by_role("button", name="Łukasz Şahin").click()
        await_verdict(phone, "Willkommen")
        phone.get_by_role("button", name="Weiter").click()
        phone.evaluate(CAMERA_SCRIPT)
        phone.get_by_role("button", name="Noch einmal versuchen").click()
        phone.get_by_text("Code in den Rahmen halten").wait_for()
        show(phone, picture_of(codes["welcome"]))
        await_verdict(phone, "Willkommen")
