"""A backup is put back while a phone holds scans: it gets the new list, and loses nothing."""

from pathlib import Path

from playwright.sync_api import Browser, Page
from sqlalchemy import select

from ortenaudigital.bookings.links import ticket_url
from ortenaudigital.checkin.models import Admission
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from tests.browser.chromium import new_context, wait_for
from tests.browser.door.offline.test_door_conflicts import ASK_AGAIN, Hall, open_hall
from tests.browser.door.phones import await_sent, equip, pair, pairing_link, scan, short_code_of
from tests.browser.network.line import State
from tests.conftest import Databases
from tests.factories import make_booking
from tests.features.checkin.sync.test_feed_after_backup import Backup, restore


def book(hall: Hall, name: str) -> str:
    with hall.app.app_context():
        with transaction():
            get_event("saal").ticket_types[0].quota.size = 10
        event = get_event("saal")
        booking = make_booking(event, utc_now(), last_name=name, email=f"{name}@example.org")
        return ticket_url(booking.tickets[0])


def fetch_list(phone: Page) -> None:
    """Have the phone ask, and wait until it has what it asked for."""
    with phone.expect_response(lambda answer: "/api/list" in answer.url) as answer:
        phone.evaluate(ASK_AGAIN)
    newest = answer.value.json()["cursor"]
    wait_for(phone, lambda: phone.evaluate("testPhone.list()")["cursor"] == newest)


def go_offline(hall: Hall, phone: Page) -> None:
    hall.line.become(State.DEAD)
    phone.evaluate(ASK_AGAIN)
    phone.locator("[data-bar=offline]").wait_for()


def test_after_a_restore_the_phone_has_the_list_that_holds_and_sends_what_it_held(
    browser: Browser, databases: Databases, tmp_path: Path
) -> None:
    with (
        open_hall(databases.migrated("sqlite"), tmp_path, 4) as hall,
        new_context(browser) as context,
    ):
        equip(context)
        with hall.app.app_context():
            link = pairing_link("saal", "Haupteingang")
        phone = pair(context, link)
        with hall.app.app_context():
            backup = Backup()
        lost = book(hall, "Verloren")
        fetch_list(phone)
        go_offline(hall, phone)
        assert scan(phone, hall.codes[0]).verdict == "welcome"
        assert scan(phone, lost).verdict == "welcome", "it was on the list until now"

        with hall.app.app_context():
            restore(backup)
        found = book(hall, "Danach")
        hall.line.become(State.WHOLE)
        fetch_list(phone)
        await_sent(phone)

        go_offline(hall, phone)
        assert scan(phone, found).verdict == "welcome"
        assert scan(phone, lost).verdict == "unknown"
        assert scan(phone, hall.codes[0]).verdict == "already_in"
        assert scan(phone, hall.codes[1]).verdict == "welcome"
        hall.line.become(State.WHOLE)
        phone.evaluate(ASK_AGAIN)
        await_sent(phone)
        with hall.app.app_context():
            let_in = {each.ticket.short_code for each in db.session.scalars(select(Admission))}
            assert let_in == {short_code_of(code) for code in (*hall.codes[:2], found)}
