"""From the application to the door, up to a badge that is read."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pypdfium2
import zxingcpp
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from ortenaudigital.adapters.mailer import Composed
from ortenaudigital.fair.applications.letters import assignment, confirm_address
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.kernel.clock import local, utc_now
from ortenaudigital.kernel.db import db
from tests.browser.chromium import new_context
from tests.browser.people import log_in, press
from tests.browser.site import Site
from tests.factories import make_device, make_event_today
from tests.features.fair.portal.portals import FURNITURE, make_paper, set_event
from tests.passes import with_passes


def set_fair(app: Flask) -> tuple[str, str]:
    """Make a fair of today that takes applications; return its slug and a phone's token."""
    today = local(utc_now(), "Europe/Berlin").date()
    later = utc_now() + timedelta(hours=1)
    with app.app_context():
        passes = with_passes(first=today - timedelta(days=1), second=today)
        event = make_event_today(slug="messe-heute", title="Messe heute", **passes)
        set_event(event, furniture=FURNITURE, furniture_close_at=later, applications_close_at=later)
        make_paper(event)
        _, token = make_device(event, now=utc_now())
        return event.slug, token


def link_in(app: Flask, compose: Callable[[str], Composed | None]) -> str:
    """Return the link of the letter to whoever applied, as its reader follows it."""
    with app.app_context():
        exhibitor_id = db.session.scalars(
            select(Exhibitor.id).where(Exhibitor.name == "Traubenblick")
        ).one()
        letter = compose(str(exhibitor_id))
        assert letter
        return next(word for word in letter.text.split() if "/aussteller/" in word)


def apply(page: Page, base: str, slug: str) -> None:
    """Apply for a stand, as a stranger does."""
    page.goto(f"{base}/{slug}/")
    page.get_by_role("link", name="Als Aussteller bewerben").first.click()
    page.get_by_label("Name der Organisation").fill("Traubenblick")
    page.get_by_label("Start-up").check()
    page.get_by_label("Was zeigen Sie?").fill("Sensoren für den Weinbau.")
    page.get_by_label("Ausweise für Ihre Leute am Stand").fill("2")
    page.get_by_label("Ansprechperson").fill("Anna Berg")
    page.get_by_label("E-Mail-Adresse").fill("anna@traubenblick.example")
    press(page, "Bewerbung absenden")


def decide_and_place(office: Page, base: str, slug: str) -> None:
    """Accept by a key, drag onto a stand, and tell it by one letter."""
    office.set_viewport_size({"width": 1280, "height": 900})
    office.goto(f"{base}/orga/{slug}/aussteller/entscheiden?gesammelt=1")
    with office.expect_navigation():
        office.keyboard.press("a")
    office.get_by_text("Nichts mehr zu entscheiden").wait_for()
    office.goto(f"{base}/orga/{slug}/belegung")
    with office.expect_navigation():
        office.locator("[data-exhibitor]").drag_to(office.locator("[data-slot]").first)
    office.goto(f"{base}/orga/{slug}/belegung/mitteilen")
    press(office, "Briefe senden")
    office.get_by_text("1 Brief geht hinaus.").wait_for()


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


def test_from_the_application_to_the_door(browser: Browser, site: Site, tmp_path: Path) -> None:
    slug, token = set_fair(site.app)
    with new_context(browser) as context:
        office, page = context.new_page(), context.new_page()
        log_in(office, site.base)
        apply(page, site.base, slug)
        page.goto(link_in(site.app, confirm_address))
        press(page, "Ja, das war ich: Adresse bestätigen")
        decide_and_place(office, site.base, slug)
        portal = link_in(site.app, assignment)
        page.goto(portal)
        press(page, "Ja, Stand bestätigen")
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
