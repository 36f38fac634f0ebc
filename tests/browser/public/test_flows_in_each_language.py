"""What guests do, in each language and without a script: book, change, answer, wait, report.

The words are looked up in the catalogues, and no page on the way may show any German to others.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import lxml.html
import pytest
from babel.support import Translations
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from ortenaudigital.bookings.access.links import invitation_url
from ortenaudigital.bookings.changes import cancel_tickets
from ortenaudigital.bookings.links import booking_key
from ortenaudigital.bookings.pending.links import proof_key
from ortenaudigital.bookings.pending.models import PendingBooking
from ortenaudigital.bookings.queries import get_booking, get_booking_by_key
from ortenaudigital.bookings.reminders.letters import reminder
from ortenaudigital.bookings.wait_list.links import entry_key
from ortenaudigital.bookings.wait_list.models import WaitListEntry
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from tests.browser.chromium import new_context
from tests.browser.site import Site
from tests.factories import make_booking, make_event, make_event_today
from tests.features.bookings.wait_list.people import rounds
from tests.invited import make_code, make_invitation, set_type, text_of_code
from tests.web.public.sharing.test_other_languages import CATALOGUES, german_texts, words_of

LOCALES = {"de": "de-DE", "en": "en-GB", "fr": "fr-FR"}


@dataclass(frozen=True)
class Guest:
    """Somebody with a browser, who reads one language."""

    page: Page
    base: str
    language: str

    def say(self, german: str) -> str:
        """Say a text as the pages do."""
        if self.language == "de":
            return german
        return str(Translations.load(CATALOGUES, [self.language]).gettext(german))

    def go(self, path: str) -> None:
        self.page.goto(f"{self.base}{path}")
        self.look()

    def follow(self, link: str) -> None:
        self.page.get_by_role("link", name=self.say(link)).first.click()
        self.look()

    def press(self, button: str) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=self.say(button), exact=True).click()
        self.look()

    def press_main(self) -> None:
        """Press the button of which there is one on a page."""
        with self.page.expect_navigation():
            self.page.locator("main button.kern-btn--primary").click()
        self.look()

    def fill(self, email: str) -> None:
        for label, value in (("Vorname", "Zoé"), ("Nachname", "Quix"), ("E-Mail-Adresse", email)):
            self.page.get_by_label(self.say(label), exact=True).fill(value)

    def look(self) -> None:
        """Check that the page is in the language of who reads it, whole."""
        html = lxml.html.fromstring(self.page.content())
        assert html.get("lang") == self.language, self.page.url
        if self.language != "de":
            german = german_texts(self.language)
            remains = [words for words in words_of(html) if german.match(words)]
            assert remains == [], self.page.url

    def head(self, german: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(self.say(german))


@pytest.fixture(params=LOCALES)
def guest(request: pytest.FixtureRequest, browser: Browser, site: Site) -> Iterator[Guest]:
    language = str(request.param)
    with new_context(browser, java_script_enabled=False, locale=LOCALES[language]) as context:
        yield Guest(context.new_page(), site.base, language)


@contextmanager
def database(site: Site) -> Iterator[None]:
    with site.app.app_context():
        yield


def test_a_ticket_is_booked_renamed_and_cancelled(guest: Guest) -> None:
    guest.go("/heute/")
    guest.follow("Kostenloses Ticket buchen")
    guest.page.get_by_label(guest.say("Wie viele Tickets?")).select_option("2")
    guest.press("Kostenlos buchen")
    guest.fill(f"{guest.language}@example.org")
    guest.press("Kostenlos buchen")
    guest.follow("Namen ändern")
    guest.page.locator("[name=names-1]").fill("Kim Neumann")
    guest.press("Namen speichern")
    guest.follow("Tickets stornieren")
    guest.page.get_by_role("checkbox").nth(1).check()
    guest.press("Weiter")
    guest.press("Dieses Ticket jetzt stornieren")
    guest.head("Hier ist Ihr Ticket")


def test_a_place_is_waited_for_and_accepted(guest: Guest, site: Site) -> None:
    slug, email = f"voll-{guest.language}", f"wartet-{guest.language}@example.org"
    with database(site):
        booked = make_booking(make_event_today(slug=slug, quota=1), utc_now()).id
    guest.go(f"/{slug}/")
    guest.follow("Auf die Warteliste")
    guest.fill(email)
    guest.press("Eintragen")
    with database(site):
        entry = select(WaitListEntry.id).where(WaitListEntry.mailbox == email)
        key = entry_key(db.session.scalars(entry).one())
        with transaction():
            cancel_tickets(get_booking(booked), {1}, utc_now())
        rounds(utc_now())
    guest.go(f"/angebot/{key}")
    guest.press("Annehmen und buchen")
    guest.head("Hier ist Ihr Ticket")


def test_who_is_invited_has_a_code_or_an_address_gets_a_ticket(guest: Guest, site: Site) -> None:
    slug, email = f"fach-{guest.language}", f"{guest.language}@achern.de"
    with database(site):
        event = make_event_today(slug=slug)
        set_type(slug, 1, domains=["achern.de"])
        invitation = invitation_url(slug, make_invitation(event, now=utc_now()).id)
        code = text_of_code(make_code(event, utc_now()))
    guest.go(f"/{slug}/{'/'.join(invitation.split('/')[-2:])}")
    guest.press("Zur Buchung")
    guest.press("Kostenlos buchen")
    guest.head("Hier ist Ihr Ticket")
    guest.go(f"/{slug}/")
    guest.follow("Code einlösen")
    guest.page.locator("[name=code]").fill(code)
    guest.press("Weiter zur Buchung")
    guest.fill(f"code-{guest.language}@example.org")
    guest.press("Kostenlos buchen")
    guest.head("Hier ist Ihr Ticket")
    guest.go(f"/{slug}/")
    guest.follow("Mit dienstlicher E-Mail-Adresse buchen")
    guest.fill(email)
    guest.press("Kostenlos buchen")
    with database(site):
        asked = select(PendingBooking.id).where(PendingBooking.email == email)
        key = proof_key(db.session.scalars(asked).one())
    guest.go(f"/{slug}/bestaetigen/{key}")
    guest.press_main()
    guest.head("Hier ist Ihr Ticket")


def test_a_group_is_booked(guest: Guest) -> None:
    guest.go("/heute/tickets")
    guest.follow("Für eine Gruppe buchen")
    guest.page.get_by_label(guest.say("Organisation"), exact=True).fill("Ville de Test")
    guest.fill(f"gruppe-{guest.language}@example.org")
    guest.page.get_by_label(guest.say("Wer kommt?")).fill("Quix; Anna\nQuix; Bela")
    guest.press("Liste prüfen")
    guest.press_main()
    expect(guest.page.locator("[data-ticket]")).to_have_count(2)


def test_lost_links_and_reports(guest: Guest) -> None:
    guest.go("/tickets-vergessen")
    guest.page.locator("main [type=email]").fill(f"{guest.language}@example.org")
    guest.press_main()
    guest.go("/heute/")
    guest.follow("Fehler melden")
    guest.page.locator("main textarea").fill("Quix quax")
    guest.press_main()


def links_of_reminder(site: Site, language: str) -> tuple[str, list[str]]:
    """Book for three, and return the booking's key and where its reminder leads, in its order."""
    with database(site):
        event = make_event(slug=f"erinnert-{language}")
        booking = make_booking(event, utc_now(), number=3, language=language)
        letter = reminder(str(booking.id))
        assert letter is not None
        key = booking_key(booking.id)
    return key, re.findall(rf"/buchung/{key}/antwort/\w+", letter.text)


def test_a_reminder_is_answered_in_three_ways(guest: Guest, site: Site) -> None:
    key, (comes, fewer, cannot) = links_of_reminder(site, guest.language)
    guest.go(comes)
    guest.press_main()
    expect(guest.page.get_by_text(guest.say("Danke. Wir rechnen mit Ihnen."))).to_be_visible()
    guest.go(fewer)
    guest.press("Ausgewählte Tickets freigeben")
    missing = guest.say("Bitte wählen Sie aus, welche Tickets Sie freigeben möchten.")
    expect(guest.page.get_by_role("group")).to_have_accessible_description(re.compile(missing))
    guest.page.get_by_role("checkbox").nth(2).check()
    guest.press("Ausgewählte Tickets freigeben")
    expect(guest.page.get_by_text(guest.say("Die Stornierung ist gespeichert."))).to_be_visible()
    guest.go(cannot)
    with guest.page.expect_navigation():
        guest.page.locator("main button.button--danger").click()
    guest.look()
    with database(site):
        assert get_booking_by_key(key).valid_tickets == []
    # Whoever opens an older link is told how it stands, and can undo nothing by it.
    guest.go(comes)
    guest.head("Diese Buchung ist storniert")
    expect(guest.page.locator("main form")).to_have_count(0)
