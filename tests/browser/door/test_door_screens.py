"""Every screen and dialog of the door: accessible, in both colour schemes, on every screen."""

from datetime import timedelta

from playwright.sync_api import Browser, Page, expect

from ortenaudigital.checkin.commands import lock, unlock
from ortenaudigital.checkin.devices.commands import pin_of
from ortenaudigital.checkin.queries import list_devices
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from tests.browser.chromium import new_context
from tests.browser.door.phones import (
    PHONE_SCRIPT,
    await_sent,
    equip,
    kept,
    make_door,
    pair,
    pairing_link,
    scan,
)
from tests.browser.door.scanner.camera import CAMERA_SCRIPT
from tests.browser.inspector import NARROW, Inspector
from tests.browser.people import await_verdict
from tests.browser.site import Site

UPRIGHT = [(360, 740), (390, 844), (768, 1024)]
SIZES = [
    NARROW,
    *({"width": w, "height": h} for w, h in UPRIGHT),
    *({"width": h, "height": w} for w, h in UPRIGHT),
]
SLUG = "alle-schirme"
ASK_AGAIN = "dispatchEvent(new Event('online'))"


class Walk:
    """A helper who goes through the app, and an inspector who looks at every step."""

    def __init__(self, browser_context: object, site: Site) -> None:
        self.inspector = Inspector(browser_context, site.base)
        self.page = self.inspector.page
        self.site = site
        self.steps = 0

    def open(self, address: str) -> None:
        # The same page with another fragment would not be opened anew.
        self.page.goto("about:blank")
        response = self.page.goto(address)
        assert response
        self.response = response

    def inspect(self, name: str) -> None:
        self.steps += 1
        self.inspector.inspect(f"door, {name}", self.response, dark=True, sizes=SIZES)

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def choose(self, item: str) -> None:
        """Choose something from the menu."""
        self.press("Mehr")
        self.page.locator(f"[data-item={item}]").click()

    def heading(self, name: str) -> None:
        self.page.get_by_role("heading", name=name).wait_for()


def before_pairing(walk: Walk, link: str) -> None:
    walk.open(f"{walk.site.base}/einlass/")
    walk.heading("So koppeln Sie dieses Gerät")
    walk.inspect("pairing")
    walk.page.get_by_label("Link einfügen").fill("https://example.org/")
    walk.press("Koppeln")
    walk.page.locator("#link-error").wait_for()
    walk.inspect("pairing, wrong link")
    walk.open(f"{walk.site.base}/einlass/#koppeln={'x' * 43}")
    walk.page.locator("[data-pairing=refused]").wait_for()
    walk.inspect("pairing, refused")
    walk.open(link)
    await_verdict(walk.page, "Gekoppelt")
    walk.page.evaluate("testPhone.listed()")
    walk.inspect("paired")


def camera_comes(walk: Walk) -> None:
    walk.press("Weiter")
    walk.heading("Keine Kamera gefunden")
    walk.inspect("no camera")
    walk.page.evaluate(CAMERA_SCRIPT)
    walk.press("Noch einmal versuchen")
    walk.page.get_by_text("Code in den Rahmen halten").wait_for()
    walk.inspect("scanning")


def answers(walk: Walk, codes: dict[str, str]) -> None:
    for verdict, code in codes.items():
        scan(walk.page, code)
        walk.page.evaluate("testPhone.sent()")
        walk.inspect(f"answer {verdict}")
    walk.press("Weiter")


def searches(walk: Walk) -> None:
    walk.press("Suchen")
    walk.inspect("search")
    field = walk.page.get_by_label("Name oder Code")
    field.fill("weg")
    walk.page.locator("[data-open-group]").first.wait_for()
    walk.inspect("search, found")
    walk.page.locator("[data-open-group]").first.click()
    walk.heading("Buchung")
    walk.inspect("booking")
    walk.press("Schließen")
    walk.press("Suchen")
    field.fill("niemand-heißt-so")
    field.press("Enter")
    walk.page.locator("#query-error").wait_for()
    walk.inspect("search, nobody")
    walk.press("Schließen")


def by_hand(walk: Walk, codes: dict[str, str]) -> None:
    scan(walk.page, codes["cancelled"])
    walk.press("Trotzdem einlassen")
    walk.heading("Trotzdem einlassen")
    walk.inspect("override")
    walk.press("Die Orga hat zugestimmt")
    walk.inspect("let in by hand")
    walk.press("Rückgängig")
    walk.inspect("undo")
    walk.press("Falsche Person")
    walk.inspect("undone")
    walk.press("Weiter")
    walk.press("Mehr")
    walk.inspect("menu")
    walk.press("Schließen")
    walk.choose("walk_in")
    walk.heading("Spontaneinlass")
    walk.inspect("walk-in")
    walk.page.get_by_role("button", name="Einlassen", exact=True).click()
    walk.page.locator("[data-verdict][data-tone=welcome]").wait_for()
    walk.inspect("walk-in, let in")
    walk.press("Weiter")


def checks_and_practice(walk: Walk) -> None:
    walk.choose("preflight")
    walk.heading("Ist dieses Gerät bereit?")
    walk.page.locator("[data-check=list][data-state=ok]").wait_for()
    walk.inspect("preflight")
    walk.press("Weiter zum Scannen")
    walk.choose("practice")
    walk.heading("Üben")
    walk.inspect("practice, samples")
    walk.page.locator("[data-sample=wrong_day]").click()
    await_verdict(walk.page, "Falscher Tag")
    walk.inspect("practice, answer")
    walk.press("Weiter")
    walk.inspect("practice")
    walk.press("Beenden")
    walk.choose("wipe")
    walk.inspect("wipe")
    walk.press("Nicht löschen")


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
