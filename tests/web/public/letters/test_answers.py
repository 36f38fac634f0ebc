"""A link in a letter shows a button, and only the button changes anything."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.bookings.links import booking_key
from ortenaudigital.bookings.queries import get_booking_by_key
from ortenaudigital.bookings.reminders.models import AttendanceAnswer
from ortenaudigital.events.models import TicketType
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db
from tests.factories import make_booking, make_event_today
from tests.web.forms import text_of


@pytest.fixture
def key(app: Flask) -> str:
    with app.app_context():
        booking = make_booking(make_event_today(), utc_now(), number=2, companions=("Karl",))
        return booking_key(booking.id)


def answered(app: Flask, key: str) -> tuple[int, int]:
    """Return how many tickets still hold, and how many answers are stored."""
    with app.app_context():
        booking = get_booking_by_key(key)
        return len(booking.valid_tickets), db.session.query(AttendanceAnswer).count()


@pytest.mark.parametrize("word", ["ja", "weniger", "nein"])
def test_to_look_changes_nothing(app: Flask, client: FlaskClient, key: str, word: str) -> None:
    page = client.get(f"/buchung/{key}/antwort/{word}")

    assert page.status_code == 200
    assert client.head(f"/buchung/{key}/antwort/{word}").status_code == 200
    assert answered(app, key) == (2, 0)


def test_whoever_comes_says_so_with_one_press(app: Flask, client: FlaskClient, key: str) -> None:
    answer = client.post(f"/buchung/{key}/antwort/ja")

    assert answer.status_code == 303
    assert "Wir rechnen mit Ihnen." in text_of(client.get(answer.location))
    assert answered(app, key) == (2, 1)


def test_fewer_come_and_who_is_chosen_is_free(app: Flask, client: FlaskClient, key: str) -> None:
    page = client.post(f"/buchung/{key}/antwort/weniger")
    assert page.status_code == 422
    assert "Bitte wählen Sie aus, welche Tickets Sie freigeben möchten." in text_of(page)
    assert answered(app, key) == (2, 0)

    answer = client.post(f"/buchung/{key}/antwort/weniger", data={"position": "2"})

    assert answer.status_code == 303
    assert answered(app, key) == (1, 1)


def test_who_cannot_come_gives_all_places_back(app: Flask, client: FlaskClient, key: str) -> None:
    answer = client.post(f"/buchung/{key}/antwort/nein")

    assert answer.status_code == 303
    assert answered(app, key) == (0, 1)
    with app.app_context():
        assert {each.taken for each in db.session.query(TicketType)} == {0}
    again = client.get(f"/buchung/{key}/antwort/ja")
    assert "Diese Buchung ist storniert" in text_of(again)


def test_an_answer_that_there_is_not_is_not_found(client: FlaskClient, key: str) -> None:
    assert client.get(f"/buchung/{key}/antwort/vielleicht").status_code == 404
    assert client.post(f"/buchung/{key}/antwort/vielleicht").status_code == 404
    assert client.get("/buchung/" + "a" * 26 + "/antwort/ja").status_code == 404


def wants_only_necessary(app: Flask, key: str) -> bool:
    with app.app_context():
        return get_booking_by_key(key).only_necessary


def test_the_button_of_a_mail_program_is_answered_without_a_detour(
    app: Flask, client: FlaskClient, key: str
) -> None:
    client.get(f"/buchung/{key}/briefe")
    assert not wants_only_necessary(app, key)

    for _ in range(2):
        answer = client.post(f"/buchung/{key}/briefe", data={"List-Unsubscribe": "One-Click"})

        # RFC 8058: no redirection, no cookie, no login.
        assert answer.status_code == 200
        assert wants_only_necessary(app, key)


def test_letters_can_be_wanted_again(app: Flask, client: FlaskClient, key: str) -> None:
    for word, wanted in (("yes", True), ("no", False)):
        answer = client.post(f"/buchung/{key}/briefe", data={"only_necessary": word})
        assert answer.status_code == 303
        assert "Ihre Wahl ist gespeichert." in text_of(client.get(answer.location))
        assert wants_only_necessary(app, key) is wanted
