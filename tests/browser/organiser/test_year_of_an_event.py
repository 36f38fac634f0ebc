"""From a draft to next year's edition, in the browser alone: and every guest is told once."""

from collections import Counter
from datetime import date, timedelta
from uuid import UUID

from flask import Flask
from playwright.sync_api import Browser, Page

from ortenaudigital.bookings.letters import EVENT_CANCELLED, EVENT_CHANGED
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.clock import local, utc_now
from ortenaudigital.kernel.db import db
from ortenaudigital.outbox.queries import list_letters
from tests.browser.chromium import new_context
from tests.browser.people import log_in, press
from tests.browser.site import Site
from tests.factories import make_booking

SLUG, NEXT = "tag-der-halle", "tag-der-halle-wieder"


def begin(page: Page, base: str, first: date) -> None:
    page.goto(f"{base}/orga/neu")
    page.get_by_label("Titel").fill("Tag der Halle")
    page.get_by_label("Name des Hauses").fill("Halle")
    page.get_by_label("Erster Tag").fill(first.isoformat())
    press(page, "Als Entwurf anlegen")
    page.get_by_role("link", name="Veröffentlichen").click()
    press(page, "Veröffentlichen")


def change(page: Page, base: str) -> None:
    """Make the quota larger in two clicks, and say what the event is about."""
    page.goto(f"{base}/orga/{SLUG}/veranstaltung")
    page.locator("summary", has_text="Plätze ändern").click()
    page.get_by_label("Plätze", exact=True).fill("150")
    press(page, "Speichern")
    page.get_by_role("link", name="Titel und Texte").click()
    page.locator("#summary-de").fill("Alles über die Halle.")
    page.get_by_role("button", name="Speichern", exact=True).last.click()
    page.get_by_text("Gespeichert. Es gilt sofort.").wait_for()


def move_by_a_week(page: Page, base: str, first: date) -> None:
    page.goto(f"{base}/orga/{SLUG}/termin")
    page.get_by_label("Datum").fill((first + timedelta(weeks=1)).isoformat())
    press(page, "Weiter")
    press(page, "Ändern und 2 Briefe schreiben")


def call_off(page: Page, base: str) -> None:
    page.goto(f"{base}/orga/{SLUG}/status")
    page.get_by_label("Ja, allen Bescheid geben").check()
    press(page, "Veranstaltung absagen")


def copy(page: Page, base: str) -> None:
    page.goto(f"{base}/orga/{SLUG}/kopieren")
    page.get_by_label("Kürzel").fill(NEXT)
    press(page, "Kopieren")
    page.get_by_role("heading", name="Bitte prüfen Sie das").wait_for()


def letters_of(app: Flask) -> Counter[tuple[str, str]]:
    """Count the letters to guests of the event, by kind and booking."""
    with app.app_context():
        event_id = get_event(SLUG).id
        db.session.rollback()
        mine = [each for each in list_letters() if each.event_id == event_id]
        return Counter((each.kind, each.subject_id) for each in mine)


def test_an_event_goes_through_its_year(site: Site, browser: Browser) -> None:
    first = local(utc_now(), "Europe/Berlin").date() + timedelta(days=60)
    with new_context(browser) as context:
        page = context.new_page()
        log_in(page, site.base)
        begin(page, site.base, first)
        with site.app.app_context():
            event = get_event(SLUG)
            guests = [
                make_booking(event, utc_now(), ticket_type="ticket", email=f"{name}@example.org")
                for name in ("ali", "berta")
            ]
            subjects = [str(each.id) for each in guests]
            codes = {ticket.id for each in guests for ticket in each.tickets}
        booked = letters_of(site.app)
        change(page, site.base)
        assert letters_of(site.app) == booked
        move_by_a_week(page, site.base, first)
        moved = booked + Counter((EVENT_CHANGED, each) for each in subjects)
        assert letters_of(site.app) == moved
        call_off(page, site.base)
        told = moved + Counter((EVENT_CANCELLED, each) for each in subjects)
        assert letters_of(site.app) == told
        copy(page, site.base)
        assert letters_of(site.app) == told
    check(site.app, first, codes)


def check(app: Flask, first: date, codes: set[UUID]) -> None:
    with app.app_context():
        old, new = get_event(SLUG), get_event(NEXT)
        assert [day.date for day in old.days] == [first + timedelta(weeks=1)]
        assert old.ticket_types[0].quota.size == 150
        assert old.ticket_types[0].taken == len(codes) == 2
        assert old.summary == {"de": "Alles über die Halle."}
        assert old.is_cancelled
        assert new.is_draft
        assert new.summary == old.summary
        assert new.ticket_types[0].taken == 0
        assert [day.date for day in new.days] == [first + timedelta(weeks=53)]
