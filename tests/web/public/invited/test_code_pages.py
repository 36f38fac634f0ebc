"""Codes on the pages of guests: typed, mailed, wrong, used up; nothing typed is lost."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from ortenaudigital.bookings.access.codes import withdraw_code
from ortenaudigital.bookings.access.models import AccessCode
from ortenaudigital.bookings.models import Booking
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from tests.factories import make_event_today
from tests.invited import make_code, set_type, text_of_code
from tests.web.forms import page_of, submit, text_of

GOOD = {"first_name": "Erika", "last_name": "Müller", "email": "erika@example.org"}


@pytest.fixture
def slug(app: Flask) -> str:
    with app.app_context():
        return str(make_event_today().slug)


def new_code(app: Flask, slug: str, **changes: object) -> str:
    with app.app_context():
        return text_of_code(make_code(get_event(slug), utc_now(), **changes))


def test_the_way_from_the_event_to_the_booking(app: Flask, client: FlaskClient, slug: str) -> None:
    code = new_code(app, slug)
    assert f"/{slug}/code" in page_of(client.get(f"/{slug}/")).xpath("//a/@href")
    typed = f" {code.lower().replace('-', ' ')} "
    answer = submit(client, f"/{slug}/code", code=typed)
    assert (answer.status_code, answer.location) == (303, f"/{slug}/code/{code}")
    assert "Fachticket" not in text_of(client.get(f"/{slug}/tickets"))
    booked = submit(client, answer.location, **GOOD)
    assert booked.status_code == 303
    assert "Hier ist Ihr Ticket" in text_of(client.get(booked.location))
    assert not client.get_cookie("session")
    with app.app_context():
        assert db.session.scalars(select(Booking.access_code_id)).one()


@pytest.mark.parametrize("typed", ["", "7K3M-9PQR", "kein Code", "0" * 299, "<script>", "'; --"])
def test_a_wrong_code_says_what_to_do_and_stays_in_the_field(
    client: FlaskClient, slug: str, typed: str
) -> None:
    answer = submit(client, f"/{slug}/code", code=typed)
    assert answer.status_code == 422
    assert page_of(answer).xpath("//input[@name='code']/@value") == ([typed] if typed else [""])
    assert "Fehler" in text_of(answer)


def test_what_a_code_opens_no_more_is_said_in_its_words(
    app: Flask, client: FlaskClient, slug: str
) -> None:
    code = new_code(app, slug)
    address = f"/{slug}/code/{code}"
    assert submit(client, address, **GOOD).status_code == 303
    again = client.get(address)
    assert again.status_code == 409
    assert "schon eingelöst" in text_of(again)
    with app.app_context(), transaction():
        found = db.session.scalars(select(AccessCode)).one()
        found.used = 0
        withdraw_code(found, utc_now(), "olga")
    assert "zurückgezogen" in text_of(client.get(address))
    assert client.get(f"/{slug}/code/7K3M-9PQR").status_code == 404


def test_who_is_second_keeps_what_they_typed(app: Flask, client: FlaskClient, slug: str) -> None:
    address = f"/{slug}/code/{new_code(app, slug)}"
    form = page_of(client.get(address)).forms[-1]
    assert submit(client, address, **GOOD).status_code == 303
    late = dict(form.form_values()) | GOOD | {"email": "spaet@example.org"}
    answer = client.post(address, data=late)
    assert answer.status_code == 409
    assert "schon eingelöst" in text_of(answer)
    assert 'value="spaet@example.org"' in answer.text
    assert "weniger Tickets" not in text_of(answer)


def test_a_form_for_everyone_cannot_be_turned_into_one_for_the_invited(
    client: FlaskClient, slug: str
) -> None:
    assert submit(client, f"/{slug}/tickets", ticket_type="fachticket", **GOOD).status_code == 409


def test_a_code_of_a_type_that_opens_later_says_when(
    app: Flask, client: FlaskClient, slug: str
) -> None:
    code = new_code(app, slug)
    with app.app_context():
        set_type(slug, 1, booking_opens_at=get_event(slug).last_day.closes_at.replace(year=2099))
        set_type(slug, 1, booking_opens_at=utc_now().replace(microsecond=0, hour=23, minute=59))
    page = text_of(client.get(f"/{slug}/code/{code}"))
    assert "Die Buchung ist noch nicht geöffnet" in page


def test_who_guesses_is_slowed_down_and_who_knows_is_not(
    app: Flask, client: FlaskClient, slug: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = new_code(app, slug, size=None)
    monkeypatch.setitem(app.config, "RATE_LIMITS", True)
    for _ in range(30):
        assert client.get(f"/{slug}/code/{code}").status_code == 200
    wrong = [submit(client, f"/{slug}/code", code="7K3M9PQR").status_code for _ in range(25)]
    assert wrong[:15] == [422] * 15
    assert wrong[-1] == 429
    refused = client.get(f"/{slug}/code/{code}")
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
