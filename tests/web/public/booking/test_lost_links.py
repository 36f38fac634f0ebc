"""Lost the mail: the page answers alike, whoever asks for whichever address."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.limits.rules import LOST_LINKS
from ortenaudigital.web.shared.language import LANGUAGES
from tests.web.forms import page_of, submit, text_of
from tests.web.public.booking.conftest import Booked

HERE = "/tickets-vergessen"
REQUEST_ID = re.compile(r'name="request_id" type="hidden" value="[^"]*"')


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_answer_is_the_same_for_every_address(
    client: FlaskClient, mine: Booked, language: str
) -> None:
    answers = []
    for email in ("erika@example.org", "niemand@example.org"):
        sent = client.post(HERE, data={"email": email}, headers={"Accept-Language": language})
        page = client.get(sent.location, headers={"Accept-Language": language})
        headers = [line for line in sent.headers if line[0] != "Date"]
        answers.append((sent.status_code, headers, REQUEST_ID.sub("", page.text)))
    assert answers[0] == answers[1]
    assert answers[0][0] == 303
    assert mine.letters().count("bookings.links") == 2


def test_a_full_mailbox_answers_the_same(
    app: Flask, client: FlaskClient, mine: Booked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "RATE_LIMITS", True)
    answers = {submit(client, HERE, email="erika@example.org").location for _ in range(5)}
    assert len(answers) == 1
    assert mine.letters().count("bookings.links") == 3


def test_a_network_that_asks_without_end_is_refused_and_keeps_what_it_typed(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "RATE_LIMITS", True)
    for number in range(LOST_LINKS.burst):
        assert submit(client, HERE, email=f"gast{number}@example.org").status_code == 303
    answer = submit(client, HERE, email="erika@example.org")
    assert answer.status_code == 429
    assert "Retry-After" in answer.headers
    assert page_of(answer).xpath("//input[@name='email']/@value") == ["erika@example.org"]


@pytest.mark.parametrize("bad", ["", "erika", "a@b@c.de", "a@example.org\r\nBcc: b@example.org"])
def test_what_is_no_address_is_refused(client: FlaskClient, mine: Booked, bad: str) -> None:
    answer = client.post(HERE, data={"email": bad})
    assert answer.status_code == 422
    assert "bookings.links" not in mine.letters()


def test_it_is_linked_where_people_look(app: Flask, client: FlaskClient, mine: Booked) -> None:
    for address in (f"/{mine.slug}/", f"/{mine.slug}/tickets"):
        page = page_of(client.get(address))
        assert page.xpath(f"//main//a[@href='{HERE}']"), address
        assert page.xpath(f"//footer//a[@href='{HERE}']"), address
    assert "noch einmal" in text_of(client.get(HERE))
