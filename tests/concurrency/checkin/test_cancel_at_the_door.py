"""Somebody comes in at the moment their ticket is cancelled: one of the two, never both."""

from datetime import datetime
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from ortenaudigital.bookings.changes import cancel_tickets
from ortenaudigital.bookings.errors import TicketsInside
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.checkin.commands import ScanRequest, scan
from ortenaudigital.checkin.models import Admission
from ortenaudigital.kernel.db import db, transaction
from tests.concurrency.test_races import together
from tests.factories import make_booking, make_device, make_event
from tests.features.checkin.test_checkin import paired


@pytest.mark.parametrize("round_", range(6))
def test_a_place_is_freed_or_used(app: Flask, now: datetime, round_: int) -> None:
    with app.app_context():
        event = make_event()
        booking = make_booking(event)
        booking_id, code = booking.id, booking.tickets[0].short_code
        device = paired(make_device(event)[0])

    def act(index: int) -> str:
        with transaction():
            if index % 2 == round_ % 2:
                return scan(device, ScanRequest(uuid4(), code, now), now).verdict
            try:
                return str(cancel_tickets(db.session.get_one(Booking, booking_id), {1}, now))
            except TicketsInside:
                return "inside"

    told = together(app, 8, act)
    with app.app_context():
        ticket = db.session.scalars(select(Ticket)).one()
        is_in = db.session.scalars(select(Admission)).one_or_none() is not None
        assert is_in != (ticket.cancelled_at is not None), told
        assert (told["welcome"], told["1"]) in ((1, 0), (0, 1))
