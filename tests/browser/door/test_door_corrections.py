"""What is put right at the door: undo of the right person, whole bookings, hours that change."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from playwright.sync_api import Browser, Page, expect

from ortenaudigital.bookings.models import Booking
from ortenaudigital.events.models import Day
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.clock import local, utc_now
from ortenaudigital.kernel.db import db, transaction
from tests.browser.chromium import new_context
from tests.browser.door.phones import (
    admissions_of,
    await_sent,
    equip,
    make_closed_door,
    make_door,
    pair,
    pairing_link,
    scan,
)
from tests.browser.people import await_verdict
from tests.browser.site import Site
from tests.factories import make_booking

ASK_AGAIN = "dispatchEvent(new Event('online'))"


@contextmanager
def a_phone(browser: Browser, link: str) -> Iterator[Page]:
    with new_context(browser) as context:
        equip(context)
        phone = pair(context, link)
        phone.get_by_role("button", name="Weiter").click()
        yield phone


def press(phone: Page, name: str) -> None:
    phone.get_by_role("button", name=name, exact=True).click()


def make_family(slug: str) -> list[str]:
    """Book for three of one family; return their short codes."""
    booking: Booking = make_booking(
        get_event(slug),
        utc_now(),
        number=3,
        first_name="Ada",
        last_name="Grün",
        companions=("Berta Blau", "Cem Gelb"),
        email="familie@example.org",
    )
    return [ticket.short_code for ticket in booking.tickets]


def test_undo_is_for_the_person_on_the_screen(browser: Browser, site: Site) -> None:
    slug = "wer-steht-da"
    with site.app.app_context():
        make_door(slug)
        ada, berta, _ = make_family(slug)
        link = pairing_link(slug, "Haupteingang")
    with a_phone(browser, link) as phone:
        scan(phone, ada)
        scan(phone, berta)
        press(phone, "Weiter")
        # Scanned again, Ada is in already: nothing of hers can be undone here, nor of anybody else.
        assert scan(phone, ada).word == "Schon eingelassen"
        expect(phone.get_by_role("button", name="Rückgängig")).to_be_hidden()
        press(phone, "Weiter")
        press(phone, "Mehr")
        phone.locator("[data-item=recent]").click()
        dialog = phone.get_by_role("dialog")
        expect(dialog.get_by_role("listitem")).to_have_count(3)
        press(phone, "Einlass von Ada Grün zurücknehmen")
        expect(phone.locator("[data-who]")).to_have_text("Ada Grün")
        press(phone, "Falsche Person")
        await_verdict(phone, "Zurückgenommen")
        press(phone, "Weiter")
        await_sent(phone)
    with site.app.app_context():
        assert admissions_of(slug) == {berta: 1}


def test_a_name_opens_the_whole_booking(browser: Browser, site: Site) -> None:
    slug = "eine-sucht-alle"
    with site.app.app_context():
        make_door(slug)
        _, berta, _ = make_family(slug)
        links = [pairing_link(slug, name) for name in ("Haupteingang", "Hof")]
    with a_phone(browser, links[0]) as phone, a_phone(browser, links[1]) as other:
        press(phone, "Suchen")
        phone.get_by_label("Name oder Code").fill("Cem")
        phone.get_by_role("button", name="Alle 3 Tickets der Buchung").click()
        expect(phone.get_by_role("button", name="Alle 3 einlassen")).to_be_visible()
        # Meanwhile one of them comes in by the other door.
        phone.context.set_offline(True)
        scan(other, berta)
        await_sent(other)
        press(phone, "Alle 3 einlassen")
        phone.context.set_offline(False)
        phone.evaluate(ASK_AGAIN)
        await_verdict(phone, "2 von 3 eingelassen")
        people = phone.locator("[data-people]")
        expect(people).to_contain_text("Berta Blau Schon eingelassen um")
        expect(people).to_contain_text("Hof")
        expect(phone.get_by_role("dialog")).to_be_hidden()
        await_sent(phone)


def test_the_search_is_in_reach_of_every_refusal(browser: Browser, site: Site) -> None:
    slug = "immer-suchen"
    with site.app.app_context():
        codes = make_door(slug)
        link = pairing_link(slug, "Haupteingang")
    with a_phone(browser, link) as phone:
        scan(phone, codes.pop("already_in"))
        for verdict, code in codes.items():
            scan(phone, code)
            if verdict == "welcome":
                continue
            press(phone, "Suchen")
            expect(phone.get_by_label("Name oder Code")).to_be_focused()
            press(phone, "Schließen")


def test_changed_hours_stand_in_the_words(browser: Browser, site: Site) -> None:
    slug = "andere-zeiten"
    with site.app.app_context():
        code = make_closed_door(slug)
        link = pairing_link(slug, "Haupteingang")
    with a_phone(browser, link) as phone:
        scan(phone, code)
        await_verdict(phone, "Noch nicht geöffnet")
        with site.app.app_context():
            with transaction():
                day = db.session.get_one(Day, get_event(slug).days[1].id)
                day.opens_at += timedelta(minutes=7)
            opens = local(day.opens_at, "Europe/Berlin")
        phone.evaluate(ASK_AGAIN)
        line = phone.locator("[data-part=line]")
        expect(line).to_have_text(f"Einlass ist ab {opens:%H:%M} Uhr.")
