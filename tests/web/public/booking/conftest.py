"""A booking of two for an event of today, and the addresses of its pages."""

from dataclasses import dataclass
from uuid import UUID

import pytest
from flask import Flask

from ortenaudigital.audit.commands import list_entries
from ortenaudigital.bookings.links import booking_key, companion_key, ticket_code
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.queries import get_booking
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.outbox.queries import list_letters
from tests.factories import make_booking, make_event_today


@dataclass(frozen=True)
class Booked:
    """The booking of a test; read it anew inside `app.app_context()`."""

    app: Flask
    id: UUID
    slug: str
    page: str
    # Of the second ticket, as its QR code has it, and as it is handed over.
    code: str
    handed: str

    def read(self) -> Booking:
        return get_booking(self.id)

    def names(self) -> list[str]:
        with self.app.app_context():
            return [ticket.display_name for ticket in self.read().valid_tickets]

    def history(self) -> list[str]:
        with self.app.app_context():
            return [f"{entry.action} {entry.actor}" for entry in list_entries(self.id)]

    def letters(self) -> list[str]:
        with self.app.app_context():
            return sorted(letter.kind for letter in list_letters())


def booked(app: Flask, **changes: object) -> Booked:
    with app.app_context():
        event = make_event_today(quota=5)
        booking = make_booking(event, utc_now(), **({"number": 2} | changes))
        ticket = booking.tickets[-1]
        code = f"/t/{ticket_code(ticket.id, 0)}"
        handed = f"{code}/{companion_key(ticket.id, 0)}"
        page = f"/buchung/{booking_key(booking.id)}"
        return Booked(app, booking.id, event.slug, page, code, handed)


@pytest.fixture
def mine(app: Flask) -> Booked:
    return booked(app, companions=("Ali",))
