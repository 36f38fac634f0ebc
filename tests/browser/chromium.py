"""Debian's Chromium, driven by Playwright, without what asks the network by itself."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Playwright, ViewportSize

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 900}
CALM: dict[str, Any] = {"locale": "de-DE", "reduced_motion": "reduce"}
# Two cores carry the whole suite at once: what is slow there is not broken.
PATIENCE_MS = 60_000


def _program() -> str:
    return shutil.which("chromium") or "/usr/bin/chromium"


@contextmanager
def chromium(playwright: Playwright, *arguments: str) -> Iterator[Browser]:
    """Run Chromium; further arguments come on top of the quiet ones."""
    browser = playwright.chromium.launch(executable_path=_program(), args=[*QUIET, *arguments])
    try:
        yield browser
    finally:
        browser.close()


@contextmanager
def new_context(
    browser: Browser, viewport: ViewportSize = PHONE, **options: Any
) -> Iterator[BrowserContext]:
    """Open a fresh profile: no cookies, German, and nothing moves."""
    context = browser.new_context(**{"viewport": viewport, **CALM} | options)
    context.set_default_timeout(PATIENCE_MS)
    try:
        yield context
    finally:
        context.close()


@contextmanager
def kept_chromium(playwright: Playwright, profile: Path) -> Iterator[BrowserContext]:
    """Run Chromium on a profile that is there again when it is run again."""
    context = playwright.chromium.launch_persistent_context(
        profile, executable_path=_program(), args=QUIET, viewport=PHONE, **CALM
    )
    context.set_default_timeout(PATIENCE_MS)
    try:
        yield context
    finally:
        context.close()
