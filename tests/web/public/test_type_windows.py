"""Ticket types with a window of their own, and with so many tickets for one address."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.bookings.commands import book
from ortenaudigital.bookings.errors import EnoughForAddress, NotYetOpen, TooManyTickets
from ortenaudigital.bookings.models import Booking
from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from tests.factories import booking_request, make_booking, make_event_today
from tests.sent_statements import statements
from tests.web.forms import submit, text_of

DAY = timedelta(days=1)


def set_type(slug: str, number: int, **values: object) -> None:
    """Change a ticket type as whoever edits the event does: under the next version."""
    with transaction():
        event = get_event(slug)
        event.version += 1
        kind = event.ticket_types[number]
        kind.event_version = event.version
        for name, value in values.items():
            setattr(kind, name, value)


def two_public_types() -> Event:
    event = make_event_today()
    set_type(event.slug, 1, access="public")
    return event


def test_a_type_that_opens_later_is_not_offered_and_not_booked(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        slug = two_public_types().slug
        set_type(slug, 1, booking_opens_at=utc_now() + DAY)
    page = text_of(client.get(f"/{slug}/tickets"))
    assert "Fachticket" not in page
    with app.app_context(), transaction(), pytest.raises(NotYetOpen):
        book(slug, booking_request(ticket_type="fachticket"), utc_now())


def test_before_the_first_type_opens_every_page_says_when(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        slug = two_public_types().slug
        set_type(slug, 0, booking_opens_at=utc_now() + 3 * DAY)
        set_type(slug, 1, booking_opens_at=utc_now() + 2 * DAY)
        soon = (utc_now() + 2 * DAY).strftime("%Y")
    for path in ("", "tickets"):
        page = text_of(client.get(f"/{slug}/{path}"))
        assert "Die Buchung ist noch nicht geöffnet" in page
        assert f"{soon}" in page
        assert "None" not in page


def test_after_the_last_type_has_closed_it_is_closed(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        slug = make_event_today().slug
        set_type(slug, 0, booking_closes_at=utc_now() - DAY)
    for path in ("", "tickets"):
        page = text_of(client.get(f"/{slug}/{path}"))
        assert "Die Buchung ist geschlossen" in page


def test_a_type_with_a_window_of_its_own_needs_none_of_the_event(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        slug = make_event_today().slug
        with transaction():
            get_event(slug).booking_closes_at = utc_now() - DAY
        set_type(slug, 0, booking_closes_at=utc_now() + DAY / 24)
        assert make_booking(get_event(slug), utc_now()).id
    assert "Kostenlos buchen" in client.get(f"/{slug}/tickets").text


def test_one_address_gets_so_many_tickets_and_no_more(context: Flask) -> None:
    event = make_event_today()
    set_type(event.slug, 0, max_per_address=3)
    now = utc_now()
    with pytest.raises(TooManyTickets):
        make_booking(event, now, number=4)
    db.session.rollback()
    first = make_booking(event, now, number=2)
    for spelling in ("Erika@Example.org", " erika@EXAMPLE.ORG"):
        with pytest.raises(EnoughForAddress):
            make_booking(event, now, number=2, email=spelling.strip())
        db.session.rollback()
    make_booking(event, now, number=3, email="xerika@example.org")
    make_booking(event, now, number=1, email="ERIKA@example.org")
    with pytest.raises(EnoughForAddress):
        make_booking(event, now, number=1)
    db.session.rollback()
    assert first.id


def test_what_is_cancelled_counts_no_more(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        event = make_event_today()
        slug = event.slug
        set_type(slug, 0, max_per_address=1)
        first = make_booking(event, utc_now())
        key = first.id
    good = {"first_name": "Erika", "last_name": "M", "email": "erika@example.org"}
    refused = submit(client, f"/{slug}/tickets", **good)
    assert refused.status_code == 409
    assert "nur ein Ticket" in text_of(refused)
    assert 'value="erika@example.org"' in refused.text
    with app.app_context(), transaction():
        booking = db.session.get(Booking, key)
        assert booking is not None
        booking.cancelled_at = utc_now()
        booking.tickets[0].cancelled_at = utc_now()
    assert submit(client, f"/{slug}/tickets", **good).status_code == 303


def test_a_type_without_a_limit_asks_for_no_address(context: Flask) -> None:
    event = make_event_today()
    with statements() as sent:
        make_booking(event, utc_now())
    assert [each for each in sent if "booking_search" in each and "SELECT" in each] == []
