"""A door that organisers look at."""

import pytest
from flask import Flask

from ortenaudigital.kernel.clock import local, utc_now
from tests.factories import make_booking, make_device, make_event_today
from tests.web.organiser.checkin.door import Door


@pytest.fixture
def door(app: Flask) -> Door:
    with app.app_context():
        event = make_event_today(quota=20)
        booking = make_booking(event, utc_now(), number=2)
        device, token = make_device(event, now=utc_now())
        types = tuple(each.id for each in event.ticket_types)
        today = local(utc_now(), "Europe/Berlin").date()
        return Door(app, today, device.id, token, booking.id, booking.reference, types)
