"""Who booked changes it: each page asks first and says what follows, and a POST does it once."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.events.models import Event
from ortenaudigital.events.rules import EventState
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.privacy.requests import erase, find
from ortenaudigital.web.shared.language import LANGUAGES
from tests.factories import make_booking
from tests.web.forms import page_of, submit, text_of
from tests.web.public.booking.conftest import Booked, booked

ASKED = ("namen", "stornieren", "adresse", "weiteres-ticket", "tickets/1/neuer-code")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("step", ASKED)
def test_each_change_has_a_page_that_asks(
    client: FlaskClient, mine: Booked, step: str, language: str
) -> None:
    headers = {"Accept-Language": language}
    booking = page_of(client.get(mine.page, headers=headers))
    address = f"{mine.page}/{step}"
    assert address in booking.xpath("//a/@href")
    asked = client.get(address, headers=headers)
    assert asked.status_code == 200
    page = page_of(asked)
    assert page.get("lang") == language
    assert mine.page in page.xpath("//main//a/@href"), "the way back"
    assert len(page.xpath("//main//form//button[@type='submit']")) == 1
    assert mine.history() == ["bookings.booked holder"]


def test_names_of_who_booked_and_of_who_comes(client: FlaskClient, mine: Booked) -> None:
    address = f"{mine.page}/namen"
    answer = submit(client, address, last_name="Maier", **{"names-1": "Kim <b>"})
    assert answer.status_code == 303
    assert "Die Namen sind gespeichert." in text_of(client.get(answer.location))
    assert mine.names() == ["Erika Maier", "Kim <b>"]
    assert "bookings.changed" in mine.letters()
    again = submit(client, address)
    assert "Es wurde nichts geändert." in text_of(client.get(again.location))


@pytest.mark.parametrize(
    "bad",
    [
        {"first_name": ""},
        {"last_name": " "},
        {"first_name": "x" * 81},
        {"names-1": "www.example.org"},
        {"names-0": "kim@example.org"},
        {"names-1": "x" * 81},
        {"last_name": "https://example.org"},
    ],
)
def test_names_that_are_none_are_refused_and_kept(
    client: FlaskClient, mine: Booked, bad: dict[str, str]
) -> None:
    answer = submit(client, f"{mine.page}/namen", **bad)
    assert answer.status_code == 422
    ((name, value),) = bad.items()
    shown = page_of(answer).xpath(f"//input[@name='{name}']/@value") or [""]
    assert shown[0] == " ".join(value.split())
    assert mine.names() == ["Erika Müller", "Ali"]


def test_cancelling_asks_which_then_whether(client: FlaskClient, mine: Booked) -> None:
    which = client.get(f"{mine.page}/stornieren")
    assert page_of(which).xpath("//input[@type='checkbox']/@value") == ["1", "2"]
    sure = client.get(f"{mine.page}/stornieren?position=2")
    words = text_of(sure)
    assert "Dieses Ticket stornieren?" in words
    assert "Ticket 2: Ali" in words
    assert "Ihr anderes Ticket gilt weiter." in words
    address = f"{mine.page}/stornieren?position=2"
    assert submit(client, address, "/stornieren").status_code == 303
    assert mine.names() == ["Erika Müller"]


def test_choosing_none_says_so_at_the_choice(client: FlaskClient, mine: Booked) -> None:
    (form,) = (each for each in page_of(client.get(f"{mine.page}/stornieren")).forms)
    page = page_of(client.get(form.action, query_string=dict(form.form_values())))
    (told,) = page.xpath("//fieldset/@aria-describedby")
    said = " ".join(page.get_element_by_id(each).text_content() for each in told.split())
    assert "Bitte wählen Sie aus, welche Tickets Sie stornieren möchten." in said


@pytest.mark.parametrize("forged", [[], ["0"], ["3"], ["-1"], ["x"], ["2147483648"], ["²"]])
def test_nothing_is_cancelled_that_is_not_there(
    client: FlaskClient, mine: Booked, forged: list[str]
) -> None:
    answer = client.post(f"{mine.page}/stornieren", data={"position": forged})
    assert answer.status_code == 303
    assert "Bitte wählen Sie aus" in text_of(client.get(answer.location))
    assert mine.names() == ["Erika Müller", "Ali"]


def test_another_ticket_is_added_once(client: FlaskClient, mine: Booked) -> None:
    address = f"{mine.page}/weiteres-ticket"
    data = {"position": "3", "name": "Kim"}
    answers = [client.post(address, data=data) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert mine.names() == ["Erika Müller", "Ali", "Kim"]
    assert mine.history().count("bookings.ticket_added holder") == 1


@pytest.mark.parametrize("forged", ["", "0", "1", "2", "4", "99", "x", "2147483647", "-1"])
def test_forged_positions_add_nothing(client: FlaskClient, mine: Booked, forged: str) -> None:
    answer = client.post(f"{mine.page}/weiteres-ticket", data={"position": forged, "name": "Kim"})
    assert answer.status_code == 409
    assert "Diese Buchung hat sich eben geändert" in text_of(answer)
    assert mine.names() == ["Erika Müller", "Ali"]


def test_a_name_that_is_none_adds_nothing(client: FlaskClient, mine: Booked) -> None:
    answer = submit(client, f"{mine.page}/weiteres-ticket", name="www.example.org")
    assert answer.status_code == 422
    assert page_of(answer).xpath("//input[@name='name']/@value") == ["www.example.org"]


def test_no_place_left_says_so(app: Flask, client: FlaskClient, mine: Booked) -> None:
    form = client.get(f"{mine.page}/weiteres-ticket")
    assert form.status_code == 200
    with app.app_context():
        event = db.session.get_one(Event, mine.read().event_id)
        make_booking(event, utc_now(), number=3)
    answer = submit(client, f"{mine.page}/weiteres-ticket", name="Kim")
    assert answer.status_code == 409
    assert len(mine.names()) == 2


def test_a_new_code_voids_the_old_one_and_the_link(client: FlaskClient, mine: Booked) -> None:
    address = f"{mine.page}/tickets/2/neuer-code"
    form = page_of(client.get(address)).forms[-1]
    data = dict(form.form_values())
    answers = [client.post(address, data=data) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert mine.history().count("bookings.ticket_reissued holder") == 1
    for old in (mine.code, mine.handed):
        page = client.get(old)
        assert "Dieser QR-Code gilt nicht mehr" in text_of(page)
        assert "Ali" not in text_of(page)
    assert client.post(f"{mine.handed}/name", data={"name": "Eve"}).status_code == 404


@pytest.mark.parametrize("forged", ["", "-1", "1", "x", "2147483647"])
def test_no_code_is_replaced_unasked(client: FlaskClient, mine: Booked, forged: str) -> None:
    address = f"{mine.page}/tickets/2/neuer-code"
    assert client.post(address, data={"reissue": forged}).status_code == 303
    assert "Dieses Ticket ist gültig" in text_of(client.get(mine.code))


@pytest.mark.parametrize("position", ["0", "3", "2147483647", "9999999999", "x"])
def test_tickets_that_are_not_there_have_no_page(
    client: FlaskClient, mine: Booked, position: str
) -> None:
    address = f"{mine.page}/tickets/{position}/neuer-code"
    assert client.get(address).status_code == 404
    assert client.post(address, data={"reissue": "0"}).status_code in (404, 405)


def call_off(app: Flask, mine: Booked) -> None:
    with app.app_context(), transaction():
        db.session.get_one(Event, mine.read().event_id).state = EventState.CANCELLED


def forget(app: Flask, mine: Booked) -> None:
    with app.app_context(), transaction():
        erase(find("erika@example.org"), utc_now(), "test")


@pytest.mark.parametrize("end", [call_off, forget])
def test_what_has_ended_says_so_and_stays(
    app: Flask, client: FlaskClient, mine: Booked, end: object
) -> None:
    end(app, mine)  # type: ignore[operator]  # one of two functions
    before = mine.history()
    for step in ASKED:
        for method in ("GET", "POST"):
            data = {"position": "1", "reissue": "0", "email": "neu@example.org"}
            answer = client.open(f"{mine.page}/{step}", method=method, data=data)
            assert answer.status_code == 409, (step, method)
            assert "ändern" in text_of(answer), step
    assert client.get(f"{mine.page}").status_code == 200
    assert mine.history() == before


def test_links_of_others_open_nothing(app: Flask, client: FlaskClient, mine: Booked) -> None:
    for step in ASKED:
        for key in ("x" * 26, mine.code.rsplit("/", 1)[-1].lower(), str(mine.id)):
            for method in ("GET", "POST"):
                assert client.open(f"/buchung/{key}/{step}", method=method).status_code == 404


def test_two_columns_hold_what_can_be_done_and_how_to_get_there(
    client: FlaskClient, mine: Booked
) -> None:
    page = page_of(client.get(mine.page))
    assert page.xpath("//aside//address"), "directions"
    assert f"/{mine.slug}/" in page.xpath("//aside//a/@href")
    opened = page.xpath("//details[@data-ticket]/@open")
    assert (len(page.xpath("//details[@data-ticket]")), len(opened)) == (2, 1)


def test_a_mistyped_address_is_remarked_upon(app: Flask, client: FlaskClient) -> None:
    mine = booked(app, email="erika@gmial.com")
    page = client.get(mine.page)
    assert "Meinten Sie erika@gmail.com?" in text_of(page)
    form = page_of(client.get(f"{mine.page}/adresse"))
    assert form.xpath("//input[@name='email']/@value") == ["erika@gmail.com"]


def test_calendars_learn_nothing_of_the_booking(client: FlaskClient, mine: Booked) -> None:
    page = page_of(client.get(mine.page))
    links = page.xpath("//a[starts-with(@href, 'https://')]")
    assert [link.get("rel") for link in links] == ["noreferrer"] * 2
    hosts = {link.get("href").split("/")[2] for link in links}
    assert hosts == {"calendar.google.com", "outlook.live.com"}
    key = mine.page.rsplit("/", 1)[-1]
    with mine.app.app_context():
        reference = mine.read().reference
    for link in links:
        assert "Ortenau" in link.get("href")
        for secret in (key, reference, "erika", "Ali"):
            assert secret not in link.get("href")
