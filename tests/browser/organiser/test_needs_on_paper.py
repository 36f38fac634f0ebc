"""The needs of a day on paper: the whole width, and nothing that can only be pressed."""

from playwright.sync_api import Browser

from tests.browser.chromium import new_context
from tests.browser.people import log_in
from tests.browser.site import Site


def test_needs_of_a_day_are_printed_over_the_whole_page(browser: Browser, site: Site) -> None:
    with new_context(browser) as context:
        page = context.new_page()
        log_in(page, site.base)
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(site.base + site.stage.pages["desk: needs of a day"])
        page.emulate_media(media="print")
        table = page.get_by_role("table")
        box = table.bounding_box()
        assert box
        assert box["width"] > 900
        assert page.get_by_text("Ich komme mit Hund.").is_visible()
        for name in ("Erledigt", "Zeigen", "Abmelden"):
            assert not page.get_by_role("button", name=name).is_visible()
