"""Take the pictures of the documentation anew: `python -m tests.browser.pictures`."""

import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from ortenaudigital.bookings.changes import cancel_tickets
from ortenaudigital.bookings.documents import tickets_pdf
from ortenaudigital.bookings.links import booking_url
from ortenaudigital.bookings.queries import get_booking
from ortenaudigital.checkin.devices.commands import pairing_url, prepare_device
from ortenaudigital.demo.seed import NEXT_EDITION, SHOWROOM, seed
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from tests.browser.chromium import DESK, PHONE, chromium, new_context
from tests.browser.door.phones import equip, scan
from tests.browser.door.scanner.camera import page_of_pdf, show, show_nothing
from tests.browser.people import await_verdict, log_in
from tests.browser.site import open_app, serve
from tests.factories import make_booking, make_organiser
from tests.servers import ROOT
from tests.smtp import free_port

PICTURES = ROOT / "docs" / "pictures"
EVENT = DESK | {"height": 790}
OVERVIEW = DESK | {"height": 1060}
# The pages of docs/organisers.md.
OFFICE = {
    "organiser-event": f"{NEXT_EDITION}/veranstaltung",
    "organiser-bookings": f"{NEXT_EDITION}/buchungen",
    "organiser-booking-new": f"{NEXT_EDITION}/buchungen/neu",
    "organiser-mailings": f"{NEXT_EDITION}/rundbriefe",
    "organiser-placing": f"{NEXT_EDITION}/belegung",
    "organiser-series": "reihen/showroom",
}
DAYS_OF_BOOKING = 24
FIRST_NAMES = (
    "Hannah",
    "Emil",
    "Ayşe",
    "Jonas",
    "Claire",
    "Łukasz",
    "Marie",
    "Theo",
    "Nadia",
    "Kurt",
)
LAST_NAMES = ("Huber", "Beispiel", "Yıldız", "Schneider", "Moreau", "Nowak", "Bürkle", "Maier")


def fill(now: datetime) -> dict[str, object]:
    """Let the sample events be booked as they would be; return what the pictures show."""
    with transaction():
        seed(now)
    make_organiser()
    event, showroom = get_event(NEXT_EDITION), get_event(SHOWROOM)
    _crowd(now)
    guest = {"first_name": "Hannah", "last_name": "Beispiel", "email": "hannah@example.org"}
    booking = make_booking(event, now, number=2, companions=("Łukasz Nowak",), **guest)
    visits = {
        name: make_booking(showroom, now, ticket_type="besuch", number=number, **guest)
        for name, number in (("visit", 3), ("gone", 1))
    }
    with transaction():
        cancel_tickets(get_booking(visits["gone"].id), {1}, now)
    with transaction():
        _, secret = prepare_device(showroom, "Haupteingang", now, "pictures")
    return {
        "booking": booking_url(booking),
        "link": pairing_url(secret),
        "ticket": page_of_pdf(tickets_pdf(visits["visit"]), 1),
        "gone": visits["gone"].tickets[0].short_code,
        "code": visits["visit"].tickets[0].short_code,
    }


def _crowd(now: datetime) -> None:
    """Book more on each day than on the day before, as it is when word gets about."""
    # The same pictures each time, but for the dates.
    draw = random.Random(2027)
    event = get_event(NEXT_EDITION)
    for day in range(DAYS_OF_BOOKING):
        at = now - timedelta(days=DAYS_OF_BOOKING - day)
        for _ in range(draw.randint(1, 3) + day // 5):
            name = {
                "first_name": draw.choice(FIRST_NAMES),
                "last_name": draw.choice(LAST_NAMES),
            }
            make_booking(event, at, number=draw.choice((1, 1, 2, 2, 4)), **name)


def save(name: str, page: Page) -> None:
    """Keep what the page shows in a small file, which few colours make it."""
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    # Refined, or the small gold and blue of the logo would be lost among all the green.
    small = picture.quantize(256, kmeans=3, dither=Image.Dither.NONE)
    PICTURES.mkdir(parents=True, exist_ok=True)
    file = PICTURES / f"{name}.png"
    small.save(file, optimize=True)
    print(f"{file.relative_to(ROOT)}: {file.stat().st_size // 1000} kB")


@contextmanager
def _phone(browser: Browser) -> Iterator[BrowserContext]:
    with new_context(browser, PHONE, device_scale_factor=2) as context:
        yield context


def take(browser: Browser, base: str, shown: dict[str, object]) -> None:
    """Take one picture after the other."""
    with _phone(browser) as context:
        page = context.new_page()
        page.goto(str(shown["booking"]), wait_until="networkidle")
        save("booking", page)
    with _phone(browser) as context:
        equip(context)
        page = context.new_page()
        page.goto(str(shown["link"]))
        await_verdict(page, "Gekoppelt")
        _door(page, shown)
    with new_context(browser, EVENT) as context:
        page = context.new_page()
        page.goto(f"{base}/{NEXT_EDITION}/", wait_until="networkidle")
        save("event", page)
        page.set_viewport_size(OVERVIEW)
        log_in(page, base)
        page.goto(f"{base}/orga/{NEXT_EDITION}/", wait_until="networkidle")
        save("organiser", page)
        for name, path in OFFICE.items():
            page.goto(f"{base}/orga/{path}", wait_until="networkidle")
            save(name, page)


def _door(page: Page, shown: dict[str, object]) -> None:
    """Walk through what a helper sees, in the order of docs/einlass.md."""
    assert isinstance(shown["ticket"], Image.Image)
    page.evaluate("testPhone.listed()")
    page.get_by_role("button", name="Weiter").click()
    page.get_by_text("Code in den Rahmen halten").wait_for()
    save("door-scanning", page)
    show(page, shown["ticket"])
    await_verdict(page, "Willkommen")
    page.wait_for_timeout(500)
    save("door", page)
    scan(page, str(shown["code"]))
    save("door-already-in", page)
    scan(page, str(shown["gone"]))
    save("door-cancelled", page)
    show_nothing(page)
    page.get_by_role("button", name="Weiter").click()
    page.get_by_role("button", name="Suchen", exact=True).click()
    page.get_by_label("Name oder Code").fill("beisp")
    page.locator("[data-open-group]:visible").first.wait_for()
    save("door-search", page)
    page.get_by_role("button", name="Schließen").click()
    page.get_by_role("button", name="Mehr").click()
    save("door-more", page)
    page.locator("[data-item=preflight]").click()
    page.locator("[data-check=list][data-state=ok]").wait_for()
    page.locator("[data-check=camera][data-state=ok]").wait_for()
    save("door-preflight", page)
    page.get_by_role("button", name="Weiter zum Scannen").click()
    page.context.set_offline(True)
    page.evaluate("dispatchEvent(new Event('offline'))")
    page.locator("[data-bar=offline]").wait_for()
    scan(page, "NICHT-AUF-DER-LISTE")
    page.get_by_role("button", name="Weiter").click()
    save("door-offline", page)


def main() -> None:
    """Run the product with sample data for as long as it takes."""
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        database_url = f"sqlite:///{folder}/pictures.sqlite3"
        with open_app(database_url, folder, port) as app:
            with app.app_context():
                shown = fill(utc_now())
            with (
                serve(database_url, folder, port) as base,
                sync_playwright() as playwright,
                chromium(playwright) as browser,
            ):
                take(browser, base, shown)


if __name__ == "__main__":
    main()
