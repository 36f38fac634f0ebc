"""The door works by keyboard alone."""

from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import new_context
from tests.browser.door.phones import await_sent, equip, make_door, pair, pairing_link
from tests.browser.people import await_verdict
from tests.browser.site import Site


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.innerText.trim()"))


def tab_to(page: Page, name: str) -> None:
    for _ in range(20):
        if focused(page) == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {name}, but to {focused(page)}")


def test_the_door_works_by_keyboard(browser: Browser, site: Site) -> None:
    with site.app.app_context():
        make_door("tastatur")
        link = pairing_link("tastatur", "Haupteingang", may_override=True)
    with new_context(browser) as context:
        equip(context)
        phone = pair(context, link)
        keys = phone.keyboard
        tab_to(phone, "Weiter")
        keys.press("Enter")
        tab_to(phone, "Suchen")
        keys.press("Enter")
        keys.type("Sahin", delay=100)
        phone.get_by_role("button", name="Łukasz Şahin").wait_for()
        keys.press("ArrowDown")
        keys.press("Enter")
        await_verdict(phone, "Willkommen")
        tab_to(phone, "Rückgängig")
        keys.press("Enter")
        tab_to(phone, "Falsche Person")
        keys.press("Enter")
        await_verdict(phone, "Zurückgenommen")
        tab_to(phone, "Weiter")
        keys.press("Enter")
        tab_to(phone, "Mehr")
        keys.press("Enter")
        expect(phone.get_by_role("dialog")).to_be_visible()
        keys.press("Escape")
        expect(phone.get_by_role("dialog")).to_be_hidden()
        assert focused(phone) == "Mehr"
        await_sent(phone)
