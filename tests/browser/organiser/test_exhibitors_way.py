"""From the acceptance to the door without a script, up to a badge that is read."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pypdfium2
import zxingcpp
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from ortenaudigital.events.queries import get_event
from ortenaudigital.fair.applications.deciding.decisions import decide
from ortenaudigital.fair.applications.links import portal_url
from ortenaudigital.fair.applications.models import Need
from ortenaudigital.fair.applications.queries import list_exhibitors
from ortenaudigital.fair.applications.rules import State
from ortenaudigital.fair.placement.queries import list_free_slots
from ortenaudigital.kernel.clock import local, utc_now
from ortenaudigital.kernel.db import db, transaction
from tests.browser.chromium import new_context
from tests.browser.people import log_in, press
from tests.browser.site import Site
from tests.factories import make_device, make_event_today, make_exhibitor
from tests.features.fair.portal.portals import FURNITURE, make_paper, set_event
from tests.passes import with_passes


def set_fair(app: Flask) -> tuple[str, str, str]:
    """Make a fair of today with an exhibitor who waits; return slug, portal and phone's token."""
    today = local(utc_now(), "Europe/Berlin").date()
    with app.app_context():
        passes = with_passes(first=today - timedelta(days=1), second=today)
        event = make_event_today(slug="messe-heute", title="Messe heute", **passes)
        set_event(event, furniture=FURNITURE, furniture_close_at=utc_now() + timedelta(hours=1))
        make_paper(event)
        exhibitor = make_exhibitor(event, accepted=False, name="Rebsensor")
        with transaction():
            db.session.merge(Need(exhibitor_id=exhibitor.id, passes=2))
        assert list_free_slots(event)
        _, token = make_device(event, now=utc_now())
        return event.slug, portal_url(exhibitor.id), token


def codes_of(file: Path) -> list[str]:
    document = pypdfium2.PdfDocument(BytesIO(file.read_bytes()))
    pictures = [page.render(scale=2.5).to_pil().convert("L") for page in document]
    return [found.text for picture in pictures for found in zxingcpp.read_barcodes(picture)]


def do_what_is_asked(page: Page, portal: str) -> None:
    """Do what the first page of the portal lists: read, order, name the staff."""
    page.goto(portal)
    page.get_by_role("link", name="Ein Dokument lesen und bestätigen").click()
    press(page, "Gelesen und einverstanden (Hausordnung)")
    page.get_by_text("Danke. Das ist als gelesen gespeichert.").wait_for()
    page.goto(portal)
    page.get_by_role("link", name="Mobiliar bestellen, wenn Sie welches brauchen").click()
    page.get_by_label("Tisch").fill("2")
    press(page, "Bestellung speichern")
    page.goto(portal)
    page.get_by_role("link", name="Namen für 2 Ausweise eintragen").click()
    page.get_by_label("Wer arbeitet an Ihrem Stand?").fill("Anna Berg\nÇağla Şahin")
    press(page, "Ausweise eintragen")
    page.get_by_text("Alle sind vergeben.").wait_for()


def test_an_exhibitor_gets_in_by_a_badge(browser: Browser, site: Site, tmp_path: Path) -> None:
    slug, portal, token = set_fair(site.app)
    with new_context(browser, java_script_enabled=False) as context:
        office = context.new_page()
        log_in(office, site.base)
        accept(site.app, slug)
        page = context.new_page()
        do_what_is_asked(page, portal)
        file = tmp_path / "schilder.pdf"
        address = page.get_by_role("link", name="Vier auf einem Blatt (PDF, A4)")
        file.write_bytes(context.request.get(str(address.evaluate("e => e.href"))).body())
        office.goto(f"{site.base}/orga/{slug}/ausstellerportal")
        expect(office.get_by_role("row", name="Zusammen")).to_contain_text("2")
        found = codes_of(file)
        assert len(found) == 2
        scans = [
            {"scan_id": f"00000000-0000-4000-8000-00000000000{n}", "code": code}
            | {"scanned_at": utc_now().isoformat(), "verdict": "welcome"}
            for n, code in enumerate(found)
        ]
        answer = context.request.post(
            f"{site.base}/einlass/api/scans",
            data={"scans": scans},
            headers={"Authorization": f"Bearer {token}"},
        )
        results = answer.json()["results"]
        assert [each["verdict"] for each in results] == ["welcome", "welcome"]
        names = {each["ticket"]["name"] for each in results}
        assert names == {"Anna Berg", "Çağla Şahin"}


def accept(app: Flask, slug: str) -> None:
    """Accept who applied: how organisers do it is tried with their pages."""
    with app.app_context(), transaction():
        (exhibitor,) = list_exhibitors(get_event(slug))
        decide(exhibitor, State.ACCEPTED, utc_now(), "test")
