"""Imports of an event file, and what they leave in letters, calendars and dates."""

from datetime import date, datetime
from typing import Any, cast

import pytest
from icalendar import Calendar

from ortenaudigital.bookings.documents import calendar_file
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.queries import get_booking
from ortenaudigital.event_changes.commands import Outcome, import_event
from ortenaudigital.events.errors import EventFileError
from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import get_event
from ortenaudigital.events.rights import Decision
from ortenaudigital.events.sections.toml.event import read_event_file
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.queries import list_letters
from tests.factories import BOOKED_AT, event_file_text

MOVED = event_file_text(second="2027-10-08")
MOVE = {date(2027, 10, 1): date(2027, 10, 8)}


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
