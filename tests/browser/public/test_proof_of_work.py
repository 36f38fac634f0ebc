"""Proof of work in a real browser: unnoticed by the keyboard alone; a letter without a script."""

import re

import pytest
from playwright.sync_api import Browser, expect

from ortenaudigital.events.queries import get_event
from ortenaudigital.events.rules import ProofOfWork
from ortenaudigital.kernel.db import transaction
from tests.browser.chromium import new_context
from tests.browser.people import book
from tests.browser.site import Site
from tests.factories import make_event_today


# Once in a process: its tests may run before and after those of other files.
@pytest.fixture(scope="session")
def form_url(site: Site) -> str:
    """The form of an event that always wants a proof."""
    with site.app.app_context():
        slug = make_event_today(slug="nachweis", quota=50).slug
        with transaction():
            get_event(slug).proof_of_work = ProofOfWork.ALWAYS
        return f"{site.base}/{slug}/tickets"


def test_a_booking_by_the_keyboard_passes(browser: Browser, form_url: str) -> None:
    with new_context(browser) as context:
        page = context.new_page()
        page.goto(form_url)
        # Before the browser is ready: the press waits for it.
        page.get_by_label("Vorname").focus()
        for words in ("Erika", "Tastatur"):
            page.keyboard.type(words)
            page.keyboard.press("Tab")
        page.keyboard.type("erika.tastatur@example.org")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile("/buchung/"))
        page.get_by_role("heading", name="Hier ist Ihr Ticket").wait_for()


def test_without_a_script_the_address_is_confirmed(browser: Browser, form_url: str) -> None:
    with new_context(browser, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(form_url)
        mail = {"E-Mail-Adresse": "otto.ohne@example.org"}
        answer = book(page, 1, Vorname="Otto", Nachname="Ohne", **mail)
        assert answer.status == 200
        expect(page).not_to_have_url(re.compile("/buchung/"))
        expect(page.get_by_text("otto.ohne@example.org")).to_be_visible()
