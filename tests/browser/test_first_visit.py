"""What a browser fetches for each view, the first time and again; budgets, lest it creep up."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import new_context
from tests.browser.people import log_in
from tests.browser.site import Site, open_site
from tests.browser.wire import fetched
from tests.conftest import Databases


@pytest.fixture(scope="module")
def site(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site that no other test has added anything to: pages would weigh more."""
    with open_site(databases.migrated("sqlite"), tmp_path_factory.mktemp("light")) as running:
        yield running


PUBLIC = {
    # path: bytes with headers, requests
    # It shows the picture of an event that has one.
    "/": (25_300, 4),
    # It leads to the pages of some exhibitors.
    "/heute/": (25_300, 4),
    # Its search and the plan have a style sheet of their own.
    "/heute/aussteller": (26_500, 5),
    "/heute/plan": (28_500, 6),
    "/impressum": (25_000, 4),
    "/heute/tickets": (34_200, 6),
    # It leads to the contacts at the fair.
    "booking, one ticket": (35_000, 6),
    # Its script asks for a passkey.
    "/orga/anmelden": (37_900, 5),
    "/einlass/": (76_000, 5),
}
# The list is sorted, saved as a view, handed out as a file, and ticked to do something to many.
ORGANISER = {"/orga/heute/": (40_500, 5), "/orga/heute/buchungen": (41_900, 5)}


def path_of(site: Site, name: str) -> str:
    return name if name.startswith("/") else site.stage.pages[name]


def check(sizes: dict[str, int], most: tuple[int, int]) -> None:
    total, count = sum(sizes.values()), len(sizes)
    # Much less than allowed would mean that nothing was measured, or that the budget is too large.
    assert most[0] * 0.9 < total <= most[0], (total, sizes)
    assert count == most[1], sizes


@pytest.mark.parametrize("name", PUBLIC)
def test_a_first_visit_is_light(browser: Browser, site: Site, name: str) -> None:
    with new_context(browser) as context:
        page = context.new_page()
        most = PUBLIC[name]
        check(fetched(page, site.base, path_of(site, name), most[1]), most)
        if name != "/einlass/":
            assert not page.evaluate(
                "navigator.serviceWorker.getRegistrations().then((all) => all.length)"
            )


def test_organisers_pages_are_light(browser: Browser, site: Site) -> None:
    with new_context(browser) as context:
        log_in(context.new_page(), site.base)
        state = context.storage_state()
    for path, most in ORGANISER.items():
        with new_context(browser, storage_state=state) as context:
            check(fetched(context.new_page(), site.base, path, most[1]), most)


@pytest.mark.parametrize("path", ["/heute/", "/heute/tickets"])
def test_a_second_visit_fetches_the_page_alone(browser: Browser, site: Site, path: str) -> None:
    with new_context(browser) as context:
        fetched(context.new_page(), site.base, path, PUBLIC[path][1])
        again = fetched(context.new_page(), site.base, path)
    assert set(again) == {path}
    # Unchanged, a page for everyone comes as mere headers; a form has its own id each time.
    assert again[path] < (1_000 if path == "/heute/" else 4_000)


def test_a_booking_after_the_event_page_fetches_what_forms_need(
    browser: Browser, site: Site
) -> None:
    with new_context(browser) as context:
        page = context.new_page()
        fetched(page, site.base, "/heute/", PUBLIC["/heute/"][1])
        sizes = fetched(page, site.base, "/heute/tickets", 3)
    assert len(sizes) == 3
    assert sum(sizes.values()) <= 12_000, sizes
