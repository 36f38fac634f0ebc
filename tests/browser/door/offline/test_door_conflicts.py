"""Two phones that cannot hear of one another, and lines that break whenever they like."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import DESK, new_context
from tests.browser.door.phones import (
    Shown,
    admissions_of,
    await_sent,
    equip,
    make_tickets,
    pair,
    pairing_link,
    scan,
    scan_all,
    scans_of,
    short_code_of,
)
from tests.browser.network.line import Line, State, open_line
from tests.browser.people import log_in
from tests.browser.site import open_app, serve
from tests.conftest import Databases
from tests.factories import make_event_today, make_organiser
from tests.smtp import free_port

PHONES = ("Haupteingang", "Seiteneingang")
SHARED, OWN = 12, 6
ROUNDS, TICKETS = 100, 60
SEED = 3
ASK_AGAIN = "dispatchEvent(new Event('online'))"


@dataclass(frozen=True)
class Hall:
    """A server, the line that phones reach it by, and the tickets of an event."""

    app: Flask
    base: str
    line: Line
    codes: Sequence[str]


@contextmanager
def open_hall(database_url: str, folder: Path, number: int) -> Iterator[Hall]:
    port, outer = free_port(), free_port()
    # What the app is told is where phones find it: at the outer end of the line.
    with open_app(database_url, folder, outer) as app:
        with app.app_context():
            make_organiser()
            codes = make_tickets(make_event_today(slug="saal", quota=number), number)
        with serve(database_url, folder, port) as base, open_line(outer, port, SEED) as line:
            yield Hall(app, base, line, codes)


@contextmanager
def two_phones(browser: Browser, hall: Hall) -> Iterator[list[Page]]:
    with hall.app.app_context():
        links = [pairing_link("saal", name) for name in PHONES]
    with new_context(browser) as first, new_context(browser) as second:
        for context in (first, second):
            equip(context)
        yield [pair(context, link) for context, link in zip((first, second), links, strict=True)]


@dataclass(frozen=True)
class Done:
    """What a phone showed for a code."""

    device: str
    code: str
    shown: Shown


def assert_nothing_lost(hall: Hall, done: Sequence[Done]) -> int:
    """Every scan is in the books once, every ticket was let in once; return the conflicts."""
    with hall.app.app_context():
        scans = scans_of("saal")
        booked = Counter((each.device.name, each.ticket.short_code, each.shown) for each in scans)
        assert booked == Counter(
            (each.device, short_code_of(each.code), each.shown.verdict) for each in done
        )
        let_in = Counter(s.ticket.short_code for s in scans if s.verdict == "welcome")
        assert admissions_of("saal") == let_in
        assert set(let_in) == {short_code_of(each.code) for each in done}
        assert set(let_in.values()) == {1}
        twice = [each for each in scans if (each.shown, each.verdict) == ("welcome", "already_in")]
        assert [each.scan_id for each in scans if each.conflict] == [each.scan_id for each in twice]
        return len(twice)


def test_two_phones_offline_let_the_same_people_in(
    browser: Browser, databases: Databases, tmp_path: Path
) -> None:
    with open_hall(databases.migrated("sqlite"), tmp_path, SHARED + 2 * OWN) as hall:
        shared, own = hall.codes[:SHARED], hall.codes[SHARED:]
        with two_phones(browser, hall) as phones:
            hall.line.become(State.DEAD)
            done = []
            for phone, name, mine in zip(phones, PHONES, (own[:OWN], own[OWN:]), strict=True):
                phone.evaluate(ASK_AGAIN)
                phone.locator("[data-bar=offline]").wait_for()
                codes = [*shared, *mine]
                shown = scan_all(phone, codes)
                assert {each.verdict for each in shown} == {"welcome"}
                done += [Done(name, *each) for each in zip(codes, shown, strict=True)]
            hall.line.become(State.WHOLE)
            for phone in phones:
                phone.evaluate(ASK_AGAIN)
                await_sent(phone)
        assert assert_nothing_lost(hall, done) == SHARED
        with new_context(browser, DESK) as context:
            assert_listed_once(context.new_page(), hall, shared)


def assert_listed_once(desk: Page, hall: Hall, shared: Sequence[str]) -> None:
    """The organiser sees each conflict once, with both devices."""
    log_in(desk, hall.base)
    desk.goto(f"{hall.base}/orga/saal/einlass/konflikte")
    conflicts = desk.get_by_role("list", name="Konflikte von").locator(":scope > li")
    expect(conflicts).to_have_count(len(shared))
    listed = conflicts.all_inner_texts()
    assert all(name in words for name in PHONES for words in listed)
    with hall.app.app_context():
        for code in shared:
            assert sum(short_code_of(code) in words for words in listed) == 1


@pytest.mark.long
def test_a_line_that_breaks_loses_and_doubles_nothing(
    browser: Browser, databases: Databases, tmp_path: Path
) -> None:
    draw = random.Random(SEED)
    with open_hall(databases.migrated("sqlite"), tmp_path, TICKETS) as hall:
        with two_phones(browser, hall) as phones:
            hall.line.become(State.BREAKING)
            done = []
            for _ in range(ROUNDS):
                for phone, name in zip(phones, PHONES, strict=True):
                    code = draw.choice(hall.codes)
                    done.append(Done(name, code, scan(phone, code)))
                    phone.evaluate(ASK_AGAIN)
            hall.line.become(State.WHOLE)
            for phone in phones:
                phone.evaluate(ASK_AGAIN)
                await_sent(phone)
        # Where nothing broke nothing was tested.
        assert hall.line.breaks["request"] > ROUNDS / 4
        assert hall.line.breaks["answer"] > ROUNDS / 4
        assert_nothing_lost(hall, done)
