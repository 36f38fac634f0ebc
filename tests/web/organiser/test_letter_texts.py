"""Organisers write what stands in letters to guests, look at it, and switch kinds off."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.bookings import letters as booking_letters
from ortenaudigital.bookings.models import Booking
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.texts.queries import find_text
from tests.factories import make_booking, make_event
from tests.web.forms import page_of, submit, text_of


@pytest.fixture
def slug(app: Flask) -> str:
    with app.app_context():
        return make_event().slug


def test_the_usual_text_stands_in_the_form_and_is_nobodys_own(
    app: Flask, organiser: FlaskClient, slug: str
) -> None:
    address = f"/orga/{slug}/briefe/bookings.reminder/de"
    page = page_of(organiser.get(address))
    (words,) = page.xpath("//textarea[@name='introduction']/text()")
    assert "in wenigen Tagen ist {veranstaltung}" in words

    # Saved as it is, it stays the usual one, in whatever words a later version says it.
    answer = submit(organiser, address)

    assert answer.status_code == 303
    with app.app_context():
        assert not find_text(get_event(slug).id, "bookings.reminder", "de")


def test_what_is_saved_stands_in_the_next_letter_and_can_be_taken_back(
    app: Flask, organiser: FlaskClient, slug: str
) -> None:
    address = f"/orga/{slug}/briefe/bookings.confirmation/de"
    answer = submit(organiser, address, introduction="Hallo {name}, bringen Sie gute Laune mit.")
    assert answer.status_code == 303
    words = text_of(organiser.get(address))
    assert "Eigener Text" in words
    assert "Hallo Erika Beispiel, bringen Sie gute Laune mit." in words
    assert "Text geändert" in words
    with app.app_context():
        booking = make_booking(get_event(slug))
        letter = booking_letters.confirmation(str(booking.id))
        assert letter is not None
        assert "Hallo Erika Müller, bringen Sie gute Laune mit." in letter.text

    assert submit(organiser, address, action="standard").status_code == 303
    with app.app_context():
        assert not find_text(get_event(slug).id, "bookings.confirmation", "de")


def test_the_page_shows_what_is_stored_as_mail_programs_do(
    organiser: FlaskClient, slug: str
) -> None:
    where = f"/orga/{slug}/briefe/bookings.thanks/de"
    submit(organiser, where, introduction="Danke, und bis zum nächsten Mal.")
    (frame,) = page_of(organiser.get(where)).xpath("//iframe/@src")
    assert "bis zum nächsten Mal." in organiser.get(frame).get_data(as_text=True)


def test_a_placeholder_that_there_is_not_is_named_and_nothing_typed_is_lost(
    organiser: FlaskClient, slug: str
) -> None:
    address = f"/orga/{slug}/briefe/bookings.confirmation/de"
    answer = submit(organiser, address, closing="Bis bald, {vorname}")
    assert answer.status_code == 422
    assert "Den Platzhalter „vorname“ gibt es in diesem Brief nicht" in text_of(answer)
    assert page_of(answer).xpath("//textarea[@name='closing']/text()")[0].strip() == (
        "Bis bald, {vorname}"
    )


def test_a_preview_stores_nothing_and_may_be_framed_by_us_alone(
    app: Flask, organiser: FlaskClient, slug: str
) -> None:
    address = f"/orga/{slug}/briefe/bookings.reminder/en"
    token = page_of(organiser.get(address)).xpath("//input[@name='csrf_token']/@value")[0]
    data = {"csrf_token": token, "introduction": "Just a <try>."}
    answer = organiser.post(f"{address}/vorschau", data=data)

    assert answer.status_code == 200
    assert "Just a &lt;try&gt;." in answer.text
    assert '<html lang="en">' in answer.text
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "script" not in policy
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert organiser.get(address).headers["X-Frame-Options"] == "DENY"
    with app.app_context():
        assert not find_text(get_event(slug).id, "bookings.reminder", "en")


def test_kinds_are_switched_off_but_none_that_is_needed(organiser: FlaskClient, slug: str) -> None:
    for kind, words in (
        ("bookings.reminder", "Dieser Brief ist aus."),
        ("bookings.confirmation", "Dieser Brief lässt sich nicht abschalten"),
    ):
        page = organiser.get(f"/orga/{slug}/briefe")
        token = page_of(page).xpath("//input[@name='csrf_token']/@value")[0]
        data = {"csrf_token": token, "on": "no"}
        answer = organiser.post(f"/orga/{slug}/briefe/{kind}/schalter", data=data)
        assert answer.status_code == 303
        assert words in text_of(organiser.get(answer.location))


def test_letters_that_there_are_not_are_not_found(organiser: FlaskClient, slug: str) -> None:
    assert organiser.get(f"/orga/{slug}/briefe/bookings.nichts/de").status_code == 404
    assert organiser.get(f"/orga/{slug}/briefe/bookings.reminder/xx").status_code == 404


def test_a_booking_that_cannot_be_written_to_is_seen_and_can_be_cleared(
    app: Flask, organiser: FlaskClient, slug: str
) -> None:
    with app.app_context():
        booking_id, other = (make_booking(get_event(slug)).id for _ in range(2))
        with transaction():
            db.session.get_one(Booking, booking_id).undelivered_at = utc_now()
    words = "E-Mails kommen nicht an"
    assert "Bei 1 Buchung kommen" in text_of(organiser.get(f"/orga/{slug}/"))
    found = organiser.get(f"/orga/{slug}/buchungen?status=undelivered")
    assert str(booking_id) in found.text
    assert str(other) not in found.text
    page = organiser.get(f"/orga/{slug}/buchungen/{booking_id}")
    assert words in text_of(page)
    token = page_of(page).xpath("//input[@name='csrf_token']/@value")[0]

    address = f"/orga/{slug}/buchungen/{booking_id}/zustellbar"
    assert organiser.post(address, data={"csrf_token": token}).status_code == 303
    assert "an diese Adresse kommen nicht an" not in text_of(
        organiser.get(f"/orga/{slug}/buchungen/{booking_id}")
    )
