"""A personal invitation: looking changes nothing; a button opens it, books it or declines it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from ortenaudigital.bookings.access.invitations import withdraw
from ortenaudigital.bookings.access.links import invitation_key
from ortenaudigital.bookings.access.models import Invitation
from ortenaudigital.bookings.models import Booking
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from tests.factories import make_event_today
from tests.invited import make_invitation, set_type
from tests.web.forms import page_of, submit, text_of

NOBODY_ELSE = "Ina Maria Geladen <ina@example.org>"


@pytest.fixture
def address(app: Flask) -> str:
    with app.app_context():
        event = make_event_today()
        one = make_invitation(event, NOBODY_ELSE, number=3, now=utc_now())
        return f"/{event.slug}/einladung/{invitation_key(one.id)}"


def state(app: Flask) -> str:
    with app.app_context():
        return str(db.session.scalars(select(Invitation)).one().state)


def test_looking_is_no_opening_but_the_button_is(
    app: Flask, client: FlaskClient, address: str
) -> None:
    assert "Ihre persönliche Einladung" in text_of(client.get(address))
    assert client.get(f"{address}/buchen").status_code == 200
    assert state(app) == "sent"
    answer = client.post(address)
    assert (answer.status_code, answer.location) == (303, f"{address}/buchen")
    assert state(app) == "opened"


def test_the_form_knows_who_is_invited_and_books_all_tickets(
    app: Flask, client: FlaskClient, address: str
) -> None:
    page = page_of(client.get(f"{address}/buchen"))
    values = dict(page.forms[-1].form_values())
    assert values["first_name"] == "Ina Maria"
    assert values["last_name"] == "Geladen"
    assert values["email"] == "ina@example.org"
    assert values["number"] == "3"
    booked = submit(client, f"{address}/buchen", email="buero@example.org")
    assert booked.status_code == 303
    assert state(app) == "booked"
    with app.app_context():
        booking = db.session.scalars(select(Booking)).one()
        assert (booking.email, len(booking.tickets)) == ("buero@example.org", 3)
    after = client.get(address)
    assert "schon gebucht" in text_of(after)
    assert client.get(f"{address}/buchen").status_code == 302
    refused = client.post(f"{address}/buchen", data=values | {"request_id": "0" * 32})
    assert refused.status_code == 409


def test_who_declines_is_thanked_and_may_change_their_mind(
    app: Flask, client: FlaskClient, address: str
) -> None:
    answer = client.post(f"{address}/absagen")
    assert (answer.status_code, answer.location) == (303, address)
    assert state(app) == "declined"
    page = client.get(address)
    assert "Danke, dass Sie Bescheid gegeben haben" in text_of(page)
    assert "Doch buchen" in text_of(page)
    assert submit(client, f"{address}/buchen").status_code == 303
    assert state(app) == "booked"


def test_a_withdrawn_invitation_is_gone_and_says_so(
    app: Flask, client: FlaskClient, address: str
) -> None:
    with app.app_context(), transaction():
        withdraw(db.session.scalars(select(Invitation)).one(), utc_now(), "olga")
    answer = client.get(address)
    assert answer.status_code == 410
    assert "Diese Einladung gilt nicht mehr" in text_of(answer)
    assert not page_of(answer).xpath("//main//form")
    client.post(f"{address}/absagen")
    client.post(address)
    assert state(app) == "withdrawn"


def test_a_closed_booking_offers_no_button(app: Flask, client: FlaskClient, address: str) -> None:
    with app.app_context():
        set_type(address.split("/")[1], 1, booking_closes_at=utc_now())
    page = client.get(address)
    assert "Die Buchung ist geschlossen" in text_of(page)
    assert not page_of(page).xpath("//main//form")


def test_an_invitation_to_another_event_is_none(
    app: Flask, client: FlaskClient, address: str
) -> None:
    with app.app_context():
        make_event_today(slug="andere")
    key = address.rsplit("/", 1)[-1]
    assert client.get(f"/andere/einladung/{key}").status_code == 404
