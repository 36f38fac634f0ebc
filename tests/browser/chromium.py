"""Debian's Chromium, driven by Playwright, without what asks the network by itself."""

import functools
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Locator,
    Page,
    Playwright,
    ViewportSize,
)

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
LOOKS = (
    *("all", "all_inner_texts", "bounding_box", "count", "evaluate", "get_attribute"),
    *("inner_text", "input_value", "is_checked", "is_hidden", "is_visible", "text_content"),
)
HANDS = ("keyboard", "mouse")


def act_on_whole_pages(patch: pytest.MonkeyPatch) -> None:
    """Let each act and look of a test wait until the page is read to the end and scripts have run.

    Playwright acts as soon as a button is there, on a busy machine before what it works on is:
    a frame below it, or the script that it belongs to; by keyboard and in what it counts it does
    not even wait for a button. No hand and no eye is that fast.
    """
    for name in (*ACTS, *LOOKS):
        patch.setattr(Locator, name, _waiting(getattr(Locator, name)))
    for name in HANDS:
        patch.setattr(Page, name, property(_waiting_for(getattr(Page, name))))


def _waiting(do: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(do)
    def wait_and_do(locator: Locator, *args: Any, **options: Any) -> Any:
        locator.page.wait_for_load_state("domcontentloaded")
        return do(locator, *args, **options)

    return wait_and_do


def _waiting_for(hand: property) -> Callable[[Page], Any]:
    def wait_and_take(page: Page) -> Any:
        page.wait_for_load_state("domcontentloaded")
        return hand.__get__(page)

    return wait_and_take


def wait_for(page: Page, condition: Callable[[], bool]) -> None:
    """Wait for what shows on no page: what a server knows by now, or a phone has stored."""
    ends = time.monotonic() + PATIENCE_MS / 1000
    while not condition():
        assert time.monotonic() < ends, "waited too long"
        page.wait_for_timeout(20)


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
