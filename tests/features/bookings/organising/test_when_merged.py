"""Merged tickets are counted when the booking was made that they belong to now."""

from datetime import timedelta

from flask import Flask

from ortenaudigital.bookings.changes import cancel_tickets
from ortenaudigital.bookings.queries import bookings_per_day, get_booking
from ortenaudigital.kernel.db import transaction
from tests.factories import BOOKED_AT, make_booking, make_event
from tests.features.bookings.organising.test_merging import ACTOR, join

LATER = BOOKED_AT + timedelta(days=2)


def test_merged_tickets_are_counted_when_their_booking_was_made(context: Flask) -> None:
    event = make_event()
    into, other = make_booking(event, number=2), make_booking(event, LATER)
    assert [number for _, number in bookings_per_day(event)] == [2, 1]
    join(into, other)
    assert [number for _, number in bookings_per_day(event)] == [3]
    with transaction():
        cancel_tickets(get_booking(into.id), {1, 2, 3}, LATER, ACTOR)
    assert bookings_per_day(event) == []
