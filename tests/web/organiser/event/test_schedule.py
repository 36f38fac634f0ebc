"""One press writes to everybody whom a moved day, other hours or another place concern."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy import select

from ortenaudigital.bookings import letters as booking_letters
from ortenaudigital.bookings.documents import calendar_file
from ortenaudigital.bookings.queries import get_booking
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db
from ortenaudigital.outbox.models import Letter
from tests.factories import make_booking, make_event, make_exhibitor
from tests.web.forms import page_of, submit, text_of


@pytest.fixture
def slug(app: Flask) -> str:
    with app.app_context():
        event = make_event()
        make_booking(event), make_booking(event, email="karl@example.org")
        make_exhibitor(event)
        return event.slug


def letters(app: Flask) -> list[str]:
    with app.app_context():
        found = db.session.scalars(select(Letter.kind).where(Letter.kind.contains("changed")))
        return sorted(found)


def moved(client: FlaskClient, slug: str, **changes: object) -> dict[str, object]:
    dates = ["2027-09-30", "2027-10-08"]
    return {"date": dates, "name": "Illenau", "town": "Achern", "address": "Illenauer Allee 1"}


def test_to_look_changes_nothing_and_restates_the_number(
    app: Flask, organiser: FlaskClient, slug: str
) -> None:
    page = submit(organiser, f"/orga/{slug}/termin", **moved(organiser, slug))

    assert page.status_code == 200
    words = text_of(page)
    assert "Es betrifft 2 Buchungen und 1 Aussteller." in words
    assert "Ändern und 3 Briefe schreiben" in words
    assert "Geändert: Ortenau Digital 2027" in words
    assert "Illenau, Illenauer Allee 1, Achern" in words
    assert letters(app) == []
    with app.app_context():
        event = get_event(slug)
        assert event.venue_name == "Stadthalle"
        assert event.last_day.date.isoformat() == "2027-10-01"
        assert event.before_change is None


def test_one_press_tells_all_with_a_new_entry_for_the_calendar(
    app: Flask, organiser: FlaskClient, slug: str
) -> None:
    with app.app_context():
        booking_id = make_booking(get_event(slug)).id
        before = _entry(calendar_file(get_booking(booking_id), utc_now()))
    page = submit(organiser, f"/orga/{slug}/termin", **moved(organiser, slug))
    data = page_of(page).forms
    sure = next(form for form in data if "sure" in dict(form.form_values()))

    answer = organiser.post(f"/orga/{slug}/termin", data=_as_sent(sure))

    assert answer.status_code == 303
    assert "4 Briefe sind unterwegs." in text_of(organiser.get(answer.location))
    kinds = ["bookings.event_changed"] * 3 + ["stands.event_changed"]
    assert letters(app) == kinds
    with app.app_context():
        letter = booking_letters.event_changed(str(booking_id))
        assert letter is not None
        assert "Bisher: Freitag, 1. Oktober 2027" in " ".join(letter.text.split())
        assert "Jetzt: Illenau, Illenauer Allee 1, Achern" in " ".join(letter.text.split())
        after = _entry(letter.enclosures[1].data)
        assert after["uid"] == before["uid"]
        assert after["sequence"] > before["sequence"]
        assert after["dtstart"].dt.date().isoformat() == "2027-10-08"
    # The same page, sent once more, tells nobody again.
    assert organiser.post(f"/orga/{slug}/termin", data=_as_sent(sure)).status_code == 409
    assert letters(app) == kinds


def _entry(data: bytes) -> Calendar:
    return Calendar.from_ical(data).walk("VEVENT")[0]


def _as_sent(form: object) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in form.form_values():  # type: ignore[attr-defined]  # of lxml
        found.setdefault(name, []).append(value)
    return found


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"date": ["2027-09-30", "morgen"]}, "Bitte geben Sie ein Datum an"),
        ({"opens": ["09:00", "25:00"]}, "Bitte geben Sie Uhrzeiten an"),
        ({"name": " "}, "Bitte füllen Sie dieses Feld aus."),
        ({"date": ["2027-10-01", "2027-10-01"]}, "So lässt sich das nicht ändern"),
        ({}, "Daran ist nichts anders als bisher."),
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(
    organiser: FlaskClient, slug: str, changes: dict[str, object], words: str
) -> None:
    page = submit(organiser, f"/orga/{slug}/termin", **changes)

    assert page.status_code == (422 if changes else 200)
    assert words in text_of(page)
    if "date" in changes:
        assert page_of(page).xpath("//input[@name='date']/@value") == changes["date"]
