"""What is too much is refused before anybody works on it, in the layout or as JSON."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.web.public.forms import MOST_TICKETS
from ortenaudigital.web.shared.requests.serving import REFUSAL
from tests.factories import make_device, make_event_today
from tests.web.forms import submit, text_of

FORM = "/ortenau-digital-2027/tickets"
URLENCODED = "application/x-www-form-urlencoded"


@pytest.fixture
def phone(app: Flask) -> dict[str, str]:
    """The headers of a paired phone."""
    with app.app_context():
        _, token = make_device(make_event_today(), now=utc_now())
    return {"Authorization": f"Bearer {token}"}


@pytest.mark.parametrize("path", [FORM, "/ortenau-digital-2027/code"])
def test_a_form_may_bring_32_kilobytes(app: Flask, client: FlaskClient, path: str) -> None:
    with app.app_context():
        make_event_today()
    just = client.post(path, data="description=" + "x" * 32_000, content_type=URLENCODED)
    assert just.status_code == 422
    more = client.post(path, data="description=" + "x" * 33_000, content_type=URLENCODED)
    assert more.status_code == 413
    assert "Bitte senden Sie weniger auf einmal" in text_of(more)


@pytest.mark.parametrize("multipart", [False, True])
def test_a_form_may_have_200_fields(app: Flask, client: FlaskClient, multipart: bool) -> None:
    with app.app_context():
        make_event_today()
    fields = {f"x{number}": "a" for number in range(201)}
    kind = "multipart/form-data" if multipart else URLENCODED
    assert client.post(FORM, data=fields, content_type=kind).status_code == 413
    fields.popitem()
    assert client.post(FORM, data=fields, content_type=kind).status_code == 422


def test_a_booking_lists_as_many_companions_as_it_may_have(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make_event_today()
    names = {f"companions-{number}": f"Gast {number}" for number in range(150)}
    answer = submit(client, FORM, email="", **names)
    assert answer.status_code == 422
    shown = answer.get_data(as_text=True)
    assert f'name="companions-{MOST_TICKETS - 1}"' in shown
    assert f'name="companions-{MOST_TICKETS}"' not in shown


def test_the_door_takes_more_than_a_form(client: FlaskClient, phone: dict[str, str]) -> None:
    scans = {"scans": [], "x": "x" * 500_000}
    assert client.post("/einlass/api/scans", json=scans, headers=phone).status_code == 200
    answer = client.post("/einlass/api/contact", json=scans, headers=phone)
    assert answer.status_code == 413
    assert answer.get_json()["error"]["code"] == "request_entity_too_large"


def test_json_may_not_be_a_bottomless_pit(client: FlaskClient, phone: dict[str, str]) -> None:
    body = "[" * 10_000 + "]" * 10_000
    answer = client.post(
        "/einlass/api/scans", data=body, content_type="application/json", headers=phone
    )
    assert answer.status_code == 400


def test_a_long_query_is_refused(client: FlaskClient) -> None:
    assert client.get("/?" + "a&" * 3000).status_code == 414


@pytest.mark.parametrize(("status", "words"), [(408, "zu lange gedauert"), (413, "zu groß")])
def test_what_the_server_gave_up_is_said_in_the_layout(
    client: FlaskClient, status: int, words: str
) -> None:
    answer = client.post(FORM, environ_overrides={REFUSAL: status})
    assert answer.status_code == status
    assert words in text_of(answer)
