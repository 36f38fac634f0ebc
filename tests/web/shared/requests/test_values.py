"""What requests may bring: each kind of nonsense gets a page that says what to do."""

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.exceptions import NotFound

from ortenaudigital.accounts.commands import assign_role, create_user, hashed
from ortenaudigital.accounts.permissions import Role
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.bookings.needs.models import BookingNeeds
from ortenaudigital.kernel.db import db, transaction
from tests.factories import make_event
from tests.web.forms import page_of, submit, text_of


@pytest.fixture
def form(app: Flask) -> str:
    with app.app_context():
        return f"/{make_event().slug}/tickets"


FIELDS = {"first_name": "Erika", "last_name": "Müller", "email": "erika@example.org"}


def test_a_name_that_nobody_can_see_is_none(client: FlaskClient, form: str) -> None:
    for name in ("\u200b\u200d\ufeff", "\x00", "\u3164", "\u202e\u202c"):
        answer = submit(client, form, **FIELDS | {"first_name": name})
        assert answer.status_code == 422
        assert "Bitte geben Sie Ihren Vornamen an." in text_of(answer)


def test_what_slips_in_by_pasting_is_taken_out(app: Flask, client: FlaskClient, form: str) -> None:
    needs = "line\x0bbreak\x00\u202e"
    fields = FIELDS | {"last_name": "\u200eMül\xadler\x00", "needs_other": needs}
    fields |= {"needs_consent": "y", "companions-0": "\u202eJo\u202c", "number": "2"}
    assert submit(client, form, **fields).status_code == 303
    with app.app_context():
        booking = db.session.scalars(select(Booking)).one()
        assert booking.last_name == "Müller"
        assert db.session.scalars(select(BookingNeeds.other)).one() == "line\nbreak"
        assert db.session.scalars(select(Ticket.name).where(Ticket.position == 2)).one() == "Jo"


@pytest.mark.parametrize("name", ["evil.example", "Gewinn auf ｅvil。com", "a@example.org"])
def test_no_field_of_a_name_takes_an_address(client: FlaskClient, form: str, name: str) -> None:
    for field in ("first_name", "last_name", "companions-0"):
        answer = submit(client, form, **FIELDS | {field: name, "number": "2"})
        assert answer.status_code == 422, field
        assert "keine Internet- oder E-Mail-Adresse" in text_of(answer)


def test_text_that_is_not_utf_8_is_refused(client: FlaskClient, form: str) -> None:
    for data in (b"first_name=M%FCller", b"first_name=M\xfcller", b"first_name=%ED%A0%80"):
        answer = client.post(form, data=data, content_type="application/x-www-form-urlencoded")
        assert answer.status_code in (400, 422)
        assert "M%FCller" not in answer.get_data(as_text=True)
    part = b'--x\r\nContent-Disposition: form-data; name="first_name"\r\n\r\nM\xfc\r\n--x--\r\n'
    answer = client.post(form, data=part, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 400
    assert "Das konnten wir nicht lesen" in text_of(answer)


def test_a_file_in_the_place_of_a_field_is_an_empty_field(client: FlaskClient, form: str) -> None:
    fields = FIELDS | {"first_name": (io.BytesIO(b"x"), "a.png")}
    answer = client.post(form, data=fields, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "Bitte geben Sie Ihren Vornamen an." in text_of(answer)


def test_json_is_no_form(client: FlaskClient, form: str) -> None:
    for url in (form, "/orga/anmelden"):
        for data in (b"[1, 2]", b"null", b"[" * 100_000, b'{"email": 1}'):
            answer = client.post(url, data=data, content_type="application/json")
            assert answer.status_code == 415
            assert page_of(answer).xpath("//main//h1")


def test_json_without_end_is_refused_where_json_is_taken(client: FlaskClient, form: str) -> None:
    for data in (b"[" * 30_000, b'{"a":' * 6_000, b"9" * 5000, b"\xff", b"nonsense"):
        answer = client.post("/einlass/api/pair", data=data, content_type="application/json")
        assert answer.status_code == 400
        assert answer.json is not None
        assert answer.json["error"]["code"]


@pytest.mark.parametrize("number", ["2147483648", "99999999999999999999", "9" * 3000, "²", "１"])
def test_numbers_beyond_the_database_are_nothing(
    app: Flask, organiser: FlaskClient, form: str, number: str
) -> None:
    event = form.removesuffix("/tickets")
    adapter = app.url_map.bind("localhost")
    for path in (f"/orga{event}/geraete/{number}/sperren", f"/orga/postausgang/{number}/erneut"):
        with pytest.raises(NotFound):
            adapter.match(path, method="POST")
    assert organiser.get(f"/orga{event}/buchungen?nach={number}").status_code == 200
    assert organiser.get(f"/orga/postausgang?vor={number}").status_code == 200
    fields = FIELDS | {"number": number, f"companions-{number}": "x"}
    answer = submit(organiser, form, **fields)
    assert answer.status_code == 422


def test_an_address_with_control_characters_leads_nowhere(client: FlaskClient, form: str) -> None:
    for path in ("/a%00b/tickets", "/%ff/", "/buchung/%00", "/t/%1b%5b2J", "/%e2%80%ae/"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert page_of(answer).xpath("//main//h1")


def test_a_password_is_taken_as_it_was_typed(app: Flask) -> None:
    password = "a long\u00adpass\u200bword"
    with app.app_context(), transaction():
        assign_role(create_user("paul@example.org", "Paul", hashed(password)).id, Role.OWNER)
    client = app.test_client()
    answer = submit(client, "/orga/anmelden", email="paul@example.org", password=password)
    assert answer.status_code == 302
    # It is asked for again elsewhere, under names that tell forms of one page apart.
    factor = "/orga/konto/zweiter-faktor"
    sent = {"passkey-name": "Laptop", "passkey-password": password}
    sent["csrf_token"] = sent["passkey-csrf_token"] = token_of(client, factor)
    assert client.post(f"{factor}/passkeys/beginn", data=sent).status_code == 200
    answer = submit(client, "/orga/konto", "/orga/konto/passwort", current=password, password="x")
    assert "nicht Ihr jetziges Passwort" not in text_of(answer)
    assert answer.status_code == 422


def token_of(client: FlaskClient, url: str) -> str:
    return str(page_of(client.get(url)).xpath("//input[@name='csrf_token']/@value")[0])
