"""Scans that cannot be sent, a login page, a phone that cannot store: what a helper sees of it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from ortenaudigital.bookings.links import ticket_url
from ortenaudigital.checkin.devices.commands import revoke
from ortenaudigital.checkin.queries import list_devices
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from tests.browser.chromium import DESK, new_context, wait_for
from tests.browser.door.phones import (
    await_sent,
    equip,
    make_tickets,
    pair,
    pairing_link,
    scan,
    scans_of,
)
from tests.browser.network.liar import LIES, Liar, open_liar
from tests.browser.people import log_in
from tests.browser.site import Site, open_app, serve
from tests.conftest import Databases
from tests.factories import make_booking, make_event_today, make_organiser
from tests.smtp import free_port

TICKETS = 4
ASK_AGAIN = "dispatchEvent(new Event('online'))"


def choose(phone: Page, item: str) -> None:
    phone.get_by_role("button", name="Mehr", exact=True).click()
    phone.locator(f"[data-item={item}]").click()


def scan_offline(phone: Page, codes: list[str]) -> None:
    phone.context.set_offline(True)
    phone.locator("[data-bar=offline]").wait_for()
    for code in codes:
        assert scan(phone, code).word == "Willkommen"


def expect_said(phone: Page, words: str) -> None:
    expect(phone.get_by_text(words).filter(visible=True)).to_have_count(1)


def save(phone: Page, button: str, folder: Path) -> str:
    with phone.expect_download() as download:
        phone.get_by_role("button", name=button).filter(visible=True).click()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file.read_text(encoding="utf-8")


def test_scans_of_a_revoked_phone_reach_the_books_by_a_file(
    browser: Browser, site: Site, tmp_path: Path
) -> None:
    with site.app.app_context():
        codes = make_tickets(make_event_today(slug="rest", title="Restetag"), TICKETS)
        link = pairing_link("rest", "Haupteingang")
    with new_context(browser) as context:
        equip(context)
        phone = pair(context, link)
        scan_offline(phone, codes)
        with site.app.app_context(), transaction():
            revoke(list_devices(get_event("rest"))[0], utc_now(), "test")
        context.set_offline(False)
        phone.get_by_role("heading", name="So koppeln Sie dieses Gerät").wait_for()
        expect_said(phone, f"{TICKETS} Scans können nicht gesendet werden")
        phone.reload()
        expect_said(phone, f"{TICKETS} Scans können nicht gesendet werden")
        content = save(phone, "Scans als Datei speichern", tmp_path)
        words = phone.get_by_text("können nicht gesendet werden").filter(visible=True)
        expect(words).to_have_count(0)
    assert "Gast" not in content, "no names"
    with new_context(browser, DESK) as context:
        desk = context.new_page()
        log_in(desk, site.base)
        desk.goto(f"{site.base}/orga/rest/einlass")
        desk.get_by_role("link", name="Datei vom Telefon").click()
        file = {"name": "scans.json", "mimeType": "application/json", "buffer": content.encode()}
        desk.get_by_label("Datei wählen").set_input_files(file)  # type: ignore[arg-type]
        field = desk.get_by_label("Inhalt der Datei")
        expect(field).to_have_value(content)
        # The button must not move away when it is pressed.
        field.focus()
        desk.get_by_role("button", name="Scans eintragen").click()
        expect(desk.get_by_role("heading", name=f"{TICKETS} Scans eingetragen")).to_be_visible()
    with site.app.app_context():
        booked = [(each.shown, each.verdict, each.device.name) for each in scans_of("rest")]
        assert booked == [("welcome", "welcome", "Haupteingang")] * TICKETS
        told = [each["scanned_at"][:23] for each in json.loads(content)["scans"]]
        assert told == [each.scanned_at.isoformat()[:23] for each in scans_of("rest")]


def test_deleting_everything_waits_for_scans_to_be_saved(
    browser: Browser, site: Site, tmp_path: Path
) -> None:
    with site.app.app_context():
        codes = make_tickets(make_event_today(slug="loeschen"), 2)
        link = pairing_link("loeschen", "Haupteingang")
    with new_context(browser) as context:
        equip(context)
        phone = pair(context, link)
        scan_offline(phone, codes)
        phone.get_by_role("button", name="Weiter", exact=True).click()
        choose(phone, "wipe")
        expect(phone.get_by_text("2 Scans sind noch nicht gesendet")).to_be_visible()
        expect(phone.get_by_role("button", name="Alles löschen")).to_be_hidden()
        content = save(phone, "Scans als Datei speichern", tmp_path)
        assert len(json.loads(content)["scans"]) == 2
        phone.get_by_role("button", name="Alles löschen").click()
        phone.get_by_role("heading", name="So koppeln Sie dieses Gerät").wait_for()
        assert phone.evaluate("testPhone.unsent()") == []


NO_STORAGE = {
    "none": "delete globalThis.indexedDB",
    "forbidden": """IDBFactory.prototype.open = () => {
        throw new DOMException("no", "SecurityError");
    }""",
}


@pytest.mark.parametrize("kind", NO_STORAGE)
def test_a_phone_that_stores_nothing_says_so_and_works(
    browser: Browser, site: Site, kind: str
) -> None:
    slug = f"ohne-{kind}"
    with site.app.app_context():
        event = make_event_today(slug=slug)
        code = ticket_url(make_booking(event, utc_now()).tickets[0])
        link = pairing_link(slug, "Haupteingang")
    with new_context(browser) as context:
        equip(context)
        context.add_init_script(NO_STORAGE[kind])
        phone = context.new_page()
        phone.goto(link)
        phone.locator("[data-part=word]", has_text="Gekoppelt").wait_for()
        expect(phone.get_by_text("Dieser Browser speichert nichts")).to_be_visible()
        expect(phone.locator("[data-bar=age]")).to_have_text("Liste aktuell")
        assert scan(phone, code).word == "Willkommen"
        assert scan(phone, code).word == "Schon eingelassen"
        with site.app.app_context():
            wait_for(phone, lambda: len(scans_of(slug)) == 2)
            assert [each.verdict for each in scans_of(slug)] == ["welcome", "already_in"]


@dataclass(frozen=True)
class Hall:
    """An app behind something that may answer in its place."""

    app: Flask
    liar: Liar
    codes: list[str]


@contextmanager
def open_hall(database_url: str, folder: Path) -> Iterator[Hall]:
    port, outer = free_port(), free_port()
    with open_app(database_url, folder, outer) as app:
        with app.app_context():
            make_organiser()
            codes = make_tickets(make_event_today(slug="saal"), TICKETS)
        with serve(database_url, folder, port), open_liar(outer, port, 1) as liar:
            yield Hall(app, liar, codes)


def test_each_lie_leaves_the_door_as_it_was(
    browser: Browser, databases: Databases, tmp_path: Path
) -> None:
    with (
        open_hall(databases.migrated("sqlite"), tmp_path) as hall,
        new_context(browser) as context,
    ):
        with hall.app.app_context():
            link = pairing_link("saal", "Haupteingang")
        equip(context)
        phone = pair(context, link)
        before = phone.evaluate("testPhone.list()")
        for lie in LIES:
            hall.liar.always = lie
            phone.evaluate(ASK_AGAIN)
            expect(phone.locator("[data-bar=offline]")).to_be_visible()
            is_portal = "portal" in lie or lie in ("empty object", "results of nobody", "nothing")
            words = phone.get_by_text("Das WLAN verlangt eine Anmeldung").filter(visible=True)
            expect(words).to_have_count(int(is_portal))
            phone.reload()
            expect(phone.locator("[data-bar=offline]")).to_be_visible()
            assert phone.evaluate("testPhone.list()")["cursor"] == before["cursor"]
        assert scan(phone, hall.codes[0]).word == "Willkommen"
        hall.liar.always = None
        phone.evaluate(ASK_AGAIN)
        await_sent(phone)
        expect(phone.locator("[data-bar=online]")).to_be_visible()
        with hall.app.app_context():
            assert [each.verdict for each in scans_of("saal")] == ["welcome"]
