"""Imports over bookings: nothing is taken by surprise, and what is decided is told to everybody."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from flask import Flask
from icalendar import Calendar

from ortenaudigital.bookings import letters as booking_letters
from ortenaudigital.bookings.changes import cancel_tickets
from ortenaudigital.bookings.documents import calendar_file
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.queries import get_booking
from ortenaudigital.event_changes.commands import Outcome, import_event
from ortenaudigital.events.errors import EventFileError
from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import get_event
from ortenaudigital.events.rights import Decision
from ortenaudigital.events.sections.toml.event import read_event_file
from ortenaudigital.fair import letters as stand_letters
from ortenaudigital.fair.commands import assign
from ortenaudigital.fair.queries import list_free_slots, list_stands
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.commands import mark_sent
from ortenaudigital.outbox.queries import list_letters
from tests.factories import (
    BOOKED_AT,
    event_file_text,
    make_booking,
    make_event,
    make_exhibitor,
)
from tests.features.checkin.door import Phone
from tests.features.cli.test_commands import run

pytestmark = pytest.mark.usefixtures("towns")

MOVED = event_file_text(second="2027-10-08")
MOVE = {date(2027, 10, 1): date(2027, 10, 8)}
LANGUAGES = {"de": ("Bisher", "Jetzt"), "en": ("Before", "Now"), "fr": ("Avant", "Maintenant")}


def do_import(text: str, now: datetime = BOOKED_AT, **decided: Any) -> Outcome:
    plan = read_event_file(text)
    with transaction():
        return import_event(plan, Decision(**decided), now, "olga")


def faults_of(text: str, now: datetime = BOOKED_AT, **decided: Any) -> list[str]:
    with pytest.raises(EventFileError) as caught:
        do_import(text, now, **decided)
    db.session.rollback()
    return caught.value.faults


def letters_of(kind: str) -> list[str]:
    db.session.rollback()
    return sorted(letter.label for letter in list_letters() if letter.kind == kind)


def entries_of(booking: Booking) -> list[Any]:
    db.session.rollback()
    content = calendar_file(get_booking(booking.id), BOOKED_AT)
    return cast("Any", Calendar.from_ical(content)).walk("VEVENT")


def dates_of(event: Event) -> list[str]:
    db.session.rollback()
    db.session.expire_all()
    return [day.date.isoformat() for day in get_event(event.slug).days]


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


def test_hours_and_place_need_a_decision_and_are_told(context: Flask) -> None:
    event = make_event()
    booking = make_booking(event)
    later = event_file_text(opens="10:00").replace('"Stadthalle"', '"Festhalle"')
    assert [fault.split(":")[0] for fault in faults_of(later)] == ["day[1]", "event.venue"]
    outcome = do_import(later, announce=True)
    assert outcome.bookings.bookings == 1
    assert letters_of("bookings.event_changed") == [booking.reference]
    (entry,) = entries_of(booking)
    assert (entry["sequence"], "Festhalle" in entry["location"]) == (1, True)


def test_another_spelling_and_longer_hours_are_told_to_nobody(context: Flask) -> None:
    event = make_event()
    booking = make_booking(event)
    text = event_file_text(opens="08:00").replace("Hauptstraße 1", "Hauptstr. 1")
    do_import(text, same_place=True)
    assert letters_of("bookings.event_changed") == []
    assert entries_of(booking)[0]["sequence"] == 1
    do_import(text)
    assert entries_of(booking)[0]["sequence"] == 1


def test_a_stand_that_somebody_holds_stops_the_import_by_name(context: Flask) -> None:
    event = make_event()
    exhibitor = make_exhibitor(event)
    with transaction():
        slot = next(each for each in list_free_slots(event) if each.stand.label == "A2")
        assign(slot, exhibitor, BOOKED_AT, "olga")
    text = MOVED.replace("buergerticket", "anders")
    assert faults_of(text) == ["stand: A2 is gone on 2027-10-01, but Rebsensor holds it"]


def test_a_day_that_only_stands_use_can_go(context: Flask) -> None:
    only_first = event_file_text(stands='[[stand]]\nlabel = "A1"').replace(
        "admits_to = [2027-09-30, 2027-10-01]", "admits_to = [2027-10-01]"
    )
    event = make_event()
    assert len(list_free_slots(event)) == 3
    make_booking(event)
    start, end = only_first.index("[[day]]"), only_first.rindex("[[day]]")
    do_import(only_first[:start] + only_first[end:])
    assert dates_of(event) == ["2027-10-01"]
    assert [slot.day.date.isoformat() for slot in list_free_slots(event)] == ["2027-10-01"]
    assert [stand.label for stand in list_stands(event)] == ["A1"]


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


def test_what_the_database_refuses_is_a_fault_with_its_place(context: Flask) -> None:
    make_event()
    file = read_event_file(event_file_text())
    # A file with it is refused when it is read; it stands for all that a database may refuse.
    beyond = file.ticket_types[0].model_copy(update={"quota": 2**70})
    file = replace(file, ticket_types=(beyond, *file.ticket_types[1:]))
    with pytest.raises(EventFileError) as caught, transaction():
        import_event(file, Decision(), BOOKED_AT, "olga")
    assert str(caught.value).startswith("ticket_type[0]: the database says: ")


def test_an_erased_event_takes_no_import(context: Flask) -> None:
    make_booking(make_event())
    later = datetime(2027, 10, 29, 11, 0, tzinfo=UTC)
    do_import(event_file_text(title="Rückblick"), later - timedelta(seconds=1))
    words = "is over and its data is erased; a new edition takes a new slug"
    assert faults_of(event_file_text(), later) == [f"event.slug: ortenau-digital-2027 {words}"]


def test_a_mistyped_date_that_nobody_booked_does_not_use_up_the_slug(context: Flask) -> None:
    event = make_event(first="2020-09-30", second="2020-10-01")
    do_import(event_file_text())
    assert dates_of(event) == ["2027-09-30", "2027-10-01"]


def test_a_past_edition_is_not_written_over_by_the_next(context: Flask) -> None:
    event = make_event()
    make_booking(event)
    after = datetime(2027, 10, 2, tzinfo=UTC)
    next_year = event_file_text(first="2028-09-30", second="2028-10-01")
    assert [fault[:27] for fault in faults_of(next_year, after)] == ["day: 2027-10-01 is over, an"]


def test_the_command_says_what_would_change_and_for_whom(context: Flask, tmp_path: Path) -> None:
    event = make_event()
    make_booking(event, number=2)
    make_booking(event)
    make_exhibitor(event)
    file = tmp_path / "event.toml"
    file.write_text(MOVED, encoding="utf-8")
    refused = run(context, "event", "import", str(file), "--dry-run")
    assert refused[0] == 1
    assert "3 tickets are booked for 2027-10-01" in refused[1]
    move = ("event", "import", str(file), "--move", "2027-10-01=2027-10-08")
    code, output = run(context, *move, "--dry-run")
    lines = [
        "day: 2027-10-01 08:30 to 13:00 becomes 2027-10-08 08:30 to 13:00 "
        "(3 tickets, 0 stands, told)",
        "letters: 2 to bookings, 1 to exhibitors",
    ]
    assert (code, output.splitlines()) == (0, [*lines, f"{event.slug}: nothing was stored"])
    assert dates_of(event) == ["2027-09-30", "2027-10-01"]
    assert letters_of("bookings.event_changed") == []
    code, output = run(context, *move)
    assert (code, output.splitlines()) == (0, [*lines, f"{event.slug}: stored"])
    assert len(letters_of("bookings.event_changed")) == 2
    assert run(context, *move[:3], "--move", "morgen")[0] == 2
