"""What a browser fetches to show a page."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page

from tests.browser.chromium import wait_for


@dataclass
class Wire:
    """Counts what comes over the wire, packed and with its headers; what is kept costs nothing."""

    base: str
    sizes: dict[str, int] = field(default_factory=dict)
    _urls: dict[str, str] = field(default_factory=dict)

    @contextmanager
    def watch(self, page: Page) -> Iterator[None]:
        devtools = page.context.new_cdp_session(page)
        devtools.send("Network.enable")
        devtools.on("Network.requestWillBeSent", self._asked)
        devtools.on("Network.loadingFinished", self._loaded)
        yield
        devtools.detach()

    def _asked(self, event: dict[str, Any]) -> None:
        url = event["request"]["url"]
        assert url.startswith(f"{self.base}/"), f"{url} is somebody else's"
        self._urls[event["requestId"]] = url.removeprefix(self.base)

    def _loaded(self, event: dict[str, Any]) -> None:
        if size := int(event["encodedDataLength"]):
            self.sizes[self._urls[event["requestId"]]] = size


def fetched(page: Page, base: str, path: str, least: int = 0) -> dict[str, int]:
    """Open a page; return the files that came over the wire, and what bytes each took.

    So many files at least are waited for.
    """
    wire = Wire(base)
    with wire.watch(page):
        page.goto(f"{base}{path}", wait_until="networkidle")
        wait_for(page, lambda: len(wire.sizes) >= least)
        # The mark of the site is fetched when all else is there.
        page.wait_for_timeout(300)
    return wire.sizes
