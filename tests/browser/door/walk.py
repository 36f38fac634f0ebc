"""A helper who goes through the door app step by step, and an inspector who looks at each."""

from playwright.sync_api import BrowserContext, ViewportSize

from tests.browser.door.phones import scan
from tests.browser.door.scanner.camera import CAMERA_SCRIPT
from tests.browser.inspector import NARROW, Inspector
from tests.browser.people import await_verdict
from tests.browser.site import Site

# The narrowest of each arrangement, which are upright or high, and lying low; every screen on both.
NARROWEST = (NARROW, ViewportSize(width=740, height=360))
# Each screen on one of these in turn, and on the phone that it is shown on anyway.
FURTHER = tuple(
    ViewportSize(width=width, height=height)
    for width, height in ((360, 740), (768, 1024), (844, 390), (1024, 768))
)


class Walk:
    """A helper who goes through the app, and an inspector who looks at every step."""

    def __init__(self, browser_context: BrowserContext, site: Site) -> None:
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
        sizes = (*NARROWEST, FURTHER[self.steps % len(FURTHER)])
        self.inspector.inspect(f"door, {name}", self.response, dark=True, sizes=sizes)

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
