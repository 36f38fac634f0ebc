"""How far it is from the page of an event to the ticket, counted in pages, fields and clicks."""

from playwright.sync_api import Browser, Page

from tests.browser.chromium import new_context
from tests.browser.site import Site

# Of one person; docs/benchmarks.md sets them beside those of another shop.
MOST_FIELDS = 5
TO_FILL_IN = ("first_name", "last_name", "email")
PAGES = 1
CLICKS = 2
# A group of boxes to tick is one question, as its legend says.
FIELDS = """() => {
  const shown = [...document.querySelectorAll("main form :is(input, select, textarea)")]
    .filter((field) => field.type !== "hidden" && field.checkVisibility() && field.offsetWidth > 1);
  return [...new Set(shown.map((field) => field.closest("fieldset")?.id || field.name))];
}"""


class Hand:
    """Presses what a new guest presses, and counts."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks, self.forms = page, 0, 0

    def press(self, role: str, name: str) -> None:
        self.clicks += 1
        with self.page.expect_navigation():
            self.page.get_by_role(role, name=name).first.click()  # type: ignore[arg-type]  # a role
        self.forms += self.page.locator("main form [name=email]").count()


def test_one_page_and_few_fields_lead_to_the_ticket(browser: Browser, site: Site) -> None:
    with new_context(browser) as context:
        page = context.new_page()
        page.goto(f"{site.base}/heute/")
        hand = Hand(page)
        hand.press("link", "Kostenloses Ticket buchen")
        fields = page.evaluate(FIELDS)
        assert set(TO_FILL_IN) <= set(fields)
        assert len(fields) <= MOST_FIELDS, fields
        for name, value in zip(TO_FILL_IN, ("Nora", "Neu", "nora@example.org"), strict=True):
            page.locator(f"[name={name}]").fill(value)
        hand.press("button", "Kostenlos buchen")
        # The ticket is there, with its code, before any letter is.
        page.locator(".ticket__qr").first.wait_for()
        assert "/buchung/" in page.url
        assert (hand.clicks, hand.forms) == (CLICKS, PAGES)
