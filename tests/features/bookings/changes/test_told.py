"""Every change is confirmed, and nobody fills a mailbox by changing."""

from datetime import timedelta

import pytest
from flask import Flask

from ortenaudigital.bookings.changes import (
    COMPANION,
    Names,
    add_ticket,
    cancel_tickets,
    change_names,
)
from ortenaudigital.bookings.changes.letters import CHANGED, changed
from ortenaudigital.bookings.letters import CANCELLATION, cancellation
from ortenaudigital.bookings.models import Booking
from ortenaudigital.kernel.db import transaction
from ortenaudigital.outbox.commands import mark_sent
from tests.factories import BOOKED_AT, make_booking, make_event
from tests.features.bookings.changes.booked import anew, booked, waiting
from tests.features.outbox.written import flat, written


def rename(booking: Booking, name: str, minutes: int = 0) -> None:
    with transaction():
        now = BOOKED_AT + timedelta(minutes=minutes)
        change_names(anew(booking), Names(tickets={2: name}), now)


def send_all(kind: str, minutes: int) -> int:
    letters = waiting(kind)
    with transaction():
        for letter in letters:
            mark_sent(letter.id, BOOKED_AT + timedelta(minutes=minutes))
    return len(letters)


def test_what_comes_after_a_letter_was_sent_gets_another(context: Flask) -> None:
    booking = booked(make_event())
    rename(booking, "Kim")
    assert send_all(CHANGED, 6) == 1
    with transaction():
        add_ticket(anew(booking), 3, "Lou", BOOKED_AT + timedelta(minutes=7))
    text = flat(written(changed(str(booking.id))).text)
    assert "Ticket 3 ist dazugekommen." in text
    assert "Name auf Ticket 2" not in text


def test_a_letter_about_to_leave_is_not_relied_on(context: Flask) -> None:
    booking = booked(make_event())
    rename(booking, "Kim")
    # The worker may have written the first one by the time that this is committed.
    rename(booking, "Lou", minutes=5)
    assert len(waiting(CHANGED)) == 2


def test_many_changes_in_a_day_are_told_by_few_letters(
    context: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = make_event()
    booking = booked(event)
    monkeypatch.setitem(context.config, "RATE_LIMITS", True)
    sent = 0
    for number in range(20):
        rename(booking, f"Gast {number}", minutes=10 * number)
        soon = next(each.due_at for each in waiting(CHANGED)) < BOOKED_AT + timedelta(hours=12)
        sent += send_all(CHANGED, 10 * number + 9) if soon else 0
    assert sent == 6
    (last,) = waiting(CHANGED)
    assert last.due_at >= BOOKED_AT + timedelta(hours=24)


def test_who_books_and_cancels_for_a_stranger_writes_to_nobody(
    context: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(context.config, "RATE_LIMITS", True)
    event = make_event()
    for _ in range(5):
        booking = make_booking(event, number=2)
        with transaction():
            cancel_tickets(booking, {2}, BOOKED_AT)
        rename(booking, "Kim")
    # Two letters a day bring tickets that nobody asked for; only of these bookings more is told.
    assert len({letter.subject_id for letter in waiting(CANCELLATION)}) == 2
    assert waiting(CHANGED) == []


def test_organisers_who_cancel_always_write(
    context: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(context.config, "RATE_LIMITS", True)
    event = make_event()
    bookings = [make_booking(event) for _ in range(4)]
    for booking in bookings:
        with transaction():
            cancel_tickets(anew(booking), {1}, BOOKED_AT, "olga@example.org")
    assert len(waiting(CANCELLATION)) == 4


def test_who_booked_is_told_what_a_companion_cancelled(context: Flask) -> None:
    booking = booked(make_event())
    with transaction():
        assert cancel_tickets(anew(booking), {2}, BOOKED_AT, COMPANION) == 1
    assert len(waiting(CANCELLATION)) == 1
    text = flat(written(cancellation(str(booking.id))).text)
    assert "wem Sie den Link des Tickets weitergegeben haben: Ticket 2." in text


def test_who_cancels_without_companions_reads_nothing_of_them(context: Flask) -> None:
    booking = booked(make_event())
    with transaction():
        cancel_tickets(anew(booking), {2}, BOOKED_AT)
    assert "weitergegeben" not in written(cancellation(str(booking.id))).text
