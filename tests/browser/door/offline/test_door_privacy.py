"""What a phone keeps of people: name and kind of ticket, and nothing after it was revoked."""

import json
import re
from string import ascii_uppercase
from typing import Any

from playwright.sync_api import Browser, BrowserContext

from ortenaudigital.bookings.models import Ticket
from ortenaudigital.checkin.devices.commands import revoke
from ortenaudigital.checkin.queries import list_devices
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.codes import read_code
from ortenaudigital.kernel.db import db, transaction
from tests.browser.chromium import new_context
from tests.browser.door.phones import await_sent, equip, kept, make_door, pair, pairing_link, scan
from tests.browser.site import Site

# What the list knows of a ticket: number, fingerprints of its codes, words to find it by, name,
# type and state.
FIELDS = {"ref", "codes", "keys", "name", "type", "cancelled", "in", "pending"}
CODE = re.compile(r"\b[A-Z2-7]{26}\b")
NAMES = ("Erika", "Müller", "Łukasz", "Şahin", "Weg")


def codes_in(dump: Any) -> set[str]:
    # The decoder knows the alphabet.
    return set(CODE.findall(json.dumps(dump, ensure_ascii=False))) - {ascii_uppercase}


def about_people(dump: Any) -> list[str]:
    """List what in a dump of the phone is about anybody's ticket."""
    words = json.dumps(dump, ensure_ascii=False)
    hashes = [str(code) for row in tickets_in(dump) for code in row["codes"]]
    return [each for each in (*NAMES, "OD-", "@example.org", *hashes) if each in words]


def tickets_in(dump: Any) -> list[dict[str, Any]]:
    """List the tickets in the pages of the list, and those that have changed since."""
    stores = dump["databases"].get("einlass", {})
    pages = [ticket for _, page in stores.get("pages", []) for ticket in page]
    return pages + [ticket for _, ticket in stores.get("tickets", [])]


def queue_in(dump: Any) -> list[dict[str, Any]]:
    return [entry for _, entry in dump["databases"]["einlass"]["queue"]]


def test_a_phone_keeps_names_and_types_until_it_is_revoked(browser: Browser, site: Site) -> None:
    with site.app.app_context():
        codes = make_door("daten")
        link = pairing_link("daten", "Haupteingang")
    with new_context(browser) as context:
        equip(context)
        phone = pair(context, link)
        for code in codes.values():
            scan(phone, code)
        await_sent(phone)
        dump = kept(phone)
        words = json.dumps(dump, ensure_ascii=False)
        assert {field for row in tickets_in(dump) for field in row} <= FIELDS
        assert {row["name"] for row in tickets_in(dump)} == {
            "Erika Müller",
            "Łukasz Şahin",
            "Erika Weg",
            "Erika Neu",
        }
        assert "example.org" not in words
        assert codes_in(dump) == set()
        assert link.partition("=")[2] not in words
        assert_codes_only_until_sent(context, codes["welcome"], phone)
        assert_nothing_after_revocation(site, phone, about_people(dump))


def assert_codes_only_until_sent(context: BrowserContext, code: str, phone: Any) -> None:
    """A scan that waits has to name its ticket; once it is sent nothing does."""
    context.set_offline(True)
    phone.locator("[data-bar=offline]").wait_for()
    scan(phone, code)
    waiting = kept(phone)
    assert [read_code(entry["code"]) for entry in queue_in(waiting)] == [read_code(code)]
    assert codes_in(waiting) == {read_code(code)}
    context.set_offline(False)
    await_sent(phone)
    assert codes_in(kept(phone)) == set()


def assert_nothing_after_revocation(site: Site, phone: Any, known: list[str]) -> None:
    # The control: what is looked for was there to be found.
    assert {"Müller", "Şahin", "OD-"} < set(known)
    with site.app.app_context():
        with transaction():
            revoke(list_devices(get_event("daten"))[0], utc_now(), "test")
        references = [ticket.short_code for ticket in db.session.query(Ticket)]
    phone.evaluate("dispatchEvent(new Event('online'))")
    phone.get_by_role("heading", name="So koppeln Sie dieses Gerät").wait_for()
    phone.wait_for_timeout(500)
    dump = kept(phone)
    # The app itself stays, as everybody gets it: it has a sample of a name and of a reference.
    shell = json.dumps(dump.pop("caches"), ensure_ascii=False)
    words = json.dumps(dump, ensure_ascii=False)
    assert [each for each in [*known, *references] if each in words] == []
    ours = [each for each in [*known, *references] if each not in ("Erika", "OD-")]
    assert [each for each in ours if each in shell] == []
    assert "/einlass/api/" not in json.dumps(list(kept(phone)["caches"]))
    assert all(not rows for store, rows in dump["databases"]["einlass"].items())
    # Nor is it on the screen, or hidden behind it.
    shown = phone.locator("body").evaluate("body => body.textContent")
    # But for the person on the sample tickets, whom somebody made up.
    shown = shown.replace("Erika Muster (Beispiel)", "")
    assert [each for each in NAMES if each in shown] == []
