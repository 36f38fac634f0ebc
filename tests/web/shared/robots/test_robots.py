"""Programs that fill in forms are held up, and no person loses anything or is stopped."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ortenaudigital.bookings.models import Booking
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db
from ortenaudigital.web.shared.robots.honeypot import HONEYPOT
from tests.factories import make_event
from tests.web.forms import page_of, text_of

GUEST = {"first_name": "Erika", "last_name": "Müller", "email": "erika@example.org"}
STAND = {
    **{"name": "Lernwerkstatt", "kind": "company", "description": "Roboter", "contact_name": "Kim"},
    "email": "kim@example.org",
}
SLUG = "ortenau-digital-2027"
FORMS = {f"/{SLUG}/tickets": GUEST, f"/{SLUG}/aussteller/bewerbung": STAND}
AGAIN = "Bitte senden Sie das Formular noch einmal ab. Ihre Angaben sind noch da."


@pytest.fixture(params=FORMS)
def form(
    app: Flask, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[str]:
    """Forms take two seconds, as they do outside of tests; there is something to send."""
    monkeypatch.setitem(app.config, "CONFIG", replace(app.config["CONFIG"], form_seconds=2))
    with app.app_context():
        make_event()
        yield request.param


def shown(client: FlaskClient, form: str, seconds_ago: float) -> dict[str, str]:
    """Return the fields of a form that was shown some time ago, as a person fills them in."""
    with pytest.MonkeyPatch.context() as patch:
        then = utc_now() - timedelta(seconds=seconds_ago)
        patch.setattr("ortenaudigital.web.shared.forms.utc_now", lambda: then)
        fields = dict(page_of(client.get(form)).forms[-1].form_values())
    return fields | FORMS[form]


def kept(answer: TestResponse) -> dict[str, str]:
    return dict(page_of(answer).forms[-1].form_values())


def stored() -> int:
    return db.session.query(Booking).count() + db.session.query(Exhibitor).count()


def test_a_person_passes_at_once_tomorrow_and_twice(client: FlaskClient, form: str) -> None:
    for age in (4, 36 * 3600):
        fields = shown(client, form, age)
        assert HONEYPOT in fields, "it is there, and empty"
        answers = [client.post(form, data=fields) for _ in range(2)]
        assert [each.status_code for each in answers] == [303, 303]
        assert answers[0].location == answers[1].location
    assert stored() == 2


def test_who_is_too_fast_presses_again_and_passes(
    client: FlaskClient, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = shown(client, form, 0)
    answer = client.post(form, data=sent)
    assert (answer.status_code, stored()) == (422, 0)
    assert AGAIN in text_of(answer)
    fields = kept(answer)
    # Browsers drop the first line break of a text area.
    assert {name: fields[name].lstrip("\n") for name in FORMS[form]} == FORMS[form]
    later = utc_now() + timedelta(seconds=4)
    monkeypatch.setattr("ortenaudigital.web.shared.robots.honeypot.utc_now", lambda: later)
    assert client.post(form, data=fields).status_code == 303
    assert stored() == 1


def test_a_form_that_was_never_shown_is_shown(client: FlaskClient, form: str) -> None:
    answer = client.post(form, data=shown(client, form, 4) | {"request_id": str(uuid4())})
    assert (answer.status_code, stored()) == (422, 0)
    assert AGAIN in text_of(answer)
    assert kept(answer)["email"] == FORMS[form]["email"]


def test_who_fills_in_what_nobody_sees_is_held_up_once(client: FlaskClient, form: str) -> None:
    answer = client.post(form, data=shown(client, form, 4) | {HONEYPOT: "https://spam.example"})
    assert (answer.status_code, stored()) == (422, 0)
    assert AGAIN in text_of(answer)
    fields = kept(answer)
    assert HONEYPOT not in fields, "an extension would fill it in again"
    assert fields["email"] == FORMS[form]["email"]
    assert client.post(form, data=fields).status_code == 303


def test_nobody_comes_across_the_field(client: FlaskClient, form: str) -> None:
    (field,) = page_of(client.get(form)).xpath(f"//input[@name='{HONEYPOT}']")
    assert field.get("tabindex") == "-1"
    assert field.get("autocomplete") == "off"
    assert not field.get("value")
    assert field.xpath("ancestor::*[@aria-hidden='true']")


def test_what_else_is_wrong_is_said_first(client: FlaskClient, form: str) -> None:
    answer = client.post(form, data=shown(client, form, 0) | {"email": "erika"})
    assert answer.status_code == 422
    assert AGAIN not in text_of(answer)


@pytest.mark.parametrize("form", ["/tickets-vergessen", f"/{SLUG}/code", f"/{SLUG}/warteliste"])
def test_forms_that_are_filled_in_by_a_paste_may_be_fast_and_not_blind(
    client: FlaskClient, app: Flask, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.setitem(app.config, "CONFIG", replace(app.config["CONFIG"], form_seconds=2))
    with app.app_context():
        make_event()
    fields = dict(page_of(client.get(form)).forms[-1].form_values())
    typed = {"email": "erika@example.org", "code": "7K3M-9PQR", "first_name": "E", "last_name": "M"}
    held_up = client.post(form, data=fields | typed | {HONEYPOT: "spam"})
    assert held_up.status_code == 422
    assert AGAIN in text_of(held_up)
    at_once = client.post(form, data=fields | typed)
    assert (AGAIN in text_of(at_once)) is form.endswith("warteliste")
