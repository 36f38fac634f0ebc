"""Wait for a place and accept it, in a browser without JavaScript."""

from playwright.sync_api import Browser, expect
from sqlalchemy import select

from ortenaudigital.bookings.changes import cancel_tickets
from ortenaudigital.bookings.queries import get_booking
from ortenaudigital.bookings.wait_list.links import entry_key
from ortenaudigital.bookings.wait_list.models import WaitListEntry
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from tests.browser.chromium import new_context
from tests.browser.site import Site
from tests.factories import make_booking, make_event_today
from tests.features.bookings.wait_list.people import rounds

ADDRESS = "wartet@example.org"


def test_a_place_that_comes_back_is_waited_for_and_booked(browser: Browser, site: Site) -> None:
    with site.app.app_context():
        event = make_event_today(slug="voll", quota=1)
        booked = make_booking(event, utc_now(), email="erste@example.org").id
    with new_context(browser, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{site.base}/voll/")
        page.get_by_role("link", name="Auf die Warteliste").first.click()
        page.get_by_label("Vorname").fill("Wanda")
        page.get_by_label("Nachname").fill("Wartet")
        page.get_by_label("E-Mail-Adresse").fill(ADDRESS)
        page.get_by_role("button", name="Eintragen").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Wir haben Ihnen geschrieben")
        with site.app.app_context():
            mailbox = WaitListEntry.mailbox == ADDRESS
            key = entry_key(db.session.scalars(select(WaitListEntry.id).where(mailbox)).one())
            with transaction():
                cancel_tickets(get_booking(booked), {1}, utc_now())
            rounds(utc_now())
        page.goto(f"{site.base}/angebot/{key}")
        expect(page.get_by_role("heading", level=1)).to_have_text("Ein Platz ist für Sie frei")
        page.get_by_role("button", name="Annehmen und buchen").click()
        page.wait_for_url("**/buchung/*")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Hier ist Ihr Ticket")
