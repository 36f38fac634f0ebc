"""A group on the pages of guests: preview, faults row by row, one press; nothing typed is lost."""

from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from ortenaudigital.bookings.groups.letters import GROUP_TICKET
from ortenaudigital.bookings.groups.models import BookingGroup, GroupGuest
from ortenaudigital.bookings.links import booking_key, group_key
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.bookings.pending.links import proof_key
from ortenaudigital.bookings.pending.models import PendingBooking
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db
from ortenaudigital.outbox.queries import list_letters
from tests.factories import make_event_today, make_group
from tests.invited import make_code, make_invitation, set_type, text_of_code
from tests.web.forms import page_of, submit, text_of

WHO = {
    "organisation": "Stadt Achern",
    "first_name": "Erika",
    "last_name": "Müller",
    "email": "erika@example.org",
}
LIST = "Berg; Bo; bo@example.org\nAnna Müller"


@pytest.fixture
def slug(app: Flask) -> str:
    with app.app_context():
        slug = str(make_event_today().slug)
        set_type(slug, 0, max_per_group=30)
        set_type(slug, 1, max_per_group=10)
        return slug


def again(client: FlaskClient, answer: TestResponse, **fields: Any) -> TestResponse:
    """Send the form that an answer shows, as it is but for these fields."""
    form = page_of(answer).forms[-1]
    return client.post(form.action, data=dict(form.form_values()) | fields)


def typed(answer: TestResponse) -> str:
    (area,) = page_of(answer).xpath("//textarea[@name='guests']")
    return str(area.text or "").lstrip("\n")


def tickets(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(Ticket.name).order_by(Ticket.position)))


def test_from_the_form_to_a_booking_of_many(app: Flask, client: FlaskClient, slug: str) -> None:
    links = page_of(client.get(f"/{slug}/tickets")).xpath("//a/@href")
    assert f"/{slug}/gruppe" in links
    preview = submit(client, f"/{slug}/gruppe", **WHO, guests=LIST, to_each="y")
    assert preview.status_code == 200
    assert "2 Personen in der Liste" in text_of(preview)
    assert tickets(app) == []
    booked = again(client, preview)
    assert booked.status_code == 303
    assert "Hier sind Ihre 2 Tickets" in text_of(client.get(booked.location))
    assert tickets(app) == ["Bo Berg", "Anna Müller"]
    assert again(client, preview).location == booked.location
    assert len(tickets(app)) == 2
    assert not client.get_cookie("session")


def test_without_the_wish_no_address_is_stored(app: Flask, client: FlaskClient, slug: str) -> None:
    again(client, submit(client, f"/{slug}/gruppe", **WHO, guests=LIST))
    with app.app_context():
        assert db.session.scalars(select(GroupGuest)).all() == []
        assert db.session.scalars(select(BookingGroup.organisation)).one() == "Stadt Achern"


def test_faults_stand_first_and_the_list_stays(app: Flask, client: FlaskClient, slug: str) -> None:
    text = LIST + "\n=cmd|' /C calc'!A0\nBöse www.kaufen.example\nCent; Carl; carl@"
    answer = submit(client, f"/{slug}/gruppe", **WHO, guests=text)
    assert answer.status_code == 422
    words = text_of(answer)
    assert "3 Zeilen gehen so nicht" in words
    rows = page_of(answer).xpath("//ul[@aria-labelledby='preview']/li")
    assert [row.text_content().split()[1] for row in rows] == ["3:", "4:", "5:", "1:", "2:"]
    for fault in ("Rechenzeichen", "Internet- oder E-Mail-Adresse", "stimmt nicht"):
        assert fault in words
    assert typed(answer) == text
    assert again(client, answer, expected="5").status_code == 422
    assert tickets(app) == []


def test_another_list_than_the_one_shown_is_shown_first(
    app: Flask, client: FlaskClient, slug: str
) -> None:
    preview = submit(client, f"/{slug}/gruppe", **WHO, guests=LIST)
    changed = again(client, preview, guests=LIST + "\nCarl Cent")
    assert changed.status_code == 200
    assert "3 Personen in der Liste" in text_of(changed)
    assert tickets(app) == []


def test_a_name_that_stands_there_twice_is_told(client: FlaskClient, slug: str) -> None:
    answer = submit(client, f"/{slug}/gruppe", **WHO, guests="Anna Müller\nMüller, Anna")
    assert "Ein Name steht doppelt" in text_of(answer)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_a_file_is_put_into_the_list_and_shown(
    app: Flask, client: FlaskClient, slug: str, encoding: str
) -> None:
    table = "Nachname;Vorname;E-Mail\r\nMüßig;Änne;a@example.org\r\n;;\r\nBerg;Bo;\r\n"
    file = (BytesIO(table.encode(encoding)), "liste.csv", "text/csv")
    preview = submit(client, f"/{slug}/gruppe", **WHO, guests="", file=file)
    assert preview.status_code == 200
    assert "Änne Müßig" in text_of(preview)
    assert again(client, preview).status_code == 303
    assert tickets(app) == ["Änne Müßig", "Bo Berg"]


def test_a_file_that_is_none_says_so_and_keeps_the_rest(client: FlaskClient, slug: str) -> None:
    file = (BytesIO(b"\x89PNG" + bytes(500)), "bild.png", "image/png")
    answer = submit(client, f"/{slug}/gruppe", **WHO, guests=LIST, file=file)
    assert answer.status_code == 422
    assert "lässt sich nicht lesen" in text_of(answer)
    assert typed(answer) == LIST


def test_too_many_empty_and_more_than_are_left(app: Flask, client: FlaskClient, slug: str) -> None:
    many = "\n".join(f"Gast{number} Vieler" for number in range(10_000))
    answer = submit(client, f"/{slug}/gruppe", **WHO, guests=many)
    assert answer.status_code == 422
    assert "10.000 Personen" in text_of(answer)
    assert typed(answer) == many
    empty = submit(client, f"/{slug}/gruppe", **WHO, guests=" \n;;\n")
    assert (empty.status_code, "mindestens einen Namen" in text_of(empty)) == (422, True)
    with app.app_context():
        for number in (30, 30, 30):
            people = "\n".join(f"Wer{each} Anders" for each in range(number))
            make_group(get_event(slug), people, utc_now())
    answer = submit(client, f"/{slug}/gruppe", **WHO, guests="\n".join(many.split("\n")[:12]))
    assert (answer.status_code, "nur noch 10 Plätze frei" in text_of(answer)) == (422, True)


BAD = {
    "organisation": ["", "kaufen.example", "https://x.example", "A" * 101, "a@b.de"],
    "first_name": ["", "www.x.de", "A" * 81],
    "email": ["", "erika@", "erika@example.org\r\nBcc: x@example.org"],
    "request_id": ["x"],
    "ticket_type": [""],
}


@pytest.mark.parametrize(("field", "value"), [(f, v) for f, all_ in BAD.items() for v in all_])
def test_what_is_wrong_about_who_books_is_said_beside_the_list(
    app: Flask, client: FlaskClient, slug: str, field: str, value: str
) -> None:
    answer = submit(client, f"/{slug}/gruppe", **(WHO | {"guests": LIST, field: value}))
    assert answer.status_code == 422
    assert typed(answer) == LIST
    assert tickets(app) == []


def test_groups_where_there_are_none_lead_to_the_form(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        slug = make_event_today(slug="ohne").slug
    answer = client.get(f"/{slug}/gruppe")
    assert (answer.status_code, answer.location) == (302, f"/{slug}/tickets")
    assert f"/{slug}/gruppe" not in client.get(f"/{slug}/tickets").get_data(as_text=True)
    assert client.post(f"/{slug}/gruppe", data=WHO).status_code == 302


def test_codes_and_invitations_open_groups(app: Flask, client: FlaskClient, slug: str) -> None:
    with app.app_context():
        code = text_of_code(make_code(get_event(slug), utc_now(), size=3))
        make_invitation(get_event(slug), number=2, now=utc_now())
    here = f"/{slug}/code/{code}"
    assert f"{here}/gruppe" in page_of(client.get(here)).xpath("//a/@href")
    refused = submit(client, f"{here}/gruppe", **WHO, guests=LIST + "\nC D\nE F")
    assert (refused.status_code, "höchstens 3" in text_of(refused)) == (422, True)
    assert again(client, submit(client, f"{here}/gruppe", **WHO, guests=LIST)).status_code == 303
    with app.app_context():
        booking = db.session.scalars(select(Booking)).one()
        assert booking.tickets[0].ticket_type.slug == "fachticket"
        assert booking.access_code_id is not None


def test_each_is_written_to_by_the_button_alone(app: Flask, client: FlaskClient, slug: str) -> None:
    with app.app_context():
        booking_id = make_group(get_event(slug), LIST, utc_now())
        here = f"/buchung/{booking_key(booking_id)}/gruppe/{group_key(booking_id)}"
    assert client.get(here[:-1] + "x").status_code == 404
    page = client.get(here)
    assert "bo@example.org" in text_of(page)
    assert "Stadt Achern" in text_of(page)

    def letters() -> int:
        with app.app_context():
            return sum(letter.kind == GROUP_TICKET for letter in list_letters())

    assert letters() == 0
    assert submit(client, here).status_code == 303
    assert client.post(here).status_code == 303
    assert letters() == 1
    assert "Die Tickets sind unterwegs" in text_of(client.get(here))


@pytest.mark.parametrize("way", ["confirm_first", "domain"])
def test_a_group_whose_address_is_to_be_proved_waits_for_a_click(
    app: Flask, client: FlaskClient, slug: str, way: str
) -> None:
    with app.app_context():
        set_type(slug, 0, confirm_first=True)
        set_type(slug, 1, domains=["achern.de"])
    form = f"/{slug}/tickets" if way == "confirm_first" else f"/{slug}/dienstadresse"
    here = f"/{slug}/gruppe" if way == "confirm_first" else f"{form}/gruppe"
    assert here in page_of(client.get(form)).xpath("//a/@href")
    who = WHO | {"email": "amt@achern.de"}
    preview = submit(client, here, **who, guests=LIST, to_each="y")
    asked = again(client, preview)
    assert asked.status_code == 303
    assert "Bitte bestätigen Sie Ihre Adresse" in text_of(client.get(asked.location))
    assert tickets(app) == []
    # The same press again waits for the same click.
    assert again(client, preview).location == asked.location
    with app.app_context():
        pending = db.session.scalars(select(PendingBooking)).one()
        proof = f"/{slug}/bestaetigen/{proof_key(pending.id)}"
    booked = submit(client, proof)
    assert booked.status_code == 303
    assert "Hier sind Ihre 2 Tickets" in text_of(client.get(booked.location))
    assert tickets(app) == ["Bo Berg", "Anna Müller"]


def test_a_group_from_a_foreign_address_keeps_its_list(
    app: Flask, client: FlaskClient, slug: str
) -> None:
    with app.app_context():
        set_type(slug, 1, domains=["achern.de"])
    here = f"/{slug}/dienstadresse/gruppe"
    assert "Möglich sind Adressen mit @achern.de" in text_of(client.get(here))
    answer = again(client, submit(client, here, **WHO, guests=LIST))
    assert answer.status_code == 409
    assert "Diese Tickets gibt es nur für E-Mail-Adressen" in text_of(answer)
    assert typed(answer) == LIST
