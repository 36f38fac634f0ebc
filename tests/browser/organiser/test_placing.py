"""How many actions it takes to decide about 62 exhibitors and to place them on 60 stands."""

import threading
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import get_event
from ortenaudigital.fair.applications.letters import ASSIGNMENT
from ortenaudigital.fair.applications.rules import DECISIONS
from ortenaudigital.fair.placement.reading import read_placements
from ortenaudigital.jobs.worker import do_due
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db
from ortenaudigital.outbox.queries import list_letters
from tests.browser.chromium import new_context
from tests.browser.people import log_in
from tests.browser.site import Server, open_server
from tests.conftest import Databases
from tests.factories import make_event, make_organiser
from tests.features.fair.placement.crowd import make_crowd, stands_text

EXHIBITORS, STANDS, DAYS = 62, 60, 2


class Counted:
    """Counts what a person does: each click and each press of a key."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.number = 0

    def click(self, name: str, role: str = "button") -> None:
        self.page.get_by_role(role, name=name).first.click()  # type: ignore[arg-type]
        self.number += 1

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.number += 1


@pytest.fixture
def accepted() -> bool:
    """Say whether all are accepted already."""
    return True


@pytest.fixture
def server(databases: Databases, tmp_path: Path, accepted: bool) -> Iterator[Server]:
    with open_server(databases.migrated("sqlite"), tmp_path) as running:
        with running.app.app_context():
            make_organiser("olga@example.org")
            event = make_event(stands=stands_text(STANDS))
            make_crowd(event, EXHIBITORS, accepted=accepted)
        running.start()
        yield running
        running.stop()


def held(app: Flask) -> dict[int, UUID]:
    with app.app_context():
        db.session.rollback()
        event: Event = get_event("ortenau-digital-2027")
        found = read_placements(event, utc_now()).held
        return {slot: holding.exhibitor for slot, holding in found.items()}


def letters_that_tell(app: Flask) -> dict[str, list[str]]:
    """Return what each exhibitor was told about decision and stand."""
    with app.app_context():
        db.session.rollback()
        told: dict[str, list[str]] = {}
        for letter in list_letters():
            if letter.kind in (*DECISIONS.values(), ASSIGNMENT):
                told.setdefault(letter.subject_id, []).append(letter.kind)
        return told


def check_placed(app: Flask) -> None:
    """Check that 60 have a stand for both days, and that each of the 62 got one letter."""
    whose = held(app)
    assert len(whose) == STANDS * DAYS
    assert len(set(whose.values())) == STANDS
    told = letters_that_tell(app)
    assert len(told) == EXHIBITORS
    assert {len(kinds) for kinds in told.values()} == {1}
    assert sorted(kinds[0] for kinds in told.values()).count(ASSIGNMENT) == STANDS


@pytest.mark.long
@pytest.mark.parametrize("accepted", [False], ids=["by hand"])
def test_a_fair_is_decided_and_placed_by_hand(browser: Browser, server: Server) -> None:
    with new_context(browser) as context:
        page = context.new_page()
        page.set_viewport_size({"width": 1280, "height": 900})
        log_in(page, server.base)
        page.goto(f"{server.base}/orga/ortenau-digital-2027/aussteller")
        counted = Counted(page)
        counted.click("Nacheinander entscheiden", "link")
        with page.expect_navigation(url="**gesammelt=1**"):
            counted.click("Briefe sammeln", "link")
        for _ in range(EXHIBITORS):
            with page.expect_navigation():
                counted.press("a")
        counted.click("Belegung", "link")
        counted.click("frei", "link")
        for _ in range(STANDS):
            expect(page.locator("button:focus")).to_contain_text("Alle Tage")
            with page.expect_navigation():
                counted.press("Enter")
        counted.click("Mitteilen", "link")
        counted.click("Briefe senden")
        page.get_by_text("62 Briefe gehen hinaus.").wait_for()
        assert counted.number <= 130
    check_placed(server.app)


@pytest.mark.long
@pytest.mark.parametrize("accepted", [False], ids=["by the proposal"])
def test_the_proposal_takes_ten_actions_at_most(browser: Browser, server: Server) -> None:
    with new_context(browser) as context:
        page = context.new_page()
        page.set_viewport_size({"width": 1280, "height": 900})
        log_in(page, server.base)
        page.goto(f"{server.base}/orga/ortenau-digital-2027/aussteller")
        counted = Counted(page)
        counted.click("alle 62 gefundenen", "checkbox")
        counted.click("Annehmen…")
        counted.click("Briefe sammeln, bis ich „Mitteilen“ drücke", "checkbox")
        counted.click("Annehmen: 62 Aussteller")
        counted.click("Belegung", "link")
        counted.click("Vorschlag", "link")
        counted.click("Vorschlag berechnen")
        with server.app.app_context():
            assert do_due(utc_now, threading.Event())
        counted.click("Übernehmen")
        counted.click("Mitteilen", "link")
        counted.click("Briefe senden")
        page.get_by_text("62 Briefe gehen hinaus.").wait_for()
        assert counted.number <= 10
    check_placed(server.app)


def test_a_name_is_dragged_onto_a_slot(browser: Browser, server: Server) -> None:
    with new_context(browser) as context:
        page = context.new_page()
        log_in(page, server.base)
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(f"{server.base}/orga/ortenau-digital-2027/belegung")
        # Who needs no power: the first stand has none.
        name = page.locator("[data-exhibitor]").nth(1)
        with page.expect_navigation():
            name.drag_to(page.locator("[data-slot]").first)
        # The next name can be dragged at once, nothing comes before it.
        with page.expect_navigation():
            page.locator("[data-exhibitor]").nth(1).drag_to(page.locator("[data-slot]").nth(DAYS))
        page.get_by_role("heading", name="Noch ohne Platz").wait_for()
        expect(page.get_by_text("Wer passt am besten")).to_have_count(0)
    assert len(held(server.app)) == 2 * DAYS


def test_a_name_is_dragged_onto_the_plan(browser: Browser, server: Server) -> None:
    with new_context(browser) as context:
        page = context.new_page()
        log_in(page, server.base)
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(f"{server.base}/orga/ortenau-digital-2027/belegung?plan=2027-09-30")
        name = page.locator("[data-exhibitor]").nth(1)
        with page.expect_navigation():
            name.drag_to(page.locator("svg a[data-stand]").first)
        page.locator("svg a[data-stand]").first.wait_for()
        assert "plan=2027-09-30" in page.url
    assert len(held(server.app)) == DAYS
