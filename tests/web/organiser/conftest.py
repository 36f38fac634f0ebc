"""A booking that organisers look at."""

import pytest
from flask import Flask

from ortenaudigital.bookings.models import Booking
from ortenaudigital.kernel.clock import utc_now
from tests.factories import make_booking, make_event_today


@pytest.fixture
def booking(app: Flask) -> Booking:
    with app.app_context():
        return make_booking(make_event_today(), utc_now(), number=2, companions=("Ali Baba",))
