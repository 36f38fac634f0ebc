"""A letter that does not arrive marks its booking: refused at once, or reported afterwards."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from ortenaudigital.bookings.letters import CONFIRMATION
from ortenaudigital.bookings.lists.filters import Filters
from ortenaudigital.bookings.lists.pages import FIRST_PAGE, list_bookings
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.rules import Listed
from ortenaudigital.bookings.undelivered import _count, clear_undelivered, count_undelivered
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.bounces.worker import read_reports
from ortenaudigital.outbox.commands import mark_failed, mark_refused, mark_sent
from ortenaudigital.outbox.models import Letter, LetterState
from ortenaudigital.outbox.queries import list_letters_about
from tests.factories import BOOKED_AT, make_booking, make_event
from tests.imap import imap_server

SAMPLES = Path(__file__).parents[2] / "vectors" / "bounces"
SAMPLE_ID = "<179585.84.11@tickets.example.org>"


@pytest.fixture
def booking(context: Flask) -> Booking:
    return make_booking(make_event())


def confirmation_of(booking: Booking) -> Letter:
    db.session.rollback()
    (letter,) = [each for each in list_letters_about(str(booking.id)) if each.kind == CONFIRMATION]
    return letter


def is_marked(booking: Booking) -> bool:
    db.session.rollback()
    db.session.refresh(booking)
    return booking.undelivered_at is not None


def send(booking: Booking) -> str:
    letter = confirmation_of(booking)
    with transaction():
        mark_sent(letter.id, BOOKED_AT)
    return letter.message_id


def report(name: str, message_id: str) -> bytes:
    data = (SAMPLES / f"{name}.eml").read_bytes()
    return data.replace(SAMPLE_ID.encode(), message_id.encode())


def test_a_refusal_for_good_marks_the_booking(booking: Booking) -> None:
    with transaction():
        mark_refused(
            confirmation_of(booking).id, "550 5.1.1 no such user", BOOKED_AT, permanent=True
        )

    assert is_marked(booking)
    assert count_undelivered(booking.event) == 1
    found = list_bookings(booking.event, Filters(Listed.UNDELIVERED), FIRST_PAGE)
    assert [each.id for each in found.rows] == [booking.id]


def test_a_refusal_for_now_and_a_mistake_of_ours_mark_nobody(booking: Booking) -> None:
    letter = confirmation_of(booking)
    with transaction():
        mark_refused(letter.id, "450 4.2.0 greylisted", BOOKED_AT, permanent=False)
    assert not is_marked(booking)
    with transaction():
        # The last try of many: it is given up, and nobody knows whether the address is wrong.
        mark_refused(letter.id, "450 4.2.0 greylisted", BOOKED_AT, permanent=False, tries=12)
    assert confirmation_of(booking).state == LetterState.FAILED
    assert not is_marked(booking)
    with transaction():
        mark_failed(letter.id, "KeyError: 'x'", True, BOOKED_AT)
    assert not is_marked(booking)


@pytest.mark.parametrize("name", ["postfix", "exchange", "gmail", "exim", "qmail", "gmx_full"])
def test_a_report_in_the_mailbox_marks_the_booking(booking: Booking, name: str) -> None:
    message_id = send(booking)

    with imap_server([report(name, message_id)]) as mailbox:
        assert read_reports(mailbox.account) == 1
        assert mailbox.seen == {1}
        assert read_reports(mailbox.account) == 0

    assert is_marked(booking)
    letter = confirmation_of(booking)
    assert letter.state == LetterState.FAILED
    assert letter.last_error
    assert "erika@" not in letter.last_error


def test_other_mail_and_reports_of_others_mark_nobody_and_are_read_once(booking: Booking) -> None:
    message_id = send(booking)
    names = ["postfix_delayed", "out_of_office", "answer_of_a_guest"]
    messages = [*(report(name, message_id) for name in names), report("postfix", "<other@x.y>")]

    with imap_server(messages) as mailbox:
        assert read_reports(mailbox.account) == 0
        assert mailbox.seen == {1, 2, 3, 4}

    assert not is_marked(booking)


def test_a_mailbox_that_is_away_or_refuses_us_stops_nothing(
    booking: Booking, caplog: pytest.LogCaptureFixture
) -> None:
    with imap_server([]) as mailbox:
        account = mailbox.account
        assert read_reports(replace(account, password="falsch")) == 0
    assert read_reports(account) == 0
    assert read_reports(None) == 0
    assert "mailbox for reports cannot be read" in caplog.text
    assert "falsch" not in caplog.text


def test_who_has_made_sure_takes_the_mark_away(booking: Booking) -> None:
    with transaction():
        mark_refused(confirmation_of(booking).id, "550 no", BOOKED_AT, permanent=True)
    with transaction():
        clear_undelivered(db.session.get_one(Booking, booking.id), BOOKED_AT, "olga")
    assert not is_marked(booking)


@pytest.mark.one_database("PostgreSQL knows how few they are")
def test_the_few_are_counted_without_reading_all(context: Flask) -> None:
    words = _count(1).compile(db.engine, compile_kwargs={"literal_binds": True})
    plan = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {words}")
    assert "ix_booking_undelivered" in str(plan.all())
