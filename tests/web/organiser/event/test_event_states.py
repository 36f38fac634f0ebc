"""A draft is nobody's but its organisers', and a cancelled event says so wherever it is shown."""

import time

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.bookings.links import booking_key, ticket_code
from ortenaudigital.factory import create_app
from ortenaudigital.fair.applications.links import exhibitor_key
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db
from ortenaudigital.web.shared.answers import pagecache
from tests.conftest import make_config
from tests.factories import make_booking, make_event_today, make_exhibitor
from tests.web.forms import page_of, text_of
from tests.web.organiser.event.states import CALLED_OFF, SLUG, become, make

PUBLIC = ("", "tickets", "aussteller", "aussteller/bewerbung")


@pytest.mark.parametrize("path", PUBLIC)
@pytest.mark.parametrize(
    ("state", "status"), [("draft", 404), ("published", 200), ("cancelled", 200)]
)
def test_each_public_page_in_each_state(
    app: Flask, client: FlaskClient, path: str, state: str, status: int
) -> None:
    with app.app_context():
        make(state)
    answer = client.get(f"/{SLUG}/{path}")
    assert answer.status_code == status
    said = CALLED_OFF["de"] in text_of(answer)
    assert said == (state == "cancelled")


def test_no_public_address_knows_a_draft(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make("draft")
    rules = [
        rule.rule.replace("<slug>", SLUG)
        for rule in app.url_map.iter_rules()
        if rule.arguments == {"slug"} and rule.endpoint.startswith(("public.", "exhibitors."))
    ]
    assert len(set(rules)) >= 6
    for path in rules:
        assert client.get(path).status_code == 404, path
        assert client.post(path).status_code in (404, 405), path


@pytest.mark.parametrize("language", CALLED_OFF)
@pytest.mark.parametrize("path", ["", "tickets"])
def test_it_is_said_in_three_languages(
    app: Flask, client: FlaskClient, path: str, language: str
) -> None:
    with app.app_context():
        make("cancelled")
    answer = client.get(f"/{SLUG}/{path}?lang={language}")
    assert CALLED_OFF[language] in text_of(answer)
    assert not page_of(answer).xpath("//input[@name='email']")


def test_a_draft_is_in_no_list_and_takes_nothing(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make("draft")
    assert "Ortenau Digital 2027" not in text_of(client.get("/"))
    assert SLUG not in client.get("/sitemap.xml").text
    for path in ("tickets", "aussteller/bewerbung"):
        assert client.post(f"/{SLUG}/{path}").status_code == 404


def test_a_cancelled_event_is_listed_as_such(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make("cancelled")
        make_event_today(slug="findet-statt", title="Findet statt")
    badges = page_of(client.get("/")).xpath("//*[contains(@class, 'kern-badge')]")
    assert [badge.text_content().strip() for badge in badges].count("Abgesagt") == 1
    listed = client.get("/sitemap.xml").text
    assert f"/{SLUG}/<" in listed
    assert f"/{SLUG}/tickets" not in listed


def test_who_has_the_form_open_keeps_the_layout_and_learns_why(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        make("published")
    url = f"/{SLUG}/tickets"
    page = page_of(client.get(url))
    data = dict(next(form for form in page.forms if form.method == "POST").form_values())
    data |= {"first_name": "Erika", "last_name": "Müller", "email": "e@example.org"}
    with app.app_context():
        become("cancelled")
    answer = client.post(url, data=data)
    assert answer.status_code == 409
    assert CALLED_OFF["de"] in text_of(answer)


def test_no_draft_stays_in_the_page_cache(
    tmp_path, databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = create_app(make_config(databases.new("sqlite"), tmp_path, page_cache_seconds=1))
    now = time.monotonic()
    monkeypatch.setattr(pagecache.time, "monotonic", lambda: now)
    with app.app_context():
        db.create_all()
        make("draft")
    client = app.test_client()
    assert client.get(f"/{SLUG}/").status_code == 404
    with app.app_context():
        become("published")
    assert client.get(f"/{SLUG}/").status_code == 200
    with app.app_context():
        become("draft")
    now += 1.1
    assert client.get(f"/{SLUG}/").status_code == 404
    assert client.get(f"/{SLUG}/tickets").status_code == 404
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_tickets_and_the_portal_say_it(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        event = make_event_today()
        booking = make_booking(event, utc_now())
        exhibitor = make_exhibitor(event)
        become("cancelled")
        paths = [
            f"/buchung/{booking_key(booking.id)}",
            f"/t/{ticket_code(booking.tickets[0].id, 0)}",
            f"/aussteller/{exhibitor_key(exhibitor.id)}",
        ]
    for path in paths:
        answer = client.get(path)
        assert answer.status_code == 200
        assert CALLED_OFF["de"] in text_of(answer)
    page = page_of(client.get(paths[0]))
    actions = page.xpath("//form/@action")
    assert not [action for action in actions if action.endswith(("/stornieren", "/namen"))]
    pdf = client.get(f"{paths[0]}/tickets.pdf")
    assert pdf.status_code == 200
    assert "method=CANCEL" in client.get(f"{paths[0]}/termin.ics").content_type
