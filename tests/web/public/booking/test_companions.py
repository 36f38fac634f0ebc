"""Who was handed the link of a ticket changes this one alone; who has its code, nothing."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.bookings.letters import cancellation
from ortenaudigital.bookings.links import companion_key
from ortenaudigital.web.shared.language import LANGUAGES
from tests.web.forms import page_of, submit, text_of
from tests.web.public.booking.conftest import Booked


def test_the_code_shows_and_changes_nothing(client: FlaskClient, mine: Booked) -> None:
    page = client.get(mine.code)
    assert "Dieses Ticket ist gültig" in text_of(page)
    assert page_of(page).xpath("//main//form | //main//a[contains(@href, '/t/')]") == []
    for step in ("name", "stornieren"):
        assert client.post(f"{mine.code}/{step}", data={"position": "2"}).status_code in (404, 405)
    assert mine.names() == ["Erika Müller", "Ali"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_link_handed_over_leads_to_two_pages_that_ask(
    client: FlaskClient, mine: Booked, language: str
) -> None:
    headers = {"Accept-Language": language}
    page = page_of(client.get(mine.handed, headers=headers))
    steps = [f"{mine.handed}/name", f"{mine.handed}/stornieren"]
    assert [link for link in page.xpath("//main//a/@href") if "/t/" in link] == steps
    for step in steps:
        asked = client.get(step, headers=headers)
        assert asked.status_code == 200
        assert len(page_of(asked).xpath("//main//form")) == 1
    assert mine.history() == ["bookings.booked holder"]


def test_nothing_of_who_booked_is_on_the_pages(client: FlaskClient, mine: Booked) -> None:
    for address in (mine.code, mine.handed, f"{mine.handed}/name", f"{mine.handed}/stornieren"):
        html = client.get(address).get_data(as_text=True)
        for secret in ("erika@example.org", "Erika", mine.page.rsplit("/", 1)[-1]):
            assert secret not in html, (address, secret)


def test_the_own_name_is_changed_and_who_booked_is_told(client: FlaskClient, mine: Booked) -> None:
    answer = submit(client, f"{mine.handed}/name", name="Ali Baba")
    assert answer.status_code == 303
    assert "Ali Baba" in text_of(client.get(answer.location))
    assert mine.names() == ["Erika Müller", "Ali Baba"]
    assert mine.history()[-1] == "bookings.ticket_renamed companion"
    assert "bookings.changed" in mine.letters()


@pytest.mark.parametrize("name", ["x" * 81, "www.example.org", "a@b.de", "https://example.org"])
def test_names_that_are_none_are_refused(client: FlaskClient, mine: Booked, name: str) -> None:
    answer = submit(client, f"{mine.handed}/name", name=name)
    assert answer.status_code == 422
    assert page_of(answer).xpath("//input[@name='name']/@value") == [name]
    assert mine.names() == ["Erika Müller", "Ali"]


def test_the_own_ticket_is_cancelled_and_who_booked_is_told(
    app: Flask, client: FlaskClient, mine: Booked
) -> None:
    address = f"{mine.handed}/stornieren"
    form = page_of(client.get(address)).forms[-1]
    answers = [client.post(address, data=dict(form.form_values())) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert "Dieses Ticket ist storniert" in text_of(client.get(mine.handed))
    assert mine.names() == ["Erika Müller"]
    assert mine.letters().count("bookings.cancellation") == 1
    with app.app_context():
        letter = cancellation(str(mine.id))
        assert letter is not None
        assert letter.recipient == "erika@example.org"
    assert client.get(f"{mine.handed}/name").status_code == 303


@pytest.mark.parametrize("forged", [[], ["1"], ["0"], ["1", "2"], ["x"]])
def test_forged_positions_cancel_no_other(
    client: FlaskClient, mine: Booked, forged: list[str]
) -> None:
    answer = client.post(f"{mine.handed}/stornieren", data={"position": forged})
    assert answer.status_code == 303
    assert mine.names() == ["Erika Müller", "Ali"]


def test_keys_of_other_tickets_are_none_of_this_one(
    app: Flask, client: FlaskClient, mine: Booked
) -> None:
    with app.app_context():
        first, second = mine.read().tickets
        keys = [
            companion_key(first.id, 0),
            companion_key(second.id, 1),
            mine.page.rsplit("/", 1)[-1],
            mine.code.rsplit("/", 1)[-1],
            "x" * 26,
            "ä" * 26,
        ]
    for key in keys:
        for step in ("", "/name", "/stornieren"):
            address = f"{mine.code}/{key}{step}"
            assert client.get(address).status_code == 404, address
            if step:
                assert client.post(address, data={"position": "2"}).status_code == 404
    assert mine.names() == ["Erika Müller", "Ali"]
