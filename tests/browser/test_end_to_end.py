"""One ticket from the form to the door and back, through every process and without a shortcut."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Response, ViewportSize, expect
from sqlalchemy import select

from ortenaudigital.checkin.models import Admission
from ortenaudigital.kernel.db import db
from tests.browser.chromium import DESK, PATIENCE_MS, PHONE, new_context
from tests.browser.door.scanner.camera import give_camera, page_of_pdf, show, show_nothing
from tests.browser.people import await_verdict, book, log_in, prepare_phone, press
from tests.browser.site import open_app, serve
from tests.conftest import Databases
from tests.factories import make_booking, make_event_today, make_organiser
from tests.servers import environment, process, worker_command
from tests.smtp import Inbox, free_port, smtp_server

# A code counts again when it was out of the picture for 1.5 seconds; slow machines see it longer.
OUT_OF_SIGHT_MS = 4000


@dataclass(frozen=True)
class House:
    """All that a town hall would run: web server, worker and mail server."""

    base: str
    app: Flask
    inbox: Inbox

    def letter_to(self, address: str, number: int) -> EmailMessage:
        """Wait for somebody's letter; numbers count from one."""
        wait_for(lambda: self.inbox.recipients.count(address) >= number)
        mine = [letter for letter in self.inbox.letters if address in str(letter["To"])]
        return mine[number - 1]


def wait_for(condition: Callable[[], bool]) -> None:
    # The worker starts, loads its fonts and draws the first document while all else runs.
    ends = time.monotonic() + 3 * PATIENCE_MS / 1000
    while not condition():
        assert time.monotonic() < ends, "waited too long"
        time.sleep(0.05)


# All other tests in the browser are on SQLite.
@pytest.fixture
def house(databases: Databases, tmp_path: Path) -> Iterator[House]:
    database_url = databases.migrated("postgresql")
    port, mail_port = free_port(), free_port()
    env = environment(
        database_url, tmp_path, MAIL_PORT=str(mail_port), BASE_URL=f"http://localhost:{port}"
    )
    with open_app(database_url, tmp_path, port) as app:
        with app.app_context():
            make_organiser()
            event = make_event_today(slug="heute", title="Showroom Digitalisierung")
            # Somebody else, so that no figure is right by being nought.
            other = {"last_name": "Beck", "email": "beck@example.org"}
            make_booking(event, event.days[0].opens_at, **other)
        with (
            smtp_server(mail_port) as inbox,
            process(worker_command(), env),
            serve(database_url, tmp_path, port) as base,
        ):
            yield House(base, app, inbox)


@contextmanager
def a_page(browser: Browser, viewport: ViewportSize) -> Iterator[Page]:
    with new_context(browser, viewport) as context:
        yield context.new_page()


@contextmanager
def a_phone_at_the_door(browser: Browser) -> Iterator[Page]:
    with new_context(browser) as context:
        give_camera(context)
        yield context.new_page()


def book_two_tickets(page: Page, base: str) -> None:
    page.goto(f"{base}/heute/")
    page.get_by_role("link", name="Kostenloses Ticket buchen").first.click()
    about = {"Vorname": "Erika", "Nachname": "Müller", "E-Mail-Adresse": "erika@example.org"}
    book(page, 2, **about, **{"Begleitung 1": "Łukasz Şahin"})
    page.get_by_role("heading", name="Hier sind Ihre 2 Tickets").wait_for()
    # All but the first are folded on a phone.
    page.locator("details:not([open]) > summary.ticket__head").click()
    codes = page.get_by_role("img", name="QR-Code für Ticket")
    expect(codes).to_have_count(2)


def tickets_in(letter: EmailMessage) -> bytes:
    enclosed = {part.get_content_type(): part for part in letter.iter_attachments()}
    document = enclosed["application/pdf"].get_payload(decode=True)
    assert isinstance(document, bytes)
    return document


def figures(desk: Page, base: str) -> dict[str, str]:
    """Read the tiles of the overview, by their labels."""
    desk.goto(f"{base}/orga/")
    tiles = desk.locator(".stat").all()
    return {
        tile.locator(".stat__label").inner_text(): tile.locator(".stat__figure").inner_text()
        for tile in tiles
    }


def cancel_booking(desk: Page, base: str, name: str) -> Response:
    """Search a booking by name, and cancel all of it."""
    desk.goto(f"{base}/orga/heute/buchungen")
    desk.get_by_label("Name, Organisation, E-Mail-Adresse, Buchungsnummer oder Code").fill(name)
    expect(desk.get_by_role("status")).to_have_text("1 Buchung")
    desk.get_by_role("row", name=name).get_by_role("link").click()
    desk.get_by_text("Ganze Buchung stornieren").click()
    return press(desk, "Alle 2 Tickets stornieren")


def admitted_at(house: House) -> str:
    with house.app.app_context():
        admission = db.session.scalars(select(Admission)).one()
        return f"{admission.admitted_at.astimezone(ZoneInfo('Europe/Berlin')):%H:%M}"


@pytest.mark.long
def test_a_ticket_from_the_form_to_the_door(browser: Browser, house: House) -> None:
    base = house.base
    with a_page(browser, PHONE) as citizen:
        book_two_tickets(citizen, base)
    tickets = tickets_in(house.letter_to("erika@example.org", 1))
    first, second = page_of_pdf(tickets, 1), page_of_pdf(tickets, 2)
    with a_page(browser, DESK) as desk, a_phone_at_the_door(browser) as door:
        log_in(desk, base)
        door.goto(prepare_phone(desk, base, "heute", "Haupteingang"))
        await_verdict(door, "Gekoppelt")

        # The phone lets people in by its own list, and says so to the server at once.
        with door.expect_response("**/einlass/api/scans"):
            show(door, first)
        await_verdict(door, "Willkommen")
        expect(door.locator("[data-part=name]")).to_have_text("Erika Müller")
        expect(door.locator("[data-bar=counts]")).to_have_text("1 / 3")
        assert figures(desk, base) == {
            "Tickets gebucht": "3 von 120",
            "Plätze noch öffentlich buchbar": "97",
            "Heute eingelassen": "1 von 3",
        }

        show_nothing(door)
        door.wait_for_timeout(OUT_OF_SIGHT_MS)
        show(door, first)
        await_verdict(door, "Schon eingelassen")
        line = f"um {admitted_at(house)} Uhr, Haupteingang"
        expect(door.locator("[data-part=line]")).to_have_text(line)

        cancel_booking(desk, base, "Müller")
        # One of the two is inside, which the desk is asked about first.
        press(desk, "Trotzdem stornieren")
        desk.get_by_text("2 Tickets sind storniert.").wait_for()
        show(door, second)
        await_verdict(door, "Storniert")
        expect(door.locator("[data-part=name]")).to_have_text("Łukasz Şahin")
        assert figures(desk, base) == {
            "Tickets gebucht": "1 von 120",
            "Plätze noch öffentlich buchbar": "99",
            # Whoever came is among those expected, though the ticket was cancelled then.
            "Heute eingelassen": "1 von 2",
        }
    farewell = house.letter_to("erika@example.org", 2)
    assert str(farewell["Subject"]).startswith("Stornierung bestätigt")
