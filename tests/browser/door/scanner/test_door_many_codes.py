"""Several codes in the picture: always the one nearest to the middle, with a box round it."""

import random
from collections.abc import Sequence

from PIL import Image
from playwright.sync_api import Browser, Page, expect

from ortenaudigital.bookings.models import Ticket
from ortenaudigital.kernel.db import db
from tests.browser.chromium import new_context
from tests.browser.door.phones import (
    await_sent,
    equip,
    make_tickets,
    pair,
    pairing_link,
    picture_of,
    scans_of,
    short_code_of,
)
from tests.browser.door.scanner.camera import show, show_nothing
from tests.browser.site import Site
from tests.factories import make_event_today

SLUG = "viele-codes"
SIZE, CODE, SEED = 720, 190, 7
# A code's place on the sheet; the middle of the picture lies within the first one.
MIDDLE = (290, 250)
PLACES = [(10, 10), (265, 10), (520, 10), (10, 265), (520, 265), (10, 520), (265, 520), (520, 520)]


def sheet_of(codes: Sequence[str], middle: str, rng: random.Random) -> Image.Image:
    """Draw a square sheet with one code near its middle and the others round it, in any order."""
    sheet = Image.new("RGB", (SIZE, SIZE), "white")
    others = [code for code in codes if code != middle]
    places = [*zip(rng.sample(PLACES, len(others)), others, strict=True), (MIDDLE, middle)]
    for place, code in rng.sample(places, len(places)):
        sheet.paste(picture_of(code).resize((CODE, CODE), Image.Resampling.LANCZOS), place)
    return sheet


def box_of(page: Page) -> list[tuple[int, int]]:
    """Return the corners of the box, in pixels of the camera."""
    points = page.locator("[data-code-box] polygon").first.get_attribute("points") or ""
    return [(int(x), int(y)) for x, y in (pair.split(",") for pair in points.split())]


def test_the_one_in_the_middle_is_read(browser: Browser, site: Site) -> None:
    rng = random.Random(SEED)
    with site.app.app_context():
        codes = make_tickets(make_event_today(slug=SLUG, quota=20), 9)
        numbers = {code: short_code_of(code) for code in codes}
        link = pairing_link(SLUG, "Haupteingang")
    expected = []
    with new_context(browser) as context:
        equip(context)
        phone = pair(context, link)
        phone.get_by_role("button", name="Weiter").click()
        for number in range(2, 9):
            middle = codes[number]
            shown = [*rng.sample([c for c in codes if c != middle], number - 1), middle]
            show(phone, sheet_of(shown, middle, rng))
            reference = phone.locator("[data-part=reference]")
            expect(reference).to_have_text(numbers[middle])
            expected.append(numbers[middle])
            # Held for a while, none of the others takes its turn.
            phone.wait_for_timeout(1200)
            expect(reference).to_have_text(numbers[middle])
            box = box_of(phone)
            left = (1280 - SIZE) / 2 + MIDDLE[0]
            assert left <= min(x for x, _ in box) <= max(x for x, _ in box) <= left + CODE
            assert MIDDLE[1] <= min(y for _, y in box) <= max(y for _, y in box) <= MIDDLE[1] + CODE
            expect(phone.locator("[data-code-box]")).to_be_visible()
            show_nothing(phone)
            expect(phone.locator("[data-code-box]")).to_be_hidden()
            phone.get_by_role("button", name="Weiter").click()
        await_sent(phone)
    with site.app.app_context():
        scans = [db.session.get_one(Ticket, scan.ticket_id) for scan in scans_of(SLUG)]
        assert [ticket.short_code for ticket in scans] == expected
