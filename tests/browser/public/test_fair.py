"""The plan on a phone and on paper, and a contact that goes from a visitor to an exhibitor."""

import io

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from ortenaudigital.bookings.links import booking_key
from ortenaudigital.events.queries import get_event
from ortenaudigital.fair.applications.links import exhibitor_key
from ortenaudigital.fair.applications.queries import get_exhibitor
from ortenaudigital.fair.placement.changing import By
from ortenaudigital.fair.placement.commands import assign
from ortenaudigital.fair.placement.queries import list_free_slots
from ortenaudigital.fair.placement.telling import tell
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from tests.browser.chromium import new_context
from tests.browser.site import Site
from tests.factories import make_booking, make_event_today, make_exhibitor
from tests.fair.floors import draw_floor

SLUG = "messe"


# Once in a process: its tests may run before and after those of other files.
@pytest.fixture(scope="session")
def links(site: Site) -> dict[str, str]:
    """A fair with a plan, an exhibitor on it, and somebody who booked."""
    with site.app.app_context():
        event = make_event_today(slug=SLUG)
        exhibitor, booking = make_exhibitor(event, name="Rebsensor"), make_booking(event, utc_now())
        draw_floor(get_event(SLUG))
        with transaction():
            event = get_event(SLUG)
            slot = next(s for s in list_free_slots(event) if s.day_id == event.last_day.id)
            assign(slot, get_exhibitor(exhibitor.id), utc_now(), "test")
            tell(event, [exhibitor.id], By(utc_now(), "test"))
        return {
            "plan": f"{site.base}/{SLUG}/plan",
            "label": slot.label,
            "booking": f"{site.base}/buchung/{booking_key(booking.id)}",
            "portal": f"{site.base}/aussteller/{exhibitor_key(exhibitor.id)}/kontakte",
        }


def _width(page: Page) -> float:
    box = page.locator("[data-floor]").bounding_box()
    assert box is not None
    return box["width"]


def test_the_plan_zooms_on_a_phone_and_shows_who_is_looked_for(
    browser: Browser, links: dict[str, str]
) -> None:
    with new_context(browser, has_touch=True) as context:
        page = context.new_page()
        page.goto(links["plan"])
        view, whole = page.locator("[data-floor-view]"), _width(page)
        page.get_by_role("button", name="Plan vergrößern").click()
        assert _width(page) > whole * 1.4
        view.press("0")
        assert _width(page) == pytest.approx(whole, abs=2)
        view.press("+")
        assert _width(page) > whole * 1.4
        view.evaluate(
            """view => {
                const touches = (gap) => [0, 1].map((n) => new Touch({ identifier: n, target: view,
                    clientX: 150 + n * gap, clientY: 300 }));
                for (const [kind, gap] of [["touchstart", 50], ["touchmove", 100]]) {
                    const now = { touches: touches(gap), cancelable: true };
                    view.dispatchEvent(new TouchEvent(kind, now));
                }
            }"""
        )
        assert _width(page) > whole * 2.5
        page.locator(f".plan__show[href$='stand={links['label']}']").click()
        expect(page.get_by_role("status")).to_contain_text(f"Sie suchen: Stand {links['label']}")
        sought = page.locator(".drawing__stand--marked")
        expect(sought).to_be_in_viewport()
        box = sought.bounding_box()
        assert box is not None
        assert box["width"] > 100
        # The page itself does not become wider than the phone.
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_plan_is_one_sheet_of_paper(browser: Browser, links: dict[str, str]) -> None:
    with new_context(browser) as context:
        page = context.new_page()
        page.goto(f"{links['plan']}?stand={links['label']}")
        document = pypdfium2.PdfDocument(io.BytesIO(page.pdf(format="A4")))
        text = document[0].get_textpage().get_text_range()
        assert len(document) == 1
        assert "Rebsensor" in text
        assert "Plan vergrößern" not in text


@pytest.mark.parametrize("script", [True, False])
def test_a_contact_goes_from_a_visitor_to_an_exhibitor_and_back(
    browser: Browser, links: dict[str, str], script: bool
) -> None:
    with new_context(browser, java_script_enabled=script) as context:
        page = context.new_page()
        page.goto(links["booking"])
        page.get_by_role("link", name="Kontakte an der Messe").click()
        page.get_by_label("Name oder Stand des Ausstellers").fill("reb")
        page.get_by_role("button", name="Suchen").click()
        page.get_by_role("link", name="Rebsensor (Stand").click()
        page.get_by_label("Organisation").fill(f"Weinbau {script}")
        page.get_by_label("Meine E-Mail-Adresse weitergeben").check()
        page.get_by_role("button", name="Kontakt geben").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Ihr Kontakt bei Rebsensor")
        portal = context.new_page()
        portal.goto(links["portal"])
        expect(portal.get_by_text(f"Weinbau {script}")).to_be_visible()
        page.get_by_role("button", name="Kontakt zurücknehmen").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(
            "Dieser Kontakt ist zurückgenommen"
        )
        portal.reload()
        expect(portal.get_by_text(f"Weinbau {script}")).to_have_count(0)
        expect(portal.get_by_text("Zurückgenommen").first).to_be_visible()
