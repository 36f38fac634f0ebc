"""Confirm first, on the pages: what was typed waits, the letter's link books, looking does not."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.pending.links import proof_key
from ortenaudigital.bookings.pending.models import PendingBooking
from ortenaudigital.bookings.pending.rules import CONFIRM_WITHIN
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from tests.factories import make_event_today
from tests.invited import set_type
from tests.web.forms import page_of, submit, text_of

GOOD = {"first_name": "Erika", "last_name": "Müller", "email": "erika@example.org"}


@pytest.fixture
def slug(app: Flask) -> str:
    with app.app_context():
        slug = str(make_event_today().slug)
        set_type(slug, 0, confirm_first=True)
        set_type(slug, 1, domains=["achern.de", "*.kehl.de"])
        return slug


def bookings(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Booking)) or 0


def link_in_the_letter(app: Flask, slug: str) -> str:
    with app.app_context():
        pending = db.session.scalars(select(PendingBooking)).one()
        return f"/{slug}/bestaetigen/{proof_key(pending.id)}"


def test_the_way_from_the_form_to_the_tickets(app: Flask, client: FlaskClient, slug: str) -> None:
    asked = submit(client, f"/{slug}/tickets", **GOOD)
    assert asked.status_code == 303
    waits = text_of(client.get(asked.location))
    assert "erika@example.org" in waits
    assert "reserviert" in waits
    link = link_in_the_letter(app, slug)
    page = client.get(link)
    assert page.status_code == 200
    for typed in GOOD.values():
        assert typed not in page.text
    assert bookings(app) == 0
    booked = client.post(link, data={"answer": "mine"})
    assert booked.status_code == 303
    assert "Hier ist Ihr Ticket" in text_of(client.get(booked.location))
    assert client.get(link).location == booked.location
    assert "Ihre Adresse ist bestätigt" in text_of(client.get(asked.location))
    assert booked.location not in client.get(asked.location).text
    assert bookings(app) == 1


def test_who_never_asked_gives_the_places_back(app: Flask, client: FlaskClient, slug: str) -> None:
    asked = submit(client, f"/{slug}/tickets", **GOOD)
    link = link_in_the_letter(app, slug)
    answer = client.post(link, data={"answer": "not_mine"})
    assert "wieder frei" in text_of(answer)
    for gone in (link, asked.location):
        page = client.get(gone)
        assert page.status_code == 404
        assert "buchen Sie bitte noch einmal" in text_of(page)
    with app.app_context():
        assert get_event(slug).ticket_types[0].taken == 0


def test_whose_time_is_over_is_told_what_to_do(app: Flask, client: FlaskClient, slug: str) -> None:
    asked = submit(client, f"/{slug}/tickets", **GOOD)
    link = link_in_the_letter(app, slug)
    with app.app_context(), transaction():
        db.session.scalars(select(PendingBooking)).one().until = utc_now() - CONFIRM_WITHIN
    for page in (client.get(asked.location), client.get(link), client.post(link)):
        assert "Die Zeit ist abgelaufen" in text_of(page)
    assert bookings(app) == 0


def test_an_address_under_a_domain_opens_what_is_not_for_everyone(
    app: Flask, client: FlaskClient, slug: str
) -> None:
    assert f"/{slug}/dienstadresse" in page_of(client.get(f"/{slug}/")).xpath("//a/@href")
    form = f"/{slug}/dienstadresse"
    assert "@achern.de" in text_of(client.get(form))
    refused = submit(client, form, **GOOD)
    assert refused.status_code == 409
    assert "achern.de" in text_of(refused)
    assert 'value="erika@example.org"' in refused.text
    asked = submit(client, form, **(GOOD | {"email": "erika@amt.kehl.de"}))
    assert asked.status_code == 303
    assert "/warten/" in asked.location
    assert client.post(link_in_the_letter(app, slug)).status_code == 303
    with app.app_context():
        (booking,) = db.session.scalars(select(Booking)).unique()
        assert booking.tickets[0].ticket_type.slug == "fachticket"


def test_an_event_without_domains_has_no_such_form(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        slug = make_event_today(slug="ohne").slug
    assert "Die Buchung ist geschlossen" in text_of(client.get(f"/{slug}/dienstadresse"))
    assert "dienstadresse" not in client.get(f"/{slug}/").text
