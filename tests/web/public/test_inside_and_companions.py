"""Who is inside keeps the place; companions keep their names and a link of their own."""

from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pikepdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from ortenaudigital.bookings.changes import cancel_tickets
from ortenaudigital.bookings.documents import tickets_pdf
from ortenaudigital.bookings.errors import TicketsInside
from ortenaudigital.bookings.links import booking_key, companion_key, ticket_code, ticket_url
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.checkin.commands import ScanRequest, scan
from ortenaudigital.checkin.devices.paired import get_device_by_token
from ortenaudigital.checkin.rules import Action
from ortenaudigital.events.models import Quota
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from tests.factories import (
    PASSWORD,
    make_booking,
    make_device,
    make_event_today,
    make_organiser,
)
from tests.web.forms import page_of, submit, text_of

GOOD = {"first_name": "Erika", "last_name": "Müller", "email": "erika@example.org"}


def let_in(token: str, code: str, action: Action = Action.SCAN) -> None:
    with transaction():
        request = ScanRequest(uuid4(), code, utc_now(), action=action)
        scan(get_device_by_token(token, utc_now()), request, utc_now())


@pytest.fixture
def inside(app: Flask) -> dict[str, Any]:
    """A booking of two, the second of whom is inside."""
    with app.app_context():
        event = make_event_today(quota=5)
        booking = make_booking(event, utc_now(), number=2, companions=("Ali",))
        _, token = make_device(event, now=utc_now() - timedelta(minutes=5))
        let_in(token, booking.tickets[1].short_code)
        make_organiser()
        return {
            "slug": event.slug,
            "id": booking.id,
            "key": booking_key(booking.id),
            "code": booking.tickets[1].short_code,
            "token": token,
        }


def taken() -> int:
    return db.session.scalars(select(Quota.taken).where(Quota.taken > 0)).one()


def log_in(client: FlaskClient) -> None:
    submit(client, "/orga/anmelden", email="olga@example.org", password=PASSWORD)


def test_holders_who_are_inside_cannot_cancel(
    app: Flask, client: FlaskClient, inside: dict[str, Any]
) -> None:
    url = f"/buchung/{inside['key']}"
    answer = submit(client, f"{url}/stornieren?position=1&position=2", "/stornieren")
    assert answer.status_code == 409
    words = text_of(answer)
    assert f"schon jemand eingelassen: {inside['code']}." in words
    assert "Es wurde nichts geändert." in words
    assert "Hier sind Ihre 2 Tickets" in words
    with app.app_context():
        assert taken() == 2
    assert submit(client, f"{url}/stornieren?position=1", "/stornieren").status_code == 303
    with app.app_context():
        assert taken() == 1


def test_who_went_out_can_cancel_again(app: Flask, inside: dict[str, Any]) -> None:
    with app.app_context():
        booking = db.session.get_one(Booking, inside["id"])
        with transaction():
            booking = db.session.get_one(Booking, inside["id"])
            booking.event.reentry = True
        let_in(inside["token"], inside["code"], Action.EXIT)
        with transaction():
            assert cancel_tickets(db.session.get_one(Booking, inside["id"]), {2}, utc_now()) == 1


def test_organisers_are_warned_and_may_cancel_all_the_same(
    app: Flask, client: FlaskClient, inside: dict[str, Any]
) -> None:
    log_in(client)
    url = f"/orga/{inside['slug']}/buchungen/{inside['id']}"
    warned = submit(client, url, f"{url}/stornieren", position="2")
    assert warned.status_code == 409
    assert "Trotzdem stornieren?" in text_of(warned)
    with app.app_context():
        assert taken() == 2
    forms = page_of(warned).forms
    (form,) = [form for form in forms if "although_inside" in form.fields]
    answer = client.post(form.action, data=dict(form.form_values()))
    assert answer.status_code == 303
    with app.app_context():
        assert taken() == 1
        ticket = db.session.scalars(select(Ticket).where(Ticket.position == 2)).one()
        assert ticket.cancelled_at is not None


def test_nobody_cancels_past_the_door(app: Flask, inside: dict[str, Any]) -> None:
    with app.app_context(), pytest.raises(TicketsInside), transaction():
        cancel_tickets(db.session.get_one(Booking, inside["id"]), {1, 2}, utc_now(), "olga")


def test_companions_pages_do_not_hold_the_link_of_the_booking(
    app: Flask, client: FlaskClient, inside: dict[str, Any]
) -> None:
    with app.test_request_context():
        booking = db.session.get_one(Booking, inside["id"])
        document = pikepdf.open(BytesIO(tickets_pdf(booking)))
        own, code = ticket_url(booking.tickets[1]), ticket_code(booking.tickets[1].id, 0)
        private = companion_key(booking.tickets[1].id, 0)
    first, second = ([str(note.A.URI) for note in page.Annots] for page in document.pages)
    assert any(inside["key"] in link for link in first)
    assert not any(inside["key"] in link for link in second)
    assert own in second
    page = client.get(f"/t/{code}")
    assert page.status_code == 200
    assert inside["key"] not in page.get_data(as_text=True)
    mine = client.get(f"/buchung/{inside['key']}")
    links = page_of(mine).xpath("//details//a[@data-link]/@href")
    assert f"/t/{code}/{private}" in links


def form_of(client: FlaskClient, slug: str, **fields: Any) -> Any:
    return submit(client, f"/{slug}/tickets", **GOOD, **fields)


def test_a_companion_is_never_left_out(
    app: Flask, client: FlaskClient, inside: dict[str, Any]
) -> None:
    one_too_many = form_of(client, inside["slug"], number="1", **{"companions-0": "Kim"})
    assert one_too_many.status_code == 422
    words = text_of(one_too_many)
    assert "Sie haben eine Begleitung genannt. Bitte wählen Sie 2 Tickets" in words
    page = page_of(one_too_many)
    assert page.xpath("//input[@name='companions-0']/@value") == ["Kim"]
    assert page.xpath("//input[@name='first_name']/@value") == ["Erika"]
    several = form_of(
        client, inside["slug"], number="2", **{"companions-0": "Kim", "companions-1": "Nora"}
    )
    assert several.status_code == 422
    assert "Sie haben 2 Begleitungen genannt. Bitte wählen Sie 3 Tickets" in text_of(several)


def test_a_companion_below_an_empty_line_comes_too(
    client: FlaskClient, inside: dict[str, Any]
) -> None:
    answer = form_of(client, inside["slug"], number="2", **{"companions-1": "Nora"})
    assert answer.status_code == 303
    assert "Nora" in text_of(client.get(answer.location))


def test_a_companion_between_empty_lines_keeps_the_number(
    client: FlaskClient, inside: dict[str, Any]
) -> None:
    answer = form_of(client, inside["slug"], number="3", **{"companions-1": "Nora"})
    names = page_of(client.get(answer.location)).xpath("//*[@class='ticket__name']/text()")
    assert names == ["Erika Müller", "Erika Müller", "Nora"]
