"""Measure a first visit on a slow phone: files, bytes, when the page is there, what jumps."""

import statistics
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, StorageState, sync_playwright

from tests.benchmarks.frame.settings import Settings
from tests.benchmarks.frame.table import markdown
from tests.benchmarks.frame.told import tell
from tests.browser.chromium import chromium, new_context
from tests.browser.people import log_in
from tests.browser.site import Site, open_site
from tests.browser.wire import fetched

HEADS = ("page", "net", "files", "bytes", "first paint ms", "largest paint ms", "jumps")
SLOWER, VISITS = 4, 5
PAGES = ("/", "/heute/", "/heute/tickets", "booking, one ticket", "/orga/heute/", "/einlass/")
# First and Largest Contentful Paint, and Cumulative Layout Shift, as browsers tell them.
WATCH = """
window.paints = { largest: 0, first: 0, jumps: 0 };
const watch = (type, tell) => new PerformanceObserver((list) => list.getEntries().forEach(tell))
  .observe({ type, buffered: true });
watch("largest-contentful-paint", (entry) => { paints.largest = entry.startTime; });
watch("paint", (entry) => { paints.first = entry.startTime; });
watch("layout-shift", (entry) => { if (!entry.hadRecentInput) paints.jumps += entry.value; });
"""


@dataclass(frozen=True)
class Net:
    """How slow a network is: milliseconds before each answer, kilobits a second down and up."""

    name: str
    latency: float
    down: float
    up: float

    @property
    def conditions(self) -> dict[str, Any]:
        return {
            "offline": False,
            "latency": self.latency,
            "downloadThroughput": self.down * 1000 / 8,
            "uploadThroughput": self.up * 1000 / 8,
        }


# Of the net itself; and as the developer tools of Chromium have it, which count what goes to and
# fro before a request into each of them.
NETS = (Net("Fast 3G, 150 ms", 150, 1_600, 750), Net("Fast 3G, 562.5 ms", 562.5, 1_440, 675))


def measure_visit(_: Settings) -> str:
    """Measure Chromium with a quarter of its speed and nothing kept, the server beside it."""
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        chromium(playwright) as browser,
        open_site(f"sqlite:///{folder}/visit.sqlite3", Path(folder)) as site,
    ):
        return markdown(HEADS, list(_rows(browser, site)), texts=2)


def _rows(browser: Browser, site: Site) -> Iterator[list[str]]:
    with new_context(browser) as context:
        log_in(context.new_page(), site.base)
        login = context.storage_state()
    for name in PAGES:
        path = name if name.startswith("/") else site.stage.pages[name]
        for net in NETS:
            tell(f"{name}, {net.name}")
            yield [name, net.name, *_measure(browser, site.base, path, net, login)]


def _measure(
    browser: Browser, base: str, path: str, net: Net, login: StorageState
) -> Iterator[str]:
    seen: list[dict[str, float]] = []
    for _ in range(VISITS):
        with new_context(browser, storage_state=login) as context:
            page = context.new_page()
            _slow_down(page, net)
            sizes = fetched(page, base, path)
            seen.append(page.evaluate("paints"))
    yield from (str(len(sizes)), f"{sum(sizes.values()):,}")
    for paint in ("first", "largest"):
        yield f"{statistics.median(each[paint] for each in seen):,.0f}"
    yield f"{max(each['jumps'] for each in seen):.3f}"


def _slow_down(page: Page, net: Net) -> None:
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", net.conditions)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.add_init_script(WATCH)
