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
def server(databases: Databases, tmp_path: Path) -> Iterator[Server]:
    with open_server(databases.migrated("sqlite"), tmp_path) as running:
        with running.app.app_context():
            make_organiser("olga@example.org")
            event = make_event(stands=stands_text(STANDS))
            make_crowd(event, EXHIBITORS, accepted=True)
        running.start()
        yield running
        running.stop()


def held(app: Flask) -> dict[int, UUID]:
    with app.app_context():
        db.session.rollback()
        event: Event = get_event("ortenau-digital-2027")
        found = read_placements(event, utc_now()).held
        return {slot: holding.exhibitor for slot, holding in found.items()}


def letters_of_placing(app: Flask) -> dict[str, int]:
    with app.app_context():
        db.session.rollback()
        told: dict[str, int] = {}
        for letter in list_letters():
            if letter.kind == "stands.assignment":
                told[letter.subject_id] = told.get(letter.subject_id, 0) + 1
        return told


def check_placed(app: Flask) -> None:
    whose = held(app)
    assert len(whose) == STANDS * DAYS
    assert len(set(whose.values())) == STANDS
    told = letters_of_placing(app)
    assert len(told) == STANDS
    assert set(told.values()) == {1}


@pytest.mark.long
def test_sixty_stands_are_given_by_hand_with_one_press_each(
    browser: Browser, server: Server
) -> None:
    with new_context(browser) as context:
        page = context.new_page()
        log_in(page, server.base)
        page.goto(f"{server.base}/orga/ortenau-digital-2027/belegung")
        counted = Counted(page)
        counted.click("frei", "link")
        for _ in range(STANDS):
            expect(page.locator("button:focus")).to_contain_text("Alle Tage")
            with page.expect_navigation():
                counted.press("Enter")
        counted.click("Mitteilen", "link")
        counted.click("Briefe senden")
        page.get_by_text("60 Briefe gehen hinaus.").wait_for()
        # With one key for each decision it is 62 more, and 130 at most.
        assert counted.number + EXHIBITORS <= 130
    check_placed(server.app)


@pytest.mark.long
def test_the_proposal_places_all_with_ten_actions_at_most(browser: Browser, server: Server) -> None:
    with new_context(browser) as context:
        page = context.new_page()
        log_in(page, server.base)
        page.goto(f"{server.base}/orga/ortenau-digital-2027/belegung")
        counted = Counted(page)
        counted.click("Vorschlag", "link")
        counted.click("Vorschlag berechnen")
        with server.app.app_context():
            assert do_due(utc_now, threading.Event())
        counted.click("Übernehmen")
        counted.click("Mitteilen", "link")
        counted.click("Briefe senden")
        page.get_by_text("60 Briefe gehen hinaus.").wait_for()
        # Accepting all of them at once takes three more: choose all, accept, yes.
        assert counted.number + 3 <= 10
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
        page.get_by_text("Wer passt am besten").wait_for()
    assert len(held(server.app)) == DAYS


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
