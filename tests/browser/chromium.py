"""Debian's Chromium, driven by Playwright, without what asks the network by itself."""

import functools
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Playwright, ViewportSize

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

ACTS = ("check", "clear", "click", "drag_to", "fill", "focus", "press", "select_option", "type")


def act_on_whole_pages(patch: pytest.MonkeyPatch) -> None:
    """Let each act of a test wait until its page is read to the end and its scripts have run.

    Playwright acts as soon as a button is there, on a busy machine before what it works on is:
    a frame below it, or the script that it belongs to. No hand is that fast.
    """
    for name in ACTS:
        patch.setattr(Locator, name, _waiting(getattr(Locator, name)))


def _waiting(act: Callable[..., None]) -> Callable[..., None]:
    @functools.wraps(act)
    def wait_and_act(locator: Locator, *args: Any, **options: Any) -> None:
        locator.page.wait_for_load_state("domcontentloaded")
        return act(locator, *args, **options)

    return wait_and_act


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
