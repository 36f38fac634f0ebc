"""Pages stay where they are while they load, and hold the longest German words on a phone."""

import time
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, Route, ViewportSize

from ortenaudigital.kernel.clock import local, utc_now
from tests.browser.chromium import DESK, PHONE, new_context
from tests.browser.site import Site
from tests.factories import make_event

LONG = "Donaudampfschifffahrtsverwaltungsdigitalisierung"
WATCH = """
window.shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
CUT_OFF = """
() => [...document.querySelectorAll("h1, h2, h3, p, a, button, li, label, input, select")]
  .filter((part) => part.checkVisibility() && !part.closest(".visually-hidden, .skip-link"))
  .filter((part) => {
    const box = part.getBoundingClientRect();
    return box.width > 1 && (box.right > innerWidth + 1 || box.left < -1);
  })
  .map((part) => `${part.tagName} ${part.textContent.trim().slice(0, 40)}`)
"""


# Once in a process: its tests may run before and after those of other files.
@pytest.fixture(scope="session")
def long_words(site: Site) -> str:
    with site.app.app_context():
        day = local(utc_now(), "Europe/Berlin").date() + timedelta(days=40)
        event = make_event(
            slug="lange-woerter", title=f"{LONG} {LONG}tag", first=day, second=day + timedelta(1)
        )
        return event.slug


def slowly(route: Route) -> None:
    time.sleep(0.5)
    route.continue_()


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("path", ["/heute/tickets", "/heute/", "/"])
def test_nothing_jumps_while_a_page_loads(
    browser: Browser, site: Site, path: str, viewport: ViewportSize
) -> None:
    with new_context(browser, viewport) as context:
        page = context.new_page()
        page.add_init_script(WATCH)
        # A slow phone paints before script and font come, which must change nothing in sight.
        page.route("**/*.js", slowly)
        page.route("**/*.woff2", slowly)
        page.goto(f"{site.base}{path}", wait_until="networkidle")
        page.wait_for_timeout(300)
        assert page.evaluate("window.shift") <= 0.02


def test_names_of_companions_appear_with_the_number(browser: Browser, site: Site) -> None:
    with new_context(browser) as context:
        page = context.new_page()
        page.goto(f"{site.base}/heute/tickets")
        companion = page.get_by_label("Begleitung 1")
        companion.wait_for(state="hidden")
        page.get_by_label("Wie viele Tickets?").select_option("3")
        companion.wait_for()
        page.get_by_label("Begleitung 2").wait_for()
        page.get_by_label("Begleitung 3").wait_for(state="hidden")


def cut_off(page: Page) -> list[str]:
    parts: list[str] = page.evaluate(CUT_OFF)
    return parts


@pytest.mark.parametrize("width", [320, 360, 412])
@pytest.mark.parametrize("path", ["/{}/", "/{}/tickets", "/{}/aussteller/bewerbung", "/"])
def test_long_words_are_not_cut_off(
    browser: Browser, site: Site, long_words: str, path: str, width: int
) -> None:
    with new_context(browser, {"width": width, "height": 740}) as context:
        page = context.new_page()
        page.goto(site.base + path.format(long_words))
        assert cut_off(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
