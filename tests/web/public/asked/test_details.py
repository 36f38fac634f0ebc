"""What was told with a booking: seen and changed behind its link until the event is over."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from ortenaudigital.bookings.links import booking_key
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.needs.models import BookingNeeds
from ortenaudigital.bookings.questions.models import Answer
from ortenaudigital.events.models import Day
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from tests.factories import make_booking, needs
from tests.features.bookings.questions.questionnaires import make_asking_event_today
from tests.web.forms import page_of, submit, text_of

OFFICE, TOWN = "q_buergerticket_office", "q_buergerticket_town"
# The parser of the tests sends `on` for an option without a value.
NOTHING = {"q_buergerticket_before": ""}


@pytest.fixture
def page(app: Flask) -> str:
    """The page of a booking with answers and needs, for today."""
    with app.app_context():
        event = make_asking_event_today()
        answers = {"office": ("bau",), "town": ("Achern <b>",)}
        booking = make_booking(event, utc_now(), answers=answers, needs=needs("R4mpe"))
        return f"/buchung/{booking_key(booking.id)}"


def stored(app: Flask) -> tuple[dict[str, list[str]], list[str]]:
    with app.app_context():
        answers = {each.key: each.given for each in db.session.scalars(select(Answer))}
        return answers, list(db.session.scalars(select(BookingNeeds.other)))


def test_the_page_of_a_booking_shows_its_answers_and_no_needs(
    client: FlaskClient, page: str
) -> None:
    for _ in range(2):
        words = text_of(client.get(page))
        assert "Fachbereich Bauamt" in words
        assert "Achern <b>" in words
        assert "R4mpe" not in words
    assert page_of(client.get(page)).xpath(f"//a[@href='{page}/angaben']")
    assert "Department Planning" in text_of(client.get(f"{page}?lang=en"))


def test_answers_are_changed_where_they_are_shown(
    app: Flask, client: FlaskClient, page: str
) -> None:
    answer = submit(client, f"{page}/angaben", **NOTHING, **{OFFICE: "kultur", TOWN: ""})
    assert answer.status_code == 303
    assert stored(app)[0] == {"office": ["kultur"]}
    assert "Ihre Angaben sind gespeichert." in text_of(client.get(answer.location))
    refused = submit(client, f"{page}/angaben", **NOTHING, **{OFFICE: "x", TOWN: "Lahr"})
    assert refused.status_code == 422
    assert page_of(refused).xpath(f"//input[@name='{TOWN}']/@value") == ["Lahr"]
    assert stored(app)[0] == {"office": ["kultur"]}


def test_needs_are_changed_with_consent_only(app: Flask, client: FlaskClient, page: str) -> None:
    refused = submit(client, f"{page}/angaben", "/bedarf", needs_other="Lupe")
    assert refused.status_code == 422
    assert "Ohne Ihre Einwilligung" in text_of(refused)
    assert stored(app)[1] == ["R4mpe"]
    changed = submit(client, f"{page}/angaben", "/bedarf", needs_other="Lupe", needs_consent="y")
    assert changed.status_code == 303
    assert stored(app)[1] == ["Lupe"]
    # Who takes all of it out has nothing left, and needs no consent to that.
    emptied = submit(client, f"{page}/angaben", "/bedarf", needs_other="", needs=[])
    assert emptied.status_code == 303
    assert stored(app)[1] == []


def test_consent_is_taken_back_even_after_the_event(
    app: Flask, client: FlaskClient, page: str
) -> None:
    with app.app_context(), transaction():
        for day in db.session.scalars(select(Day)):
            day.opens_at -= timedelta(days=3)
            day.closes_at -= timedelta(days=3)
    shown = page_of(client.get(f"{page}/angaben"))
    assert "R4mpe" in shown.text_content()
    assert [form.action for form in shown.forms] == [f"{page}/bedarf/widerrufen"]
    late = client.post(f"{page}/bedarf", data={"needs_other": "Lupe", "needs_consent": "y"})
    assert late.status_code == 409
    assert client.post(f"{page}/angaben", data={OFFICE: "kultur"}).status_code == 409
    taken = submit(client, f"{page}/angaben", "/widerrufen")
    assert taken.status_code == 303
    assert "nicht mehr gespeichert" in text_of(client.get(taken.location))
    assert stored(app) == ({"office": ["bau"], "town": ["Achern <b>"]}, [])


def test_what_was_asked_before_is_shown_when_it_is_asked_no_more(
    app: Flask, client: FlaskClient, page: str
) -> None:
    with app.app_context(), transaction():
        booking = db.session.scalars(select(Booking)).unique().one()
        booking.tickets[0].ticket_type.questions = []
    words = text_of(client.get(page))
    assert "Fachbereich Bauamt" in words
    details = client.get(f"{page}/angaben")
    assert "Fachbereich Bauamt" in text_of(details)
    assert not page_of(details).xpath(f"//*[@name='{OFFICE}']")


@pytest.mark.parametrize("path", ["angaben", "bedarf", "bedarf/widerrufen"])
def test_a_strangers_link_changes_nothing(client: FlaskClient, path: str) -> None:
    assert client.post(f"/buchung/{'A' * 26}/{path}", data={"x": "y"}).status_code == 404
