"""Tickets are sent again when asked for: after a while, and not for ever."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from ortenaudigital.bookings.changes import resend_confirmation
from ortenaudigital.bookings.errors import JustSent, SentOften
from ortenaudigital.bookings.models import Booking
from ortenaudigital.kernel.db import transaction
from ortenaudigital.outbox.commands import mark_failed, mark_sent
from ortenaudigital.outbox.models import Letter
from ortenaudigital.outbox.queries import list_letters
from tests.factories import BOOKED_AT, make_booking, make_event


def put_letters(booking: Booking) -> list[Letter]:
    return [x for x in list_letters() if x.subject_id == str(booking.id)]


def send_again(booking: Booking, at: datetime) -> None:
    with transaction():
        resend_confirmation(booking, at, "test")


def deliver_all(at: datetime) -> None:
    with transaction():
        for letter in list_letters():
            if letter.state == "waiting":
                mark_sent(letter.id, at)


def test_a_letter_that_waits_is_not_queued_again(context: Flask) -> None:
    booking = make_booking(make_event())
    for minutes in range(5):
        send_again(booking, BOOKED_AT + timedelta(minutes=minutes))
    assert len(put_letters(booking)) == 1


def test_tickets_are_sent_again_only_after_a_while_and_not_for_ever(context: Flask) -> None:
    booking = make_booking(make_event())
    deliver_all(BOOKED_AT)
    with pytest.raises(JustSent):
        send_again(booking, BOOKED_AT + timedelta(minutes=4))
    for number in range(1, 5):
        at = BOOKED_AT + timedelta(minutes=6 * number)
        send_again(booking, at)
        deliver_all(at)
    assert len(put_letters(booking)) == 5
    with pytest.raises(SentOften):
        send_again(booking, BOOKED_AT + timedelta(hours=20))
    send_again(booking, BOOKED_AT + timedelta(hours=25))


def test_a_letter_that_failed_is_sent_again_at_once(context: Flask) -> None:
    booking = make_booking(make_event())
    with transaction():
        mark_failed(put_letters(booking)[0].id, "550 no", True, BOOKED_AT)
    send_again(booking, BOOKED_AT)
    assert sorted(letter.state for letter in put_letters(booking)) == ["failed", "waiting"]
