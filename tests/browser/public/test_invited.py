"""Ways to tickets that are not for everyone, without a script: invitation, code, work address."""

import pytest
from playwright.sync_api import Browser, Page, expect

from ortenaudigital.bookings.access.links import invitation_url
from ortenaudigital.bookings.pending.links import proof_key
from ortenaudigital.bookings.pending.models import PendingBooking
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db
from tests.browser.chromium import new_context
from tests.browser.site import Site
from tests.factories import make_event_today
from tests.invited import make_code, make_invitation, set_type, text_of_code

HERE = "Hier ist Ihr Ticket"


def fill(page: Page, email: str) -> None:
    page.get_by_label("Vorname").fill("Erika")
    page.get_by_label("Nachname").fill("Müller")
    page.get_by_label("E-Mail-Adresse").fill(email)
    page.get_by_role("button", name="Kostenlos buchen").click()


@pytest.mark.parametrize("way", ["invitation", "code", "domain"])
def test_the_way_to_a_ticket(browser: Browser, site: Site, way: str) -> None:
    with site.app.app_context():
        event = make_event_today(slug=f"fach-{way}")
        slug = event.slug
        set_type(slug, 1, domains=["achern.de"])
        invited = invitation_url(slug, make_invitation(event, now=utc_now()).id)
        code = text_of_code(make_code(event, utc_now()))
    with new_context(browser, java_script_enabled=False) as context:
        page = context.new_page()
        if way == "invitation":
            page.goto(f"{site.base}/{slug}/{'/'.join(invited.split('/')[-2:])}")
            page.get_by_role("button", name="Zur Buchung").click()
            expect(page.get_by_label("E-Mail-Adresse")).to_have_value("ina@example.org")
            page.get_by_role("button", name="Kostenlos buchen").click()
        elif way == "code":
            page.goto(f"{site.base}/{slug}/")
            page.get_by_role("link", name="Code einlösen").click()
            page.get_by_label("Code").fill(code.lower())
            page.get_by_role("button", name="Weiter zur Buchung").click()
            fill(page, "erika@example.org")
        else:
            page.goto(f"{site.base}/{slug}/")
            page.get_by_role("link", name="Mit dienstlicher E-Mail-Adresse buchen").click()
            fill(page, "erika@achern.de")
            expect(page.get_by_role("heading", level=1)).to_contain_text("Fast geschafft")
            with site.app.app_context():
                asked = db.select(PendingBooking.id).where(
                    PendingBooking.email == "erika@achern.de"
                )
                key = proof_key(db.session.scalars(asked).one())
            page.goto(f"{site.base}/{slug}/bestaetigen/{key}")
            page.get_by_role("button", name="Ja, das war ich").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(HERE)
