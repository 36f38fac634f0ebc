"""Somebody calls without an address: booked on a phone without scripts, printed, and let in."""

from uuid import uuid4

import pypdfium2
import zxingcpp
from playwright.sync_api import Browser, expect

from ortenaudigital.checkin.commands import ScanRequest, scan
from ortenaudigital.checkin.devices.paired import get_device_by_token
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.codes import read_code
from ortenaudigital.kernel.db import transaction
from tests.browser.chromium import PHONE, new_context
from tests.browser.people import log_in, press
from tests.browser.site import Site
from tests.factories import make_device, make_event_today

SLUG = "anruf"


def test_a_call_is_booked_printed_and_let_in(browser: Browser, site: Site) -> None:
    with site.app.app_context():
        _, token = make_device(make_event_today(slug=SLUG, title="Anruf"), now=utc_now())
    with new_context(browser, PHONE, java_script_enabled=False) as context:
        page = context.new_page()
        log_in(page, site.base)
        page.goto(f"{site.base}/orga/{SLUG}/buchungen")
        page.get_by_role("link", name="Für jemanden buchen").click()
        page.get_by_label("Fachticket").check()
        page.get_by_label("Nachname").fill("Anruf")
        press(page, "Buchen")
        # Not for everyone: what stands in the way is said first, and nothing is booked.
        expect(page.get_by_role("alert")).to_contain_text("nur mit Einladung, Code")
        page.get_by_label("Begründung").fill("Referentin")
        press(page, "Trotzdem buchen")
        expect(page.get_by_text("Ohne E-Mail-Adresse geht kein Brief hinaus")).to_be_visible()
        pdf = page.get_by_role("link", name="Tickets drucken").get_attribute("href")
        printed = context.request.get(pdf or "")
        assert printed.headers["content-type"] == "application/pdf"
        (sheet,) = pypdfium2.PdfDocument(printed.body())
        read = zxingcpp.read_barcode(sheet.render(scale=2.5).to_pil().convert("L"))
    assert read is not None
    with site.app.app_context(), transaction():
        code = read_code(read.text.rpartition("/")[2])
        assert code is not None
        request = ScanRequest(uuid4(), code, utc_now())
        assert scan(get_device_by_token(token, utc_now()), request, utc_now()).verdict == "welcome"
        assert sum(each.taken for each in get_event(SLUG).ticket_types) == 1
