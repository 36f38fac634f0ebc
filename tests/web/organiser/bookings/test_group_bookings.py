"""For whom a booking was made, as organisers see and find it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.bookings.groups.commands import send_to_each
from ortenaudigital.bookings.queries import get_booking
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.db import transaction
from tests.factories import BOOKED_AT, make_booking, make_event, make_group
from tests.invited import set_type
from tests.web.forms import page_of, text_of

GUESTS = "Berg; Bo; bo@example.org\nAnna Müller"


@pytest.fixture
def slug(app: Flask) -> str:
    with app.app_context():
        slug = make_event().slug
        set_type(slug, 0, max_per_group=30)
        make_booking(get_event(slug), email="karl@example.org")
        return slug


def test_the_organisation_stands_in_the_list_and_finds_the_booking(
    app: Flask, organiser: FlaskClient, slug: str
) -> None:
    with app.app_context():
        reference = get_booking(make_group(get_event(slug), GUESTS)).reference
    for words, number in (("", 2), ("Stadt Achern", 1), ("Lahr", 0)):
        page = page_of(organiser.get(f"/orga/{slug}/buchungen?q={words}"))
        rows = page.xpath("//tbody/tr")
        assert len(rows) == number
        named = [row for row in rows if "Stadt Achern" in row.text_content()]
        assert [reference in row.text_content() for row in named] == [True] * bool(number)


def test_the_page_of_the_booking_says_for_whom_and_who_has_the_tickets(
    app: Flask, organiser: FlaskClient, slug: str
) -> None:
    with app.app_context():
        booking_id = make_group(get_event(slug), GUESTS)
    page = f"/orga/{slug}/buchungen/{booking_id}"
    words = text_of(organiser.get(page))
    assert "Organisation Stadt Achern" in words
    assert "Alle Tickets hat die Person, die gebucht hat." in words
    with app.app_context(), transaction():
        send_to_each(get_booking(booking_id), BOOKED_AT)
    assert "Am 1. Juni 2027, 14:00 Uhr ging jeder Person" in text_of(organiser.get(page))
