"""Wait for what is not for everyone, as a guest does it: from the form that is sold out."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from ortenaudigital.bookings.access.links import invitation_key
from ortenaudigital.bookings.access.models import AccessCode
from ortenaudigital.bookings.changes import cancel_tickets
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.queries import get_booking
from ortenaudigital.bookings.rules import Right, Way
from ortenaudigital.bookings.wait_list.links import entry_key
from ortenaudigital.bookings.wait_list.models import WaitListEntry
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from tests.factories import make_booking, make_event_today
from tests.features.bookings.wait_list.people import rounds
from tests.invited import make_code, make_invitation, set_type, text_of_code
from tests.web.forms import page_of, submit, text_of

GOOD = {"first_name": "Wanda", "last_name": "Wartet", "email": "wanda@achern.de"}


@pytest.fixture
def ways(app: Flask) -> dict[str, str]:
    """Make a professionals' day that is full; return where it is booked, by the way to it."""
    with app.app_context():
        event = make_event_today(closes="24:00")
        slug = event.slug
        set_type(slug, 1, max_per_booking=20, domains=["achern.de"])
        now = utc_now()
        code = make_code(event, now, size=None)
        right = Right(Way.CODE, code.id)
        make_booking(event, now, right=right, ticket_type="fachticket", number=20)
        one = make_code(get_event(slug), now, size=2)
        invited = make_invitation(event, "Ina Geladen <ina@example.org>", 2, now=now)
        return {
            "code": f"/{slug}/code/{text_of_code(one)}",
            "invitation": f"/{slug}/einladung/{invitation_key(invited.id)}/buchen",
            "domain": f"/{slug}/dienstadresse",
        }


def free_one(app: Flask) -> None:
    with app.app_context():
        with transaction():
            booking = get_booking(db.session.scalars(select(Booking.id)).one())
            cancel_tickets(booking, {1}, utc_now())
        rounds(utc_now())


@pytest.mark.parametrize("way", ["code", "invitation", "domain"])
def test_from_what_is_sold_out_to_the_ticket(
    app: Flask, client: FlaskClient, ways: dict[str, str], way: str
) -> None:
    address = ways[way]
    sold_out = page_of(client.get(address))
    assert sold_out.xpath(f"//a[@href='{address}/warteliste']")
    answer = submit(client, f"{address}/warteliste", **GOOD, number="1")
    assert answer.status_code == 303
    assert "Wir haben Ihnen geschrieben" in text_of(client.get(answer.location))
    with app.app_context():
        key = entry_key(db.session.scalars(select(WaitListEntry.id)).one())
    free_one(app)
    # Others with the same right do not overtake them.
    assert "Gerade ist kein Platz mehr frei" in text_of(client.get(address))
    booked = submit(client, f"/angebot/{key}", "/annehmen")
    assert booked.status_code == 303
    assert "Hier ist Ihr Ticket" in text_of(client.get(booked.location))


def test_an_invitation_fills_the_form_of_the_list(
    client: FlaskClient, ways: dict[str, str]
) -> None:
    page = page_of(client.get(f"{ways['invitation']}/warteliste"))
    values = dict(page.forms[0].form_values())
    assert (values["first_name"], values["email"]) == ("Ina", "ina@example.org")
    assert values["number"] == "2"


def test_a_foreign_address_is_refused_at_its_field(
    client: FlaskClient, ways: dict[str, str]
) -> None:
    address = f"{ways['domain']}/warteliste"
    assert "Möglich sind Adressen mit @achern.de" in text_of(client.get(address))
    answer = submit(client, address, **(GOOD | {"email": "wanda@example.org"}))
    assert answer.status_code == 409
    assert "Diese Tickets gibt es nur für E-Mail-Adressen" in text_of(answer)
    assert "Wanda" in answer.get_data(as_text=True)


def test_more_than_a_code_is_good_for_is_refused(
    app: Flask, client: FlaskClient, ways: dict[str, str]
) -> None:
    answer = submit(client, f"{ways['code']}/warteliste", **GOOD, number="3")
    assert answer.status_code == 409
    assert "Mit diesem Code lassen sich noch 2 Tickets buchen." in text_of(answer)
    with app.app_context():
        assert not db.session.scalars(select(WaitListEntry.id)).all()


def test_an_offer_by_a_code_that_is_used_up_says_so(
    app: Flask, client: FlaskClient, ways: dict[str, str]
) -> None:
    assert submit(client, f"{ways['code']}/warteliste", **GOOD).status_code == 303
    free_one(app)
    with app.app_context(), transaction():
        entry = db.session.scalars(select(WaitListEntry)).unique().one()
        db.session.get_one(AccessCode, entry.access_code_id).size = 0
        key = entry_key(entry.id)
    answer = client.post(f"/angebot/{key}/annehmen", data={"number": "1"})
    assert answer.status_code == 409
    assert "Dieser Code ist schon eingelöst." in text_of(answer)


def test_links_of_others_and_wrong_codes_open_no_list(
    client: FlaskClient, ways: dict[str, str]
) -> None:
    slug = ways["domain"].split("/")[1]
    for address in (f"/{slug}/code/ABCD-EFGH", f"/{slug}/einladung/{'x' * 26}/buchen"):
        for method in ("GET", "POST"):
            assert client.open(f"{address}/warteliste", method=method).status_code == 404
