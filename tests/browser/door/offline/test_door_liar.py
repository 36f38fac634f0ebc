"""A server that lies: whatever answers in its place, no scan is lost, deleted, or asked forever."""

import base64
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from ortenaudigital.kernel.sealed import seal
from tests.browser.chromium import PATIENCE_MS, new_context
from tests.browser.door.phones import equip, make_tickets, pair, pairing_link, scan, scans_of
from tests.browser.network.liar import LIES, Liar, Way, open_liar
from tests.browser.site import open_app, serve
from tests.conftest import Databases
from tests.factories import make_event_today
from tests.smtp import free_port

ROUNDS, TICKETS = 100, 80
# Nobody has these: the phone asks the server for each, as long as it believes to be online.
STRANGE_EVERY = 20
NEW_LINK_AT = 60
# What was asked is answered, or lied to, in this time.
PAUSE_MS = 50
SEED = 11
ASK_AGAIN = "dispatchEvent(new Event('online'))"


@dataclass(frozen=True)
class Hall:
    """A server, what answers in its place, and the tickets of an event."""

    app: Flask
    liar: Liar
    codes: Sequence[str]

    def link(self, name: str) -> str:
        with self.app.app_context():
            return pairing_link("saal", name)


@contextmanager
def open_hall(database_url: str, folder: Path) -> Iterator[Hall]:
    port, outer = free_port(), free_port()
    with open_app(database_url, folder, outer) as app:
        with app.app_context():
            codes = make_tickets(make_event_today(slug="saal", quota=TICKETS), TICKETS)
        with serve(database_url, folder, port), open_liar(outer, port, SEED) as liar:
            yield Hall(app, liar, codes)


def make_scans() -> list[int | None]:
    """Return which ticket is read in each round; None is a code that nobody has."""
    draw = random.Random(SEED)
    return [
        None if number % STRANGE_EVERY == 7 else draw.randrange(TICKETS) for number in range(ROUNDS)
    ]


def strange(number: int) -> str:
    return base64.b32encode(random.Random(number).randbytes(16)).decode().rstrip("=")


def pair_anew(phone: Page, hall: Hall) -> None:
    """Open another link while scans wait: they belong to the pairing of before."""
    hall.liar.lies = False
    phone.goto("about:blank")
    phone.goto(hall.link("Hof"))
    phone.locator("[data-part=word]", has_text="Gekoppelt").wait_for()
    phone.evaluate("testPhone.listed()")
    hall.liar.lies = True


# On one database: it is about the phone. That a repeat finds what is stored is tested on both.
@pytest.mark.long
def test_a_server_that_lies_loses_and_deletes_nothing(
    browser: Browser, databases: Databases, tmp_path: Path
) -> None:
    with open_hall(databases.migrated("sqlite"), tmp_path) as hall, new_context(browser) as context:
        equip(context)
        phone = pair(context, hall.link("Haupteingang"))
        hall.liar.lies = True
        made: list[dict[str, str]] = []
        scans: Counter[str] = Counter()
        for number, ticket in enumerate(make_scans()):
            if number == NEW_LINK_AT:
                made += phone.evaluate("testPhone.made()")
                pair_anew(phone, hall)
            code = strange(number) if ticket is None else hall.codes[ticket]
            scans[code] += 1
            scan(phone, code)
            expect(phone.locator("[data-screen=scanner]")).to_be_visible()
            phone.evaluate(ASK_AGAIN)
            phone.wait_for_timeout(PAUSE_MS)
        made += phone.evaluate("testPhone.made()")
        hear_all_lies(phone, hall.liar)
        hall.liar.lies = False
        await_all_sent(phone)
        assert_in_the_books(hall, made, scans)


def await_all_sent(phone: Page) -> None:
    """Wait until nothing waits any more, for whatever reason."""
    phone.evaluate(ASK_AGAIN)
    for _ in range(PATIENCE_MS // 500):
        if not phone.evaluate("testPhone.unsent()"):
            return
        phone.wait_for_timeout(500)
        phone.evaluate(ASK_AGAIN)
    raise AssertionError(f"never sent: {phone.evaluate('testPhone.unsent()')}")


def hear_all_lies(phone: Page, liar: Liar) -> None:
    """Go on until each kind of lie was told: a fast phone may not have met all of them yet."""
    for _ in range(PATIENCE_MS // 500):
        if all(liar.met[each] for each in [*LIES, *Way]):
            return
        phone.evaluate(ASK_AGAIN)
        phone.wait_for_timeout(500)
    raise AssertionError(f"only these were told: {liar.met}")


def assert_in_the_books(hall: Hall, made: Sequence[dict[str, str]], scanned: Counter[str]) -> None:
    """Each scan that a phone stored is in the books once; none was made of nothing."""
    with hall.app.app_context():
        scans = scans_of("saal")
        stored = {each.scan_id for each in scans}
        assert {seal("scan", UUID(each["scan_id"])) for each in made} <= stored
        assert len(scans) == len(made) == len({each["scan_id"] for each in made})
        asked = Counter(each["code"] for each in made)
        assert sum(asked.values()) >= ROUNDS
        # The first scan, and at most one automatic repeat of it.
        assert {device.name for device in {each.device for each in scans}} == {
            "Haupteingang",
            "Hof",
        }
    assert_repeated_once(asked, scanned)


def assert_repeated_once(asked: Counter[str], scanned: Counter[str]) -> None:
    wanted: Counter[str] = Counter()
    for code, times in scanned.items():
        wanted[code.rpartition("/")[2]] += times
    assert {code: times for code, times in asked.items() if times > 2 * wanted[code]} == {}
