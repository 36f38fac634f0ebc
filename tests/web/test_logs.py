"""Nothing personal and nothing secret in the logs, whatever happens."""

import logging
from datetime import timedelta
from typing import NoReturn

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from ortenaudigital.adapters.mailer import Postman
from ortenaudigital.bookings.links import booking_key, ticket_code
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db
from ortenaudigital.outbox.worker import Sender
from tests.factories import PASSWORD, make_booking, make_device, make_event_today
from tests.smtp import free_port, smtp_server
from tests.web.forms import submit


def test_logs_hold_nothing_personal(
    app: Flask, client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with app.app_context():
        event = make_event_today()
        booking = make_booking(event, utc_now())
        key, code = booking_key(booking.id), ticket_code(booking.tickets[0].id, 0)
        _, token = make_device(event, now=utc_now())
    form = {"first_name": "Erika", "last_name": "Müller", "email": "erika@example.org"}
    submit(client, f"/{event_slug()}/tickets", **form)
    submit(client, f"/{event_slug()}/tickets", **form | {"email": "broken"})
    submit(client, "/orga/anmelden", email="olga@example.org", password=PASSWORD)
    client.get(f"/buchung/{key}")
    client.get(f"/buchung/{key}/tickets.pdf")
    client.get(f"/t/{code}")
    scans = {"scans": [{"scan_id": "broken", "code": code}]}
    client.post("/einlass/api/scans", json=scans, headers={"Authorization": f"Bearer {token}"})
    refuse_all_letters(app)
    # The mail server of the test is not ours, and chatters.
    records = [record for record in caplog.records if record.name != "mail.log"]
    words = "\n".join(record.getMessage() + str(record.exc_text) for record in records)
    for secret in ("Erika", "Müller", "erika@", "olga@", PASSWORD, key, code, token):
        assert secret not in words, secret
    assert "was refused" in words


def event_slug() -> str:
    return "ortenau-digital-2027"


def refuse_all_letters(app: Flask) -> None:
    state = app.extensions["mail"]
    before, state.port = state.port, free_port()
    with smtp_server(state.port) as inbox, app.app_context(), Postman() as postman:
        inbox.answers = {"erika@example.org": "550 no erika@example.org here"}
        Sender(postman, utc_now, timedelta(minutes=1)).send_due()
    state.port = before


def test_a_failed_statement_does_not_say_who_it_was_about(context: Flask) -> None:
    with pytest.raises(DBAPIError) as caught:
        db.session.execute(text("SELECT nothing WHERE 'x' = :name"), {"name": "Erika Müller"})
    assert "nothing" in str(caught.value)
    assert "Erika" not in str(caught.value)


def test_a_failed_page_is_logged_without_its_secret_link(
    app: Flask,
    client: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(key: str) -> NoReturn:
        raise RuntimeError("broken")

    with app.app_context():
        key = booking_key(make_booking(make_event_today(), utc_now()).id)
    monkeypatch.setitem(app.view_functions, "public.booking", fail)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    with caplog.at_level(logging.ERROR):
        assert client.get(f"/buchung/{key}").status_code == 500
    assert "GET public.booking failed" in caplog.text
    assert "RuntimeError: broken" in caplog.text
    assert key not in caplog.text
