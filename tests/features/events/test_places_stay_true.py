"""Whatever is booked, given back and resized, in whatever order: what is taken is a recount."""

from contextlib import suppress

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ortenaudigital.bookings.changes import cancel_tickets
from ortenaudigital.bookings.models import Booking
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.kernel.errors import DomainError
from tests.concurrency.events.test_quota_races import TYPES, check_counts, make, store, try_to_book
from tests.conftest import empty_database

BOOK = st.tuples(st.just("book"), st.sampled_from(TYPES), st.integers(1, 4))
CANCEL = st.tuples(st.just("cancel"), st.integers(0, 5), st.integers(1, 4))
RESIZE = st.tuples(st.just("resize"), st.integers(0, 9), st.integers(0, 9))


@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(st.one_of(BOOK, CANCEL, RESIZE), min_size=4, max_size=12))
def test_what_is_taken_is_always_a_recount(
    context: Flask, steps: list[tuple[str, str | int, int]]
) -> None:
    empty_database()
    slug = make(hall=5, house=7)
    for kind, what, number in steps:
        if kind == "book":
            try_to_book(slug, str(what), number)
        elif kind == "cancel":
            bookings = db.session.query(Booking).order_by(Booking.created_at, Booking.id).all()
            if bookings:
                booking = bookings[int(what) % len(bookings)]
                with transaction():
                    cancel_tickets(booking, set(range(1, number + 1)), booking.created_at)
        else:
            # What would take places away is refused, and changes nothing.
            with suppress(DomainError):
                store(int(what), number)
        check_counts()
