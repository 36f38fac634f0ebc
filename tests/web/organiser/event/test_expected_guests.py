"""What the overview says of places, of those beyond them, and of how many will come."""

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.bookings.links import ticket_code
from ortenaudigital.checkin.commands import ScanRequest, scan
from ortenaudigital.checkin.devices.paired import get_device_by_token
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from tests.factories import make_booking, make_device, make_event, request_id
from tests.web.forms import text_of

SLUG = "ortenau-digital-2027"


def make_earlier() -> None:
    """Make an event of last month to which twenty of twenty-four came."""
    day = utc_now().date() - timedelta(days=30)
    event = make_event(slug="frueher", first=day - timedelta(days=1), second=day)
    opens_at = event.last_day.opens_at
    _, token = make_device(event, now=opens_at - timedelta(days=9))
    for number in range(4):
        email = f"gast{number}@example.org"
        booking = make_booking(event, opens_at - timedelta(days=9), number=6, email=email)
        for ticket in booking.tickets[:5]:
            with transaction():
                request = ScanRequest(request_id(), ticket_code(ticket.id, 0), opens_at)
                scan(get_device_by_token(token, opens_at), request, opens_at)


def test_an_overbooked_type_says_so_and_how_many_come(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        event = make_event()
        with transaction():
            get_event(SLUG).ticket_types[0].quota.resize(100, 10)
        make_booking(event, number=6)
    page = text_of(organiser.get(f"/orga/{SLUG}/"))
    assert "100 Plätze, um 10 % überbucht: 110 Tickets." in page
    assert "zeigt erst eine frühere Veranstaltung" in page
    with app.app_context():
        make_earlier()
    page = text_of(organiser.get(f"/orga/{SLUG}/"))
    assert "Von 6 gebuchten kommen voraussichtlich etwa 5." in page
    assert "kamen 83 % der gebuchten Tickets (20 von 24)" in page
    # Guests read how many can be booked.
    assert "104" in text_of(organiser.get(f"/{SLUG}/"))


def test_without_either_nothing_is_said(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        make_event()
    page = text_of(organiser.get(f"/orga/{SLUG}/"))
    assert "überbucht" not in page
    assert "voraussichtlich" not in page
