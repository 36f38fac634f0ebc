"""A date that moves takes tickets, stands and calendars along, and everybody is told."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from ortenaudigital.bookings import letters as booking_letters
from ortenaudigital.bookings.changes import cancel_tickets
from ortenaudigital.bookings.queries import get_booking
from ortenaudigital.fair.applications import letters as stand_letters
from ortenaudigital.fair.placement.commands import assign
from ortenaudigital.fair.placement.queries import list_free_slots
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.commands import mark_sent
from ortenaudigital.outbox.queries import list_letters
from tests.factories import BOOKED_AT, event_file_text, make_booking, make_event, make_exhibitor
from tests.features.checkin.door import Phone
from tests.features.events.imports import (
    MOVE,
    MOVED,
    dates_of,
    do_import,
    entries_of,
    faults_of,
    letters_of,
)

pytestmark = pytest.mark.usefixtures("towns")


LANGUAGES = {"de": ("Bisher", "Jetzt"), "en": ("Before", "Now"), "fr": ("Avant", "Maintenant")}


def test_a_moved_date_is_refused_until_it_is_decided(context: Flask) -> None:
    event = make_event()
    make_booking(event, number=3)
    make_booking(event, number=2)
    faults = faults_of(MOVED)
    assert faults == [
        "day: 5 tickets are booked for 2027-10-01; "
        "--move 2027-10-01=DATE moves them and tells everybody",
    ]
    assert dates_of(event) == ["2027-09-30", "2027-10-01"]
    assert letters_of("bookings.event_changed") == []


def test_a_move_takes_tickets_stands_and_calendars_along_and_tells_everybody(
    context: Flask,
) -> None:
    event = make_event()
    kept = make_booking(event, number=2)
    gone = make_booking(event)
    holder = make_exhibitor(event)
    turned_down = make_exhibitor(event, accepted=False, name="Nein GmbH", email="n@example.org")
    with transaction():
        cancel_tickets(gone, {1}, BOOKED_AT)
        slot = next(each for each in list_free_slots(event) if each.stand.label == "A2")
        assign(slot, holder, BOOKED_AT, "olga")
    before = entries_of(kept)
    outcome = do_import(MOVED, moves=MOVE)
    assert (outcome.bookings.bookings, outcome.exhibitors) == (1, 2)
    assert dates_of(event) == ["2027-09-30", "2027-10-08"]
    assert letters_of("bookings.event_changed") == [kept.reference]
    assert letters_of("stands.event_changed") == sorted([holder.name, turned_down.name])
    after = entries_of(kept)
    assert [each["uid"] for each in after] == [each["uid"] for each in before]
    assert after[0]["sequence"] > before[0]["sequence"]
    assert after[0]["dtstart"].dt == datetime(2027, 10, 8, 6, 30, tzinfo=UTC)
    (assigned,) = db.session.get_one(type(holder), holder.id).assignments
    assert assigned.slot.day.date == date(2027, 10, 8)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_letter_says_what_was_and_what_is(context: Flask, language: str) -> None:
    event = make_event()
    booking = make_booking(event, language=language)
    exhibitor = make_exhibitor(event, language=language)
    changed = MOVED.replace('"Stadthalle"', '"Festhalle"').replace("08:30", "10:00")
    do_import(changed, moves=MOVE, announce=True)
    db.session.rollback()
    letter = booking_letters.event_changed(str(booking.id))
    other = stand_letters.event_changed(str(exhibitor.id))
    assert letter is not None
    assert other is not None
    was, now = LANGUAGES[language]
    for text in (letter.text, letter.html, other.text, other.html):
        flat = " ".join(text.split())
        assert flat.count(f"{was}") >= 2, flat
        assert now in flat
        for piece in ("Stadthalle", "Festhalle", "2027", "8", "10"):
            assert piece in flat
        assert flat.index("Stadthalle") < flat.index("Festhalle")
    tickets, calendar = letter.enclosures
    assert tickets.data.startswith(b"%PDF")
    assert b"SEQUENCE:1" in calendar.data
    assert booking.reference in letter.subject


def test_nobody_is_written_to_whose_tickets_are_cancelled_meanwhile(context: Flask) -> None:
    event = make_event()
    booking = make_booking(event)
    do_import(MOVED, moves=MOVE)
    with transaction():
        cancel_tickets(get_booking(booking.id), {1}, BOOKED_AT)
    assert booking_letters.event_changed(str(booking.id)) is None


def test_a_second_change_before_the_letter_tells_from_the_first_on(context: Flask) -> None:
    event = make_event()
    booking = make_booking(event)
    do_import(MOVED, moves=MOVE)
    again = {date(2027, 10, 8): date(2027, 10, 15)}
    do_import(event_file_text(second="2027-10-15"), moves=again)
    db.session.rollback()
    letter = booking_letters.event_changed(str(booking.id))
    assert letter is not None
    assert "Bisher: Freitag, 1. Oktober 2027" in letter.text
    assert "Jetzt: Freitag, 15. Oktober 2027" in letter.text
    assert entries_of(booking)[0]["sequence"] == 2


def test_what_waits_for_another_event_is_nothing_to_this_one(context: Flask) -> None:
    event = make_event()
    booking = make_booking(event)
    make_booking(make_event(slug="anderes"))
    do_import(event_file_text(slug="anderes", second="2027-10-08"), moves=MOVE)
    do_import(MOVED, moves=MOVE)
    with transaction():
        for letter in list_letters():
            if letter.subject_id == str(booking.id):
                mark_sent(letter.id, BOOKED_AT)
    again = {date(2027, 10, 8): date(2027, 10, 15)}
    do_import(event_file_text(second="2027-10-15"), moves=again)
    db.session.rollback()
    letter = booking_letters.event_changed(str(booking.id))
    assert letter is not None
    assert "Bisher: Freitag, 8. Oktober 2027" in letter.text


def test_two_days_change_places(context: Flask) -> None:
    event = make_event()
    booking = make_booking(event)
    uid = entries_of(booking)[0]["uid"]
    swap = {date(2027, 9, 30): date(2027, 10, 1), date(2027, 10, 1): date(2027, 9, 30)}
    text = event_file_text().replace("admits_to = [2027-10-01]", "admits_to = [2027-09-30]")
    do_import(text, moves=swap)
    (entry,) = entries_of(booking)
    assert entry["uid"] == uid
    assert entry["dtstart"].dt == datetime(2027, 9, 30, 7, 0, tzinfo=UTC)


def test_a_new_day_on_the_old_date_is_another_entry_in_calendars(context: Flask) -> None:
    event = make_event()
    booking = make_booking(event)
    do_import(MOVED, moves=MOVE)
    day = '[[day]]\ndate = 2027-10-01\nopens = "09:00"\ncloses = "10:00"\n'
    text = MOVED.replace("[[ticket_type]]", f"{day}[[ticket_type]]", 1)
    do_import(text.replace("[2027-10-08]\nquota", "[2027-10-01, 2027-10-08]\nquota"))
    uids = {str(entry["uid"]) for entry in entries_of(booking)}
    assert len(uids) == 2


def test_a_day_with_admissions_is_not_moved(context: Flask, now: datetime) -> None:
    event = make_event()
    code = make_booking(event).tickets[0].short_code
    Phone(event).send(now, code)
    # The clock of a phone may be ahead; the doors are not open yet for who imports.
    before = datetime(2027, 10, 1, 6, 0, tzinfo=UTC)
    assert "--move: 1 person was let in on 2027-10-01 already" in faults_of(
        MOVED, before, moves=MOVE
    )
