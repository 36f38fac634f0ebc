"""An evening that ends after midnight is one day: at the door, on paper and in calendars."""

from datetime import UTC, datetime, time, timedelta
from typing import Any, cast
from uuid import uuid4

import pytest
from flask import Flask
from flask_babel import force_locale
from icalendar import Calendar

from ortenaudigital.bookings.commands import book
from ortenaudigital.bookings.documents import calendar_file
from ortenaudigital.checkin.paper.commands import Sheet, enter
from ortenaudigital.checkin.queries import today
from ortenaudigital.checkin.reports.attendance import list_deeds
from ortenaudigital.checkin.rules import Action
from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import list_upcoming_events
from ortenaudigital.events.rules import erase_at
from ortenaudigital.events.sections.event_file import read_event
from ortenaudigital.events.sections.toml.event import read_event_file, write_event_file
from ortenaudigital.kernel.db import transaction
from ortenaudigital.web.door.state import door_state
from ortenaudigital.web.organiser.checkin.paper_form import PaperForm
from ortenaudigital.web.shared.language import hours
from tests.factories import booking_request, event_file_text, make_booking, make_event
from tests.features.checkin.door import Phone, admissions, citizen_type

NIGHT = {"opens": "22:00", "closes": "02:00"}
# 01:30 in Kehl, on 2 October.
LATE = datetime(2027, 10, 1, 23, 30, tzinfo=UTC)
AFTER = datetime(2027, 10, 2, 0, 10, tzinfo=UTC)


def make_evening(**changes: Any) -> Event:
    return make_event(**(NIGHT | changes))


def test_the_file_of_an_evening_reads_and_writes_the_same(context: Flask) -> None:
    event = make_evening()
    assert event.days[1].closes_at == datetime(2027, 10, 2, 0, 0, tzinfo=UTC)
    exported = write_event_file(read_event(event))
    assert 'opens = "22:00"\ncloses = "02:00"' in exported
    assert read_event_file(exported).days == read_event_file(event_file_text(**NIGHT)).days


def test_all_that_helpers_do_after_midnight_counts_for_the_evening(context: Flask) -> None:
    event = make_evening()
    evening = event.days[1]
    booking = make_booking(event, number=3)
    first, second, third = (ticket.short_code for ticket in booking.tickets)
    phone = Phone(event, override=True)
    assert phone.send(LATE - timedelta(hours=2), first).verdict == "welcome"
    assert phone.send(LATE, first).verdict == "already_in"
    assert phone.send(LATE, second).verdict == "welcome"
    assert phone.walk_in(LATE, citizen_type(event).id).verdict == "welcome"
    assert phone.send(AFTER, third).verdict == "not_open"
    assert phone.override(AFTER, third).verdict == "override"
    assert {admission.checkpoint.day_id for admission in admissions()} == {evening.id}
    assert len(admissions()) == 4
    deeds = [scan.action for scan in list_deeds(event, evening)]
    assert deeds == ["override", "walk_in"]
    assert list(list_deeds(event, event.days[0])) == []


def test_who_leaves_after_closing_was_inside_that_evening(context: Flask) -> None:
    event = make_evening()
    with transaction():
        event.reentry = True
    code = make_booking(event).tickets[0].short_code
    phone = Phone(event)
    phone.send(LATE, code)
    assert phone.send(AFTER, code, action=Action.EXIT).verdict == "left"


def test_the_door_speaks_of_the_evening_until_the_night_is_over(context: Flask) -> None:
    event = make_evening()
    device = Phone(event).device
    for at in (LATE, AFTER, AFTER + timedelta(hours=3)):
        assert today(event, at) == event.days[1]
        with context.test_request_context():
            assert door_state(device.id, event.id, at)["day"]["date"] == "2027-10-01"
    assert today(event, AFTER + timedelta(hours=4)) is None


def test_tickets_are_booked_and_named_until_the_evening_ends(context: Flask) -> None:
    event = make_evening()
    assert list(list_upcoming_events(LATE)) == [event]
    assert list(list_upcoming_events(AFTER)) == []
    with transaction():
        assert book(event.slug, booking_request(), LATE)
    ends = (day.closes_at for day in event.days)
    assert erase_at(ends) == datetime(2027, 10, 30, 0, 0, tzinfo=UTC)


def test_calendar_and_words_say_when_it_ends(context: Flask) -> None:
    event = make_evening()
    entry = cast("Any", Calendar.from_ical(calendar_file(make_booking(event), LATE))).walk("VEVENT")
    assert entry[0]["dtstart"].dt == datetime(2027, 10, 1, 20, 0, tzinfo=UTC)
    assert entry[0]["dtend"].dt == datetime(2027, 10, 2, 0, 0, tzinfo=UTC)
    with force_locale("de"):
        assert hours(event.days[1], event) == "22:00–2:00 Uhr"


def test_a_form_of_paper_sent_before_and_after_midnight_is_one(context: Flask) -> None:
    event = make_evening()
    code = make_booking(event).tickets[0].short_code
    request_id = uuid4()
    for minutes in (-91, -89):
        sheet = Sheet(request_id, [code], LATE + timedelta(minutes=minutes))
        with transaction():
            (ticked,) = enter(event, sheet, LATE, "olga")
        assert ticked.result.verdict == "welcome"


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        (time(22, 30), datetime(2027, 10, 1, 20, 30, tzinfo=UTC)),
        (time(0, 0), datetime(2027, 10, 1, 22, 0, tzinfo=UTC)),
        (time(1, 30), LATE),
        (time(2, 0), None),
        (time(21, 0), None),
    ],
)
def test_paper_takes_times_after_midnight(app: Flask, typed: time, at: datetime | None) -> None:
    with app.test_request_context(method="POST", data={"ticket": "OD-7K3M9P-1"}):
        event = make_evening()
        form = PaperForm()
        form.time.data = typed
        assert form.fits(event, event.days[1], AFTER) is (at is not None)
        if at:
            assert form.sheet(event, event.days[1], AFTER).came_at == at
