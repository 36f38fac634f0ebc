"""Who asks for too much is told when to try again, and loses nothing."""

from dataclasses import replace
from datetime import timedelta
from ipaddress import ip_network
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.test import TestResponse

from ortenaudigital.bookings.letters import CONFIRMATION
from ortenaudigital.bookings.links import booking_key
from ortenaudigital.events.queries import get_event
from ortenaudigital.factory import create_app
from ortenaudigital.health.commands import check_proxy
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.limits import rules
from ortenaudigital.outbox.models import Letter, LetterState
from tests.factories import make_booking, make_event, make_event_today
from tests.web.forms import page_of, submit, text_of

FORM = "/ortenau-digital-2027/tickets"
FEW = 4


@pytest.fixture
def event(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits are on, and there is something to book."""
    monkeypatch.setitem(app.config, "RATE_LIMITS", True)
    # As they are, but for fewer.
    few = replace(rules.BOOKINGS, burst=FEW, seconds=40)
    monkeypatch.setattr("ortenaudigital.web.public.offering.taking.BOOKINGS", few)
    with app.app_context():
        make_event_today()


def book(client: FlaskClient, address: str = "192.0.2.7", **changes: str) -> TestResponse:
    fields = dict(page_of(client.get(FORM)).forms[-1].form_values())
    person = {"first_name": "Erika", "last_name": "Müller", "email": "erika@example.org"}
    data = {**fields, **person, "request_id": str(uuid4()), **changes}
    return client.post(FORM, data=data, environ_base={"REMOTE_ADDR": address})


def exhaust(client: FlaskClient, address: str = "192.0.2.7") -> TestResponse:
    for number in range(FEW + 1):
        answer = book(client, address, email=f"guest{number}@example.org", first_name="Ernestine")
    return answer


def test_who_books_too_often_is_told_when_and_keeps_what_was_typed(
    event: None, client: FlaskClient
) -> None:
    answer = exhaust(client)
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 10
    assert "in 1 min noch einmal" in text_of(answer)
    assert 'value="Ernestine"' in answer.get_data(as_text=True)
    assert book(client, "192.0.2.8").status_code == 303


def test_a_network_of_ipv6_is_one(event: None, client: FlaskClient) -> None:
    exhaust(client, "2001:db8:1:2::1")
    assert book(client, "2001:db8:1:2:aaaa::9").status_code == 429
    assert book(client, "2001:db8:1:3::1").status_code == 303
    assert book(client, "::ffff:192.0.2.9").status_code == 303


def test_a_town_hall_may_ask_for_more_and_not_for_everything(
    event: None, app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "SHARED_BY", 2)
    shared = (ip_network("198.51.100.0/24"), ip_network("2001:db8:7::/48"))
    config = replace(app.config["CONFIG"], limit_shared_networks=shared)
    monkeypatch.setitem(app.config, "CONFIG", config)
    for inside in ("198.51.100.4", "::ffff:198.51.100.5", "2001:db8:7:1::4"):
        assert exhaust(client, inside).status_code == 303
        assert exhaust(client, inside).status_code == 429
    for outside in ("198.51.101.4", "2001:db8:8::4"):
        assert exhaust(client, outside).status_code == 429


def test_the_town_hall_is_told_by_what_the_nearest_proxy_says(
    event: None, monkeypatch: pytest.MonkeyPatch, app: Flask, client: FlaskClient
) -> None:
    monkeypatch.setattr(rules, "SHARED_BY", 2)
    shared = (ip_network("198.51.100.0/24"),)
    config = replace(app.config["CONFIG"], limit_shared_networks=shared, trusted_proxies=1)
    monkeypatch.setitem(app.config, "CONFIG", config)
    monkeypatch.setattr(app, "wsgi_app", ProxyFix(app.wsgi_app, x_for=1))

    def last(forwarded: str) -> int:
        fields = dict(page_of(client.get(FORM)).forms[-1].form_values())
        for number in range(FEW + 1):
            person = {"first_name": f"Guest {number}", "last_name": "B", "email": f"{number}@a.de"}
            headers = {"X-Forwarded-For": forwarded}
            answer = client.post(FORM, data=fields | person, headers=headers)
        return answer.status_code

    assert last("198.51.100.4") == 303
    # Whoever claims to be the town hall is known by what the proxy adds.
    assert last("198.51.100.9, 203.0.113.5") == 429


def confirmations(app: Flask) -> int:
    with app.app_context():
        return int(db.session.query(Letter).filter_by(kind=CONFIRMATION).count())


def test_the_third_letter_of_a_day_is_asked_for(
    event: None, app: Flask, client: FlaskClient
) -> None:
    pages = [client.get(book(client).location) for _ in range(3)]
    assert confirmations(app) == 2
    assert "auch per E-Mail unterwegs" in text_of(pages[1])
    assert "auch per E-Mail unterwegs" not in text_of(pages[2])
    assert "gingen heute schon zwei Briefe" in text_of(pages[2])
    url = pages[2].request.path
    answer = submit(client, url, "/senden")
    assert answer.status_code == 303
    assert confirmations(app) == 3
    assert "gingen heute schon" not in text_of(client.get(url))


def test_asking_for_letters_ends_too(event: None, app: Flask, client: FlaskClient) -> None:
    url = book(client, email="Erika@example.org").location

    def ask(hours: int) -> TestResponse:
        """Ask again when the last letter went out so many hours ago."""
        with app.app_context(), transaction():
            ago = utc_now() - timedelta(hours=hours)
            values = {"state": LetterState.SENT, "created_at": ago, "sent_at": ago}
            db.session.execute(update(Letter).values(values))
        return client.post(f"{url}/senden")

    # The one that waits to be sent is the one that is asked for, and costs nothing.
    waiting = [client.post(f"{url}/senden").status_code for _ in range(4)]
    assert (waiting, confirmations(app)) == ([303] * 4, 1)
    just_sent = ask(hours=0)
    assert (just_sent.status_code, confirmations(app)) == (409, 1)
    assert page_of(just_sent).xpath("//h2"), "the page of the booking"
    answers = [ask(hours=30) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [303, 303, 303, 429]
    assert int(answers[3].headers["Retry-After"]) > 3600
    drawn = page_of(answers[3]).xpath("//*[@role='img']//*[local-name()='path']")
    assert drawn, "the page of the booking"
    assert confirmations(app) == 4


def test_names_are_not_written_anew_without_end(
    event: None, app: Flask, client: FlaskClient
) -> None:
    url = book(client).location
    for number in range(rules.CHANGES.burst):
        assert submit(client, f"{url}/namen", **{"names-0": f"Anna {number}"}).status_code == 303
    answer = submit(client, f"{url}/namen", **{"names-0": "Berta Weber"})
    assert answer.status_code == 429
    assert 'value="Berta Weber"' in answer.get_data(as_text=True)
    assert "Retry-After" in answer.headers


def test_pdfs_cost_by_ticket(
    event: None, app: Flask, client: FlaskClient, monkeypatch: Any
) -> None:
    small = rules.Limit("documents", 3, 60)
    monkeypatch.setattr("ortenaudigital.web.public.booking.documents.DOCUMENTS", small)
    with app.app_context():
        booking = make_booking(get_event("ortenau-digital-2027"), utc_now(), number=2)
        url = f"/buchung/{booking_key(booking.id)}/tickets.pdf"
    assert client.get(url).status_code == 200
    assert client.get(url).status_code == 429


def test_pairing_is_counted(event: None, client: FlaskClient) -> None:
    for _ in range(rules.PAIRINGS.burst):
        assert client.post("/einlass/api/pair", json={"secret": "x"}).status_code == 409
    answer = client.post("/einlass/api/pair", json={"secret": "x"})
    assert answer.status_code == 429
    assert answer.get_json()["error"]["code"] == "too_many_requests"
    assert "Retry-After" in answer.headers


def test_applications_are_counted_by_mailbox(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "RATE_LIMITS", True)
    with app.app_context():
        make_event()
    url = "/ortenau-digital-2027/aussteller/bewerbung"
    fields = {
        "name": "Rebsensor",
        "kind": "start_up",
        "description": "Sensoren im Weinberg",
        "contact_name": "Jonas Beck",
        "email": "jonas@example.org",
    }
    statuses = [submit(client, url, **fields).status_code for _ in range(4)]
    assert statuses == [303, 303, 303, 429]
    answer = submit(client, url, **fields)
    assert "Sensoren im Weinberg" in answer.get_data(as_text=True)


def test_the_doctor_hears_of_a_proxy(app: Flask) -> None:
    # An app of its own: each process notes it once, and other tests may have gone through one.
    fresh = create_app(app.config["CONFIG"])
    sign = app.config["CONFIG"].data_dir / "came-through-a-proxy"
    sign.unlink(missing_ok=True)
    with fresh.app_context():
        assert check_proxy(utc_now()) is None
        fresh.test_client().get("/healthz", headers={"X-Forwarded-For": "192.0.2.7"})
        assert "TRUSTED_PROXIES=1" in str(check_proxy(utc_now()))
    sign.unlink()
