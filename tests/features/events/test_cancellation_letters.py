"""Who is told that an event is cancelled, in which words, and what else then says so."""

from typing import Any, cast

import pytest
from flask import Flask
from icalendar import Calendar

from ortenaudigital.audit.models import Entry
from ortenaudigital.bookings import letters as guest_letters
from ortenaudigital.bookings.changes import cancel_tickets
from ortenaudigital.bookings.documents import calendar_file, calendar_method, tickets_pdf
from ortenaudigital.bookings.queries import get_booking
from ortenaudigital.event_changes.states import list_moves
from ortenaudigital.fair.applications import letters as exhibitor_letters
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.queries import list_letters
from tests.factories import BOOKED_AT, make_booking, make_event, make_exhibitor
from tests.features.bookings.test_documents import texts_of
from tests.features.events.states import CANCELLED, PUBLISHED, become, labels, methods


def test_who_is_told_is_everybody_with_a_ticket_and_every_exhibitor(context: Flask) -> None:
    event = make_event()
    booking = make_booking(event)
    gone = make_booking(event, first_name="Ali", email="ali@example.org")
    make_exhibitor(event)
    make_exhibitor(event, confirmed=False, accepted=False, name="Fremd")
    with transaction():
        cancel_tickets(get_booking(gone.id), {1}, BOOKED_AT)
    concerned = list_moves(event, BOOKED_AT).concerned
    assert (concerned.bookings.bookings, concerned.exhibitors, concerned.any) == (1, 1, True)
    become(event, CANCELLED, tell=True)
    assert labels(guest_letters.EVENT_CANCELLED) == [booking.reference]
    assert labels(exhibitor_letters.EVENT_CANCELLED) == ["Rebsensor"]


def test_nobody_is_told_unless_it_is_wished(context: Flask) -> None:
    event = make_event()
    make_booking(event)
    before = len(list_letters())
    become(event, CANCELLED)
    become(event, PUBLISHED)
    assert len(list_letters()) == before
    actions = list(db.session.scalars(db.select(Entry.action).order_by(Entry.id)))
    assert actions[-2:] == ["events.cancelled", "events.published"]


@pytest.mark.parametrize(
    ("language", "subject", "words"),
    [
        ("de", "Abgesagt: ", "findet Ortenau Digital 2027 nicht statt"),
        ("en", "Cancelled: ", "Ortenau Digital 2027 will not take place"),
        ("fr", "Annulé\u202f: ", "Ortenau Digital 2027 n’aura pas lieu"),
    ],
)
def test_the_letter_says_it_in_the_language_of_who_booked(
    context: Flask, language: str, subject: str, words: str
) -> None:
    event = make_event()
    booking = make_booking(event, language=language)
    exhibitor = make_exhibitor(event, language=language)
    become(event, CANCELLED, tell=True)
    letter = guest_letters.event_cancelled(str(booking.id))
    assert letter is not None
    assert letter.subject.startswith(subject)
    assert words in " ".join(letter.text.split())
    assert words in " ".join(letter.html.replace("&#39;", "'").split())
    assert methods(letter) == ["CANCEL"]
    to_exhibitor = exhibitor_letters.event_cancelled(str(exhibitor.id))
    assert to_exhibitor is not None
    assert words in " ".join(to_exhibitor.text.split())


def test_letters_that_wait_say_what_holds_when_they_leave(context: Flask) -> None:
    event = make_event()
    booking, exhibitor = make_booking(event), make_exhibitor(event)
    subject = str(booking.id)
    assert guest_letters.event_cancelled(subject) is None
    become(event, CANCELLED, tell=True)
    confirmation = guest_letters.confirmation(subject)
    assert confirmation is not None
    assert confirmation.subject.startswith("Abgesagt")
    assert guest_letters.event_changed(subject) is None
    assert exhibitor_letters.assignment(str(exhibitor.id)) is None

    become(event, PUBLISHED, tell=True)
    assert guest_letters.event_cancelled(subject) is None
    assert exhibitor_letters.event_cancelled(str(exhibitor.id)) is None
    changed = guest_letters.event_changed(subject)
    assert changed is not None
    assert "Bisher: abgesagt" in changed.text
    assert "Jetzt: Die Veranstaltung findet statt." in changed.text
    assert methods(changed) == ["PUBLISH"]
    assert labels(guest_letters.EVENT_CHANGED) == [booking.reference]


def test_documents_of_a_cancelled_event_say_so(context: Flask) -> None:
    event = make_event()
    booking = make_booking(event)
    before = _entry(booking.id)
    become(event, CANCELLED)
    booking = get_booking(booking.id)
    assert "Abgesagt: Diese Veranstaltung findet nicht statt." in texts_of(tickets_pdf(booking))[0]
    assert calendar_method(booking) == "CANCEL"
    entry = _entry(booking.id)
    assert str(entry["STATUS"]) == "CANCELLED"
    assert entry["UID"] == before["UID"]
    assert entry["SEQUENCE"] > before["SEQUENCE"]
    become(event, PUBLISHED)
    again = _entry(booking.id)
    assert str(again["STATUS"]) == "CONFIRMED"
    assert again["SEQUENCE"] > entry["SEQUENCE"]


def _entry(booking_id: Any) -> Any:
    content = calendar_file(get_booking(booking_id), BOOKED_AT)
    return cast("Any", Calendar.from_ical(content)).walk("VEVENT")[0]
