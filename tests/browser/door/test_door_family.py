"""A family at the door: in together, one goes out and comes back; and what is left on the phone."""

from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from ortenaudigital.bookings.models import Booking
from ortenaudigital.checkin.models import Admission
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from tests.browser.chromium import new_context
from tests.browser.door.phones import await_sent, equip, kept, pair, pairing_link, scan
from tests.browser.people import await_verdict
from tests.browser.site import Site
from tests.factories import make_booking, make_event_today

SLUG = "familie"
STORES = ("pages", "tickets", "queue", "meta")


def make_family() -> tuple[list[str], str]:
    """Book three tickets for an event where going out is scanned; return them and a link."""
    event = make_event_today(slug=SLUG, title="Familientag")
    booking = make_booking(event, utc_now(), number=3, companions=("Ada Müller", "Łukasz Şahin"))
    codes = [ticket.short_code for ticket in booking.tickets]
    with transaction():
        event.reentry = True
    return codes, pairing_link(SLUG, "Haupteingang")


def choose(phone: Page, item: str) -> None:
    phone.get_by_role("button", name="Mehr", exact=True).click()
    phone.locator(f"[data-item={item}]").click()


def presences(codes: list[str]) -> list[bool | None]:
    """Say of each ticket whether it is inside; None if it never was."""
    db.session.rollback()
    rows = db.session.scalars(select(Admission).join(Admission.ticket).join(Booking))
    inside = {row.ticket.short_code: row.left_at is None for row in rows.unique()}
    return [inside.get(code) for code in codes]


def test_a_family_comes_goes_and_comes_back(browser: Browser, site: Site) -> None:
    with site.app.app_context():
        codes, link = make_family()
    with new_context(browser) as context:
        equip(context)
        phone = pair(context, link)
        phone.context.set_offline(True)
        assert scan(phone, codes[0]).word == "Willkommen"
        phone.get_by_role("button", name="Weitere 2 Tickets dieser Buchung").click()
        phone.get_by_role("button", name="Beide einlassen").click()
        expect(phone.get_by_text("3 von 3 eingelassen")).to_be_visible()
        phone.get_by_role("button", name="Schließen").click()
        phone.get_by_role("button", name="Weiter", exact=True).click()
        choose(phone, "direction")
        assert scan(phone, codes[1]).word == "Hinausgegangen"
        assert scan(phone, codes[1]).word == "War nicht drinnen"
        phone.get_by_role("button", name="Weiter", exact=True).click()
        phone.context.set_offline(False)
        await_sent(phone)
        with site.app.app_context():
            assert presences(codes) == [True, False, True]
        phone.get_by_role("button", name="Zum Eingang").click()
        assert scan(phone, codes[1]).word == "Willkommen"
        assert scan(phone, codes[1]).word == "Schon eingelassen"
        await_sent(phone)
        with site.app.app_context():
            assert presences(codes) == [True, True, True]
        assert_practice_lets_nobody_in(phone, codes)
        assert_wiped(phone)


def assert_practice_lets_nobody_in(phone: Page, codes: list[str]) -> None:
    phone.get_by_role("button", name="Weiter", exact=True).click()
    choose(phone, "practice")
    phone.locator("[data-sample=welcome]").click()
    await_verdict(phone, "Willkommen")
    assert scan(phone, codes[0]).word not in ("Willkommen", "Schon eingelassen")
    assert kept(phone)["databases"]["einlass"]["queue"] == []
    phone.get_by_role("button", name="Weiter", exact=True).click()
    phone.get_by_role("button", name="Beenden").click()


def assert_wiped(phone: Page) -> None:
    """The button leaves nothing of anybody behind."""
    stores = kept(phone)["databases"]["einlass"]
    assert stores["pages"] + stores["tickets"]
    choose(phone, "wipe")
    phone.get_by_role("button", name="Alles löschen").click()
    phone.get_by_role("heading", name="So koppeln Sie dieses Gerät").wait_for()
    stores = kept(phone)["databases"]["einlass"]
    assert [name for name in STORES if stores[name]] == []
