"""What an event needs now stands on its overview, the most urgent first, each with its link."""

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.accounts.permissions import Role
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.models import Letter, LetterState
from ortenaudigital.reporting.attention.items import Subject
from ortenaudigital.web.organiser.event.attention.ways import WAYS
from tests.factories import (
    PASSWORD,
    make_booking,
    make_event,
    make_exhibitor,
    make_organiser,
    make_report,
)
from tests.web.forms import page_of, submit, text_of

SLUG = "ortenau-digital-2027"


def tasks(browser: FlaskClient, slug: str = SLUG) -> list[tuple[str, str]]:
    items = page_of(browser.get(f"/orga/{slug}/")).xpath("//ul[@class='todo']/li/*")
    return [(" ".join(each.text_content().split()), each.get("href")) for each in items]


def test_every_subject_has_words_and_a_link() -> None:
    assert set(WAYS) == set(Subject)


def test_the_most_urgent_comes_first_and_each_leads_on(app: Flask, organiser: FlaskClient) -> None:
    now = utc_now()
    first = (now + timedelta(days=30)).date()
    with app.app_context():
        event = make_event(first=first, second=first + timedelta(days=1), quota=10)
        make_booking(event, now - timedelta(days=1), number=6)
        make_exhibitor(event, accepted=False)
        make_exhibitor(event, name="Zweite", email="z@example.org", website="https://z.example")
        make_report(event, now - timedelta(days=2))
        other = make_event(slug="anderes", title="Anderes")
        make_report(other, now)
        with transaction():
            db.session.query(Letter).filter_by(kind="bookings.confirmation").update(
                {"state": LetterState.FAILED}
            )
    found = tasks(organiser)
    assert [url for _, url in found] == [
        f"/orga/postausgang?status=failed&veranstaltung={SLUG}",
        f"/orga/{SLUG}/aussteller/entscheiden",
        "/orga/meldungen",
        f"/orga/{SLUG}/aussteller?status=accepted",
        f"/orga/{SLUG}/buchungen",
        f"/orga/{SLUG}/staende",
    ]
    words = [each for each, _ in found]
    assert words[0] == "1 Brief ist gescheitert"
    assert words[1].startswith("1 Bewerbung wartet auf Ihre Entscheidung Die älteste wartet seit")
    assert words[2].startswith("1 Meldung ist noch nicht beantwortet Seit")
    assert words[4] == "Bürgerticket: noch 4 Plätze frei, in etwa 5 Tagen voll"
    for _, url in found:
        assert organiser.get(url).status_code in (200, 302, 303)


def test_a_calm_event_says_so(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        make_event(stands="")
    assert tasks(organiser) == []
    assert "Gerade ist nichts zu tun." in text_of(organiser.get(f"/orga/{SLUG}/"))


def test_nobody_is_asked_for_what_they_may_not_do(app: Flask) -> None:
    now = utc_now()
    with app.app_context():
        first = (now + timedelta(days=10)).date()
        event = make_event(first=first, second=first + timedelta(days=1), state="draft")
        make_report(event, now)
        make_organiser("messe@example.org", Role.FAIR_OFFICE, get_event(SLUG))
        make_organiser("orga@example.org", Role.ORGANISER, get_event(SLUG))
    seen = {}
    for name in ("messe", "orga"):
        browser = app.test_client()
        submit(browser, "/orga/anmelden", email=f"{name}@example.org", password=PASSWORD)
        seen[name] = [words for words, _ in tasks(browser)]
    assert seen["orga"][0].startswith("Noch ein Entwurf: Jetzt veröffentlichen Bis dahin")
    assert seen["orga"][1].startswith("1 Meldung ist")
    assert seen["messe"] == [
        "Noch ein Entwurf, den nur das Team sieht",
        "3 Standplätze sind noch frei",
    ]
