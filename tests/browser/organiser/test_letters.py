"""From a reminder to a place that is free again, and from words of organisers to a letter."""

from datetime import UTC, datetime, timedelta

from playwright.sync_api import Browser, expect

from ortenaudigital.bookings import letters as booking_letters
from ortenaudigital.bookings.reminders.letters import reminder
from ortenaudigital.events.models import TicketType
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.db import db
from tests.browser.chromium import DESK, PHONE, new_context
from tests.browser.people import log_in
from tests.browser.site import Site
from tests.factories import make_booking

SLUG = "naechstes-jahr"


def test_who_cannot_come_says_so_by_the_reminder_and_the_place_is_free(
    browser: Browser, site: Site
) -> None:
    with site.app.app_context():
        event = get_event(SLUG)
        booking = make_booking(event, datetime.now(UTC) - timedelta(days=1), number=2)
        letter = reminder(str(booking.id))
        kind = booking.tickets[0].ticket_type_id
        taken = db.session.get_one(TicketType, kind).taken
        assert letter is not None
        (link,) = [line for line in letter.text.splitlines() if line.endswith("/antwort/nein")]
    # As a phone without scripts.
    with new_context(browser, PHONE, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(link)
        expect(page.get_by_role("heading", level=1)).to_have_text(
            "Möchten Sie alle 2 Plätze freigeben?"
        )
        page.get_by_role("button", name="Alle Plätze freigeben").click()
        expect(page.get_by_text("Die Stornierung ist gespeichert.")).to_be_visible()
        page.goto(link)
        expect(page.get_by_role("heading", level=1)).to_have_text("Diese Buchung ist storniert")
    with site.app.app_context():
        assert db.session.get_one(TicketType, kind).taken == taken - 2
        assert reminder(str(booking.id)) is None
    with new_context(browser, DESK) as context:
        page = context.new_page()
        log_in(page, site.base)
        page.goto(f"{site.base}/orga/{SLUG}/briefe")
        row = page.get_by_role("row", name="Bürgerticket")
        expect(row.get_by_role("cell").nth(1)).to_have_text("2")


def test_what_an_organiser_writes_is_seen_before_it_is_saved_and_stands_in_the_next_letter(
    browser: Browser, site: Site
) -> None:
    words = "Bringen Sie gute Laune mit, {name}."
    with new_context(browser, DESK) as context:
        page = context.new_page()
        log_in(page, site.base)
        page.goto(f"{site.base}/orga/{SLUG}/briefe")
        page.get_by_role("link", name="Tickets", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Tickets")
        page.get_by_label("Einleitung").fill(words)
        page.get_by_role("button", name="Vorschau dieses Textes").click()
        letter = page.frame_locator("iframe[name=preview]")
        expect(letter.get_by_text("Bringen Sie gute Laune mit, Erika Beispiel.")).to_be_visible()
        with site.app.app_context():
            booking = make_booking(get_event(SLUG), datetime.now(UTC))
            written = booking_letters.confirmation(str(booking.id))
            assert written is not None
            assert "gute Laune" not in written.text
        page.get_by_role("button", name="Speichern").click()
        expect(page.get_by_text("Der Text ist gespeichert.")).to_be_visible()
        with site.app.app_context():
            written = booking_letters.confirmation(str(booking.id))
            assert written is not None
            assert "Bringen Sie gute Laune mit, Erika Müller." in written.text
        page.get_by_role("button", name="Auf den Standardtext zurücksetzen").click()
        expect(page.get_by_text("Der Standardtext gilt wieder.")).to_be_visible()
