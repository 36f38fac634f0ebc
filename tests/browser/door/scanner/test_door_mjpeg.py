"""The door app with a camera that Chromium takes for a real one: a film of a shown ticket."""

from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Playwright

from ortenaudigital.adapters import qr
from ortenaudigital.bookings.links import ticket_url
from ortenaudigital.checkin.devices.commands import pairing_url, prepare_device
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from tests.browser.chromium import chromium, new_context
from tests.browser.people import await_verdict
from tests.browser.site import Site
from tests.factories import make_booking

FRAMES = 30
VIEW = (640, 480)


def film(code: Image.Image, file: Path) -> None:
    """Film a code that comes into view from the left and is held there."""
    frames = BytesIO()
    for number in range(FRAMES):
        frame = Image.new("RGB", VIEW, "#8a8f8c")
        left = min(0, number * 20 - 300) + (VIEW[0] - code.width) // 2
        frame.paste(code, (left, (VIEW[1] - code.height) // 2))
        frame.save(frames, "JPEG", quality=80)
    file.write_bytes(frames.getvalue())


def test_a_real_camera_reads_a_ticket(playwright: Playwright, site: Site, tmp_path: Path) -> None:
    camera = tmp_path / "camera.mjpeg"
    with site.app.app_context():
        event = get_event("heute")
        booking = make_booking(event, utc_now(), last_name="Kamera")
        code = Image.open(BytesIO(qr.png(ticket_url(booking.tickets[0]))))
        with transaction():
            _, secret = prepare_device(event, "Seiteneingang", utc_now(), "test")
        link = pairing_url(secret)
    film(code.convert("RGB").resize((260, 260)), camera)
    real_camera = (
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={camera}",
    )
    with chromium(playwright, *real_camera) as browser, new_context(browser) as context:
        page = context.new_page()
        page.goto(link)
        await_verdict(page, "Willkommen")
        assert page.locator("[data-part=name]").inner_text() == "Erika Kamera"
