"""Flight mode: the server stopped, the browser started anew, and not one scan lost."""

import base64
import json
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from ortenaudigital.bookings.changes import cancel_tickets
from ortenaudigital.bookings.links import ticket_url
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from tests.browser.chromium import kept_chromium
from tests.browser.door.phones import (
    PHONE_SCRIPT,
    VERDICTS,
    await_sent,
    equip,
    pair,
    pairing_link,
    picture_of,
    scan_all,
    scans_of,
    short_code_of,
)
from tests.browser.door.scanner.camera import show, show_nothing
from tests.browser.site import Server, open_server
from tests.browser.webkit.browser import WebKit, screen, webkit
from tests.conftest import Databases
from tests.factories import make_booking, make_event_today

BOOKINGS, TICKETS_EACH = 25, 6
CANCELLED, AGAIN, UNKNOWN = 12, 35, 15
BY_CAMERA = 3
SCANS = BOOKINGS * TICKETS_EACH + AGAIN + UNKNOWN
SCANS_IN_WEBKIT = 20


def make_tickets() -> tuple[list[str], list[str]]:
    """Book for an event that is on; return the codes of valid and of cancelled tickets."""
    event = make_event_today(slug="flug", quota=BOOKINGS * TICKETS_EACH)
    bookings = [
        make_booking(event, utc_now(), number=TICKETS_EACH, last_name=f"Gast-{number}")
        for number in range(BOOKINGS)
    ]
    with transaction():
        for booking in bookings[:CANCELLED]:
            cancel_tickets(booking, {2}, utc_now())
    tickets = [ticket for booking in bookings for ticket in booking.tickets]
    gone = [ticket_url(ticket) for ticket in tickets if ticket.cancelled_at]
    return [ticket_url(ticket) for ticket in tickets if not ticket.cancelled_at], gone


def strange_code(number: int) -> str:
    return base64.b32encode(random.Random(number).randbytes(16)).decode().rstrip("=")


def make_scans(number: int = SCANS) -> tuple[list[str], list[str]]:
    """Return what is scanned, code after code, and what a phone has to answer."""
    valid, gone = make_tickets()
    strange = [strange_code(number) for number in range(UNKNOWN)]
    draw = random.Random(20)
    # Those for the camera come first, and are of different bookings.
    first = valid[::TICKETS_EACH][:BY_CAMERA]
    rest = (
        [code for code in valid if code not in first] + gone + strange + draw.sample(valid, AGAIN)
    )
    draw.shuffle(rest)
    codes = (first + rest)[:number]
    answers = []
    for place, code in enumerate(codes):
        known = "already_in" if code in codes[:place] else "welcome"
        answers.append("unknown" if code in strange else "cancelled" if code in gone else known)
    return codes, answers


def assert_all_arrived(server: Server, codes: Sequence[str], answers: Sequence[str]) -> None:
    """Every scan is in the books once, with the answer of the phone, which is the server's too."""
    with server.app.app_context():
        scans = scans_of("flug")
        assert [each.ticket and each.ticket.short_code for each in scans] == [
            None if answer == "unknown" else short_code_of(code)
            for code, answer in zip(codes, answers, strict=True)
        ]
        assert [each.shown for each in scans] == list(answers)
        assert [each.verdict for each in scans] == list(answers)
        assert not [each.conflict for each in scans if each.conflict]


@contextmanager
def a_phone(playwright: Playwright, profile: Path) -> Iterator[BrowserContext]:
    with kept_chromium(playwright, profile) as context:
        equip(context)
        yield context


def scan_by_camera(phone: Page, codes: Sequence[str]) -> None:
    for number, code in enumerate(codes):
        show(phone, picture_of(code))
        expect(phone.locator("[data-part=name]")).to_have_text(f"Erika Gast-{number}")
        expect(phone.locator("[data-part=word]")).to_have_text("Willkommen")
    show_nothing(phone)


# On PostgreSQL; in WebKit it is on SQLite.
@pytest.mark.long
def test_flight_mode(playwright: Playwright, databases: Databases, tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    with open_server(databases.migrated("postgresql"), tmp_path) as server:
        with server.app.app_context():
            codes, answers = make_scans()
            link = pairing_link("flug", "Haupteingang")
        with a_phone(playwright, profile) as context:
            pair(context, link)
        server.stop()
        with a_phone(playwright, profile) as context:
            context.set_offline(True)
            phone = context.new_page()
            phone.goto(f"{server.base}/einlass/")
            phone.locator("[data-bar=offline]").wait_for()
            scan_by_camera(phone, codes[:BY_CAMERA])
            shown = scan_all(phone, codes[BY_CAMERA:])
            assert [each.verdict for each in shown] == answers[BY_CAMERA:]
            waiting = phone.locator("[data-bar=unsent]")
            expect(waiting).to_have_text(f"{SCANS} Scans sind gespeichert")
            server.start()
            context.set_offline(False)
            await_sent(phone)
            expect(waiting).to_be_hidden()
        assert_all_arrived(server, codes, answers)


def pair_webkit(phone: WebKit, link: str) -> None:
    phone.open(link)
    phone.wait_until("document.querySelector('[data-part=word]').textContent === 'Gekoppelt'")
    phone.run("await testPhone.listed()")


def test_flight_mode_in_webkit(databases: Databases, tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    with open_server(databases.migrated("sqlite"), tmp_path) as server, screen() as display:
        with server.app.app_context():
            codes, answers = make_scans(SCANS_IN_WEBKIT)
            link = pairing_link("flug", "Haupteingang")
        with webkit(display, profile, PHONE_SCRIPT) as phone:
            pair_webkit(phone, link)
        server.stop()
        with webkit(display, profile, PHONE_SCRIPT) as phone:
            phone.open(f"{server.base}/einlass/")
            phone.wait_until("!document.querySelector('[data-bar=offline]').hidden")
            shown = phone.run(f"return testPhone.scanAll({json.dumps(codes)})")
            assert [VERDICTS[each["word"]] for each in shown] == answers
            server.start()
            phone.run("dispatchEvent(new Event('online'))")
            phone.run("await testPhone.sent()")
            phone.wait_until("document.querySelector('[data-bar=unsent]').hidden")
        assert_all_arrived(server, codes, answers)
