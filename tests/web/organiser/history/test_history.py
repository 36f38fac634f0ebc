"""The history as the organisers search it, and its words for whatever is written down."""

import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import urljoin

import pytest
from flask import Flask, get_template_attribute
from flask.testing import FlaskClient
from sqlalchemy import select

import ortenaudigital
from ortenaudigital.accounts.models import User
from ortenaudigital.audit.commands import record
from ortenaudigital.audit.models import Entry
from ortenaudigital.kernel import paging
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.web.organiser.history.actions import known_actions
from tests.factories import make_booking, make_device, make_event, make_exhibitor
from tests.web.forms import page_of, text_of

EVENT = "/orga/ortenau-digital-2027/verlauf"
# What stands in the place of `{…}` in an action.
PARTS = {
    "bookings.wait_list_{state}": ("left", "removed", "closed"),
    "bookings.wait_list_{word}": ("opened", "closed"),
    "events.{wanted}": ("draft", "published", "cancelled"),
    "mailings.{deed}": ("begun", "changed", "sent", "scheduled"),
    "stands.{state}": ("accepted", "rejected", "wait_listed"),
}
DETAILS = {"number": 1, "tickets": 1, "letters": 1, "days": [], "answer": "ja", "settings": []}
DETAILS |= {"list": "bookings", "rows": 1, "filters": ["q"]}
DETAILS |= {"deed": "added", "label": "A 1"}
CALL = re.compile(r'\brecord\(\s*f?"([a-z_]+\.[a-z_{}]+)"')

# Handed on to what writes it down, with the moment.
HANDED_ON = re.compile(r'"(accounts\.[a-z_]+)",[^)]*\bnow\)')


def actions() -> list[str]:
    """Find what the code writes down, by its calls; parts of a word are filled in."""
    root = Path(ortenaudigital.__file__).parent
    texts = [file.read_text() for file in root.rglob("*.py")]
    found = {each for text in texts for each in CALL.findall(text)}
    found |= {each for text in texts for each in HANDED_ON.findall(text)}
    assert {"accounts.app_added", "accounts.password_reset", "accounts.invited"} <= found
    assert len(found) > 90
    whole = {each for each in found if "{" not in each}
    for each in found - whole:
        whole |= {re.sub(r"\{\w+\}", part, each) for part in PARTS[each]}
    return sorted(whole)


def named_actions() -> set[str]:
    """Find what the code calls as actions are called, and what pages have words for."""
    root = Path(ortenaudigital.__file__).parent
    code = "".join(file.read_text() for file in sorted(root.rglob("*.py")))
    deed = get_template_attribute("macros/words.html", "deed")
    area_deed = get_template_attribute("organiser/history/deeds.html", "area_deed")
    found = {*re.findall(r'"([a-z]+\.[a-z_]+)"', code), *actions()}
    entries = [Entry(action=each, details=DETAILS) for each in found]
    known = {each.action: area_deed(each, deed(each).strip()) for each in entries}
    return {action for action, words in known.items() if action not in words}


@pytest.mark.one_database("words are made in Python")
def test_every_action_is_found_by_its_words(app: Flask) -> None:
    with app.test_request_context():
        assert named_actions() - set(known_actions()) == set()


@pytest.mark.one_database("words are made in Python")
def test_whatever_is_written_down_has_words(app: Flask) -> None:
    with app.test_request_context():
        deed = get_template_attribute("macros/words.html", "deed")
        area_deed = get_template_attribute("organiser/history/deeds.html", "area_deed")
        for action in actions():
            entry = Entry(action=action, details=DETAILS)
            words = area_deed(entry, deed(entry).strip())
            assert action not in words, action
            assert words.strip(), action


@pytest.fixture
def told(app: Flask) -> str:
    """Write down what is searched for; return the id of the booking."""
    with app.app_context():
        event, other = make_event(), make_event(slug="anderes", title="Anderes")
        booking, exhibitor = make_booking(event, last_name="Gesucht"), make_exhibitor(event)
        device, now = make_device(event, "Handy am Tor")[0], utc_now()
        with transaction():
            record("letters.switched", f"event:{event.id}", "olga@example.org", now, on=True)
            record("bookings.noted", booking.id, "otto@example.org", now, event_id=event.id)
            record("stands.noted", exhibitor.id, "worker", now, event_id=event.id)
            record(
                "x.unknown",
                f"event:{event.id}",
                "worker",
                now - timedelta(days=9),
                was=1,
                becomes=2,
            )
            moved = {"changes": [["ticket_type[gast].quota", 300, 1350]]}
            record("events.imported", f"event:{event.id}", "otto@example.org", now, **moved)
            where = {"event_id": event.id, "allowed": True}
            record("checkin.override_set", f"device:{device.id}", "olga@example.org", now, **where)
            record("events.published", f"event:{other.id}", "olga@example.org", now)
            record("privacy.announced", "privacy", "worker", now)
        return str(booking.id)


def shown(browser: FlaskClient, url: str) -> list[str]:
    page = page_of(browser.get(url))
    return [" ".join(each.text_content().split()) for each in page.xpath("//tbody//th/p[1]")]


@pytest.mark.parametrize(
    ("query", "found", "left_out"),
    [
        ("", "Brief eingeschaltet", "Veröffentlicht"),
        ("", "Anderes (x.unknown)", "Löschung angekündigt"),
        ("?bereich=letters", "Brief eingeschaltet", "Notiz geändert"),
        ("?wer=OTTO", "Notiz geändert", "Brief eingeschaltet"),
        ("?wer=worker", "Anderes (x.unknown)", "Brief eingeschaltet"),
        ("?q=Gesucht", "Notiz geändert", "Brief eingeschaltet"),
        ("?q=OTTO", "Notiz geändert", "Brief eingeschaltet"),
        ("?q=automatisch", "Anderes (x.unknown)", "Brief eingeschaltet"),
        ("?q=eingeschaltet", "Brief eingeschaltet", "Notiz geändert"),
        ("?q=tor+am", "Darf von Hand einlassen", "Brief eingeschaltet"),
        ("?q=1.350", "Angaben der Veranstaltung geändert", "Notiz geändert"),
        ("?q=Plätze+otto", "Angaben der Veranstaltung geändert", "Notiz geändert"),
        ("?q=Gesucht+notiz", "Notiz geändert", "1 Ticket gebucht"),
        ("?q=eingeschaltet&wer=olga", "Brief eingeschaltet", "Notiz geändert"),
    ],
)
def test_the_history_of_an_event_is_searched(
    organiser: FlaskClient, told: str, query: str, found: str, left_out: str
) -> None:
    words = shown(organiser, EVENT + query)
    assert found in words
    assert left_out not in words


def test_the_history_is_narrowed_to_days(organiser: FlaskClient, told: str) -> None:
    old = (utc_now() - timedelta(days=9)).date()
    assert shown(organiser, f"{EVENT}?bis={old + timedelta(days=1)}") == ["Anderes (x.unknown)"]
    assert "Anderes (x.unknown)" not in shown(organiser, f"{EVENT}?von={old + timedelta(days=2)}")
    assert organiser.get(f"{EVENT}?von=0001-01-01&bis=9999-12-31").status_code == 200


def test_the_history_of_the_house_has_that_of_all_events(organiser: FlaskClient, told: str) -> None:
    words = shown(organiser, "/orga/verlauf")
    assert {"Brief eingeschaltet", "Veröffentlicht", "Löschung angekündigt"} <= set(words)


def test_an_entry_leads_to_what_it_is_about(organiser: FlaskClient, told: str) -> None:
    page = page_of(organiser.get(f"{EVENT}?wer=otto"))
    assert page.xpath(f"//tbody//a[contains(@href, '{told}')]")
    assert "otto@example.org" in text_of(organiser.get(f"{EVENT}?wer=otto"))


def test_who_logs_in_is_named_as_long_as_the_account_is_there(
    app: Flask, organiser: FlaskClient
) -> None:
    def rows(query: str = "") -> list[list[str]]:
        trs = page_of(organiser.get(f"/orga/verlauf{query}")).xpath("//tbody/tr")
        return [[" ".join(cell.text_content().split()) for cell in tr] for tr in trs]

    with app.app_context():
        user = db.session.scalars(select(User)).one()
        address, number = user.email, user.id
        with transaction():
            for each in (number, number + 1):
                record("accounts.password_changed", f"user:{each}", f"user:{each}", utc_now())
    mine = [row[:3] for row in rows(f"?q={address.title()}")]
    assert mine == [[each, address, address] for each in ("Passwort geändert", "Angemeldet")]
    assert [row[:3] for row in rows(f"?wer={address[:4]}")] == mine
    gone = f"Konto Nr. {number + 1}"
    assert ["Passwort geändert", gone, "Orga (Name gelöscht)"] in [row[:3] for row in rows()]
    form = next(f for f in page_of(organiser.get("/orga/verlauf")).forms if ".csv" in f.action)
    file = organiser.post(form.action, data=dict(form.form_values())).text
    assert f"user:{number};" not in file
    assert file.count(address) >= 4


def test_the_history_is_leafed_through(
    organiser: FlaskClient, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = shown(organiser, EVENT)
    monkeypatch.setattr(paging, "PAGE_SIZE", 2)
    pages, url = [], EVENT
    while url:
        page = page_of(organiser.get(url))
        pages += [" ".join(each.text_content().split()) for each in page.xpath("//tbody//th/p[1]")]
        older = page.xpath("//a[@rel='next']/@href")
        url = urljoin(EVENT, older[0]) if older else ""
    assert pages == whole
