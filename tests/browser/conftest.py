"""Fixtures: one Chromium a session, and one site with something of everything."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from tests.browser.chromium import PATIENCE_MS, act_on_whole_pages, chromium
from tests.browser.site import Site, open_site
from tests.conftest import Databases


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as running, pytest.MonkeyPatch.context() as patch:
        act_on_whole_pages(patch)
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    with chromium(playwright) as running:
        yield running


@pytest.fixture(scope="session")
def site(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The production server on a database of its own. On SQLite: markup is the same on both."""
    with open_site(databases.migrated("sqlite"), tmp_path_factory.mktemp("site")) as running:
        yield running
