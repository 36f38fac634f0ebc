"""Letters by time are written once, to those whom they concern, whatever happens in between."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from ortenaudigital.bookings.changes import cancel_tickets
from ortenaudigital.bookings.links import ticket_code
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.reminders import commands
from ortenaudigital.bookings.reminders import letters as kinds
from ortenaudigital.bookings.reminders.commands import answer, want_only_necessary
from ortenaudigital.bookings.reminders.queries import count_answers
from ortenaudigital.bookings.reminders.rules import Answer
from ortenaudigital.bookings.reminders.worker import write_due
from ortenaudigital.checkin.commands import ScanRequest, scan
from ortenaudigital.checkin.devices.paired import get_device_by_token
from ortenaudigital.event_changes.commands import import_event
from ortenaudigital.events.models import Event, TicketType
from ortenaudigital.events.rights import Decision
from ortenaudigital.events.sections.toml.event import read_event_file
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.models import Letter
from ortenaudigital.outbox.texts.models import LetterSwitch
from tests.factories import BOOKED_AT, event_file_text, make_booking, make_device, make_event

# Five days before the citizens' day, the day before it, and the day after it, at noon.
REMINDED = datetime(2027, 9, 26, 10, 0, tzinfo=UTC)
DAY_BEFORE = datetime(2027, 9, 30, 10, 0, tzinfo=UTC)
ON_THE_DAY = datetime(2027, 10, 1, 8, 0, tzinfo=UTC)
AFTER = datetime(2027, 10, 2, 10, 0, tzinfo=UTC)


def written(kind: str) -> set[str]:
    db.session.rollback()
    return set(db.session.scalars(select(Letter.subject_id).where(Letter.kind == kind)))


def ids(*bookings: Booking) -> set[str]:
    return {str(each.id) for each in bookings}


def pass_time(*moments: datetime) -> None:
    for moment in moments:
        write_due(lambda moment=moment: moment)


def test_each_booking_is_reminded_once_and_told_on_the_day_before(context: Flask) -> None:
    first, second = (make_booking(make_event() if i == 0 else _event()) for i in range(2))

    pass_time(REMINDED, REMINDED, REMINDED + timedelta(minutes=1), DAY_BEFORE, DAY_BEFORE)

    assert written(kinds.REMINDER) == ids(first, second)
    assert written(kinds.DAY_BEFORE) == ids(first, second)
    number = db.session.scalars(select(Letter).where(Letter.kind == kinds.REMINDER)).all()
    assert len(number) == 2
    # They leave after whatever somebody waits for.
    assert {letter.priority for letter in number} == {20}


def _event() -> Event:
    return db.session.scalars(select(Event)).one()


def test_many_are_written_some_at_a_time(context: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "MOST_AT_ONCE", 2)
    event = make_event()
    bookings = [make_booking(event) for _ in range(5)]

    pass_time(REMINDED)

    assert written(kinds.REMINDER) == ids(*bookings)


def test_who_is_not_concerned_gets_none(context: Flask) -> None:
    event = make_event()
    wanted = make_booking(event)
    cancelled, spared, late, bounced, erased = (make_booking(event) for _ in range(5))
    with transaction():
        cancel_tickets(db.session.get_one(Booking, cancelled.id), {1}, BOOKED_AT)
        want_only_necessary(db.session.get_one(Booking, spared.id), True, BOOKED_AT)
        db.session.get_one(Booking, late.id).created_at = REMINDED - timedelta(minutes=30)
        db.session.get_one(Booking, bounced.id).undelivered_at = BOOKED_AT
        db.session.get_one(Booking, erased.id).email = ""

    pass_time(REMINDED)

    # The one booked at half past eleven, after ten o'clock, has just been told everything.
    assert written(kinds.REMINDER) == ids(wanted)


def test_none_goes_out_for_a_draft_an_event_called_off_or_a_kind_switched_off(
    context: Flask,
) -> None:
    event = make_event()
    make_booking(event)
    with transaction():
        db.session.add(LetterSwitch(event_id=event.id, kind=kinds.REMINDER, is_on=False))

    pass_time(REMINDED)
    assert written(kinds.REMINDER) == set()

    with transaction():
        db.session.get_one(LetterSwitch, (event.id, kinds.REMINDER)).is_on = True
    pass_time(REMINDED + timedelta(minutes=1))
    assert len(written(kinds.REMINDER)) == 1


def test_a_day_that_moves_after_the_reminder_reminds_nobody_twice(context: Flask) -> None:
    event = make_event()
    booking = make_booking(event)
    pass_time(REMINDED)
    moved = read_event_file(event_file_text(second="2027-10-02"))
    with transaction():
        decision = Decision(moves={date(2027, 10, 1): date(2027, 10, 2)}, announce=True)
        import_event(moved, decision, REMINDED + timedelta(hours=1), "test")

    pass_time(REMINDED + timedelta(days=1), DAY_BEFORE, DAY_BEFORE + timedelta(days=1))

    letters = db.session.scalars(select(Letter).where(Letter.subject_id == str(booking.id))).all()
    assert [letter.kind for letter in letters].count(kinds.REMINDER) == 1
    # Only before the day that it is now.
    (before,) = [letter for letter in letters if letter.kind == kinds.DAY_BEFORE]
    assert before.created_at == DAY_BEFORE + timedelta(days=1)


def test_who_came_is_thanked_and_who_did_not_hears_nothing(context: Flask) -> None:
    event = make_event()
    came, _ = make_booking(event), make_booking(event)
    _let_in(event, came)

    pass_time(AFTER, AFTER)

    assert written(kinds.THANKS) == ids(came)
    assert written(kinds.MISSED) == set()


def test_who_did_not_come_may_get_words_of_their_own(context: Flask) -> None:
    event = make_event()
    came, stayed = make_booking(event), make_booking(event)
    _let_in(event, came)
    with transaction():
        db.session.add(LetterSwitch(event_id=event.id, kind=kinds.MISSED, is_on=True))

    pass_time(AFTER)

    assert (written(kinds.THANKS), written(kinds.MISSED)) == (ids(came), ids(stayed))


def _let_in(event: Event, booking: Booking) -> None:
    _, token = make_device(event, now=BOOKED_AT)
    code = ticket_code(booking.tickets[0].id, 0)
    with transaction():
        device = get_device_by_token(token, ON_THE_DAY)
        scan(device, ScanRequest(UUID(int=7), code, ON_THE_DAY), ON_THE_DAY)


def test_answers_are_stored_and_what_is_given_back_is_free(context: Flask) -> None:
    event = make_event()
    yes, fewer, no, silent = (make_booking(event, number=3) for _ in range(4))
    kind = yes.tickets[0].ticket_type_id
    with transaction():
        answer(db.session.get_one(Booking, yes.id), Answer.COMES, set(), REMINDED)
        answer(db.session.get_one(Booking, fewer.id), Answer.FEWER, {2}, REMINDED)
        answer(db.session.get_one(Booking, no.id), Answer.STAYS_AWAY, set(), REMINDED)
    with transaction():
        # Once more, as a double click has it.
        answer(db.session.get_one(Booking, no.id), Answer.STAYS_AWAY, set(), REMINDED)

    counted = count_answers(event)[kind]
    assert (counted.come, counted.returned, counted.silent) == (5, 4, 3)
    assert db.session.get_one(TicketType, kind).taken == 8
    db.session.refresh(silent)
    assert len(silent.valid_tickets) == 3


def test_a_letter_by_time_is_dropped_when_it_would_come_too_late(
    context: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    booking = make_booking(make_event())
    monkeypatch.setattr(kinds, "utc_now", lambda: ON_THE_DAY)

    assert kinds.reminder(str(booking.id)) is None
    assert kinds.day_before(str(booking.id)) is None
    assert kinds.thanks(str(booking.id)) is None
    monkeypatch.setattr(kinds, "utc_now", lambda: AFTER)
    assert kinds.thanks(str(booking.id)) is not None
