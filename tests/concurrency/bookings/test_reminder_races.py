"""Workers that write reminders at one moment, and people who answer twice at one moment."""

from datetime import UTC, datetime
from uuid import UUID

from flask import Flask
from sqlalchemy import func, select

from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.reminders.commands import answer, write_next
from ortenaudigital.bookings.reminders.letters import REMINDER
from ortenaudigital.bookings.reminders.models import AttendanceAnswer
from ortenaudigital.bookings.reminders.queries import visits_to
from ortenaudigital.bookings.reminders.rules import Answer, due_letters
from ortenaudigital.events.models import TicketType
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.db import db
from ortenaudigital.outbox.models import Letter
from tests.concurrency.together import times, together
from tests.factories import make_booking, make_event

REMINDED = datetime(2027, 9, 26, 10, 0, tzinfo=UTC)
BOOKINGS = 5


def test_workers_at_the_same_moment_write_to_everybody_once(context: Flask) -> None:
    slug = make_event().slug
    for _ in range(BOOKINGS):
        make_booking(get_event(slug))

    def write() -> bool:
        event = get_event(slug)
        due = due_letters(visits_to(event), event.reminder_days, event.timezone, REMINDED)
        (citizens,) = (each for each in due if each.date == event.last_day.date)
        return write_next(event, citizens, REMINDED)

    assert together(context, *times(4, write)) == ["False"] * 4

    db.session.rollback()
    written = select(func.count()).where(Letter.kind == REMINDER)
    assert db.session.scalar(written) == BOOKINGS


def test_who_answers_twice_at_the_same_moment_gives_back_once(context: Flask) -> None:
    booking = make_booking(make_event(), number=3)
    booking_id, kind = UUID(str(booking.id)), booking.tickets[0].ticket_type_id

    def stay_away() -> int:
        return answer(db.session.get_one(Booking, booking_id), Answer.STAYS_AWAY, set(), REMINDED)

    assert sorted(together(context, *times(3, stay_away))) == ["0", "0", "3"]

    db.session.rollback()
    assert db.session.get_one(TicketType, kind, populate_existing=True).taken == 0
    assert db.session.get_one(AttendanceAnswer, (booking_id, kind)).returned == 3
