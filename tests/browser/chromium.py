"""Debian's Chromium, driven by Playwright, without what asks the network by itself."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Playwright

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
# Two cores carry the whole suite at once: what is slow there is not broken.
PATIENCE_MS = 60_000


@contextmanager
def chromium(playwright: Playwright, *arguments: str) -> Iterator[Browser]:
    """Run Chromium; further arguments come on top of the quiet ones."""
    browser = playwright.chromium.launch(
        executable_path=shutil.which("chromium") or "/usr/bin/chromium", args=[*QUIET, *arguments]
    )
    try:
        yield browser
    finally:
        browser.close()


@contextmanager
def new_context(
    browser: Browser, viewport: dict[str, int] = PHONE, **options: Any
) -> Iterator[BrowserContext]:
    """Open a fresh profile: no cookies, German, and nothing moves."""
    context = browser.new_context(
        **{"viewport": viewport, "locale": "de-DE", "reduced_motion": "reduce"} | options
    )
    context.set_default_timeout(PATIENCE_MS)
    try:
        yield context
    finally:
        context.close()
