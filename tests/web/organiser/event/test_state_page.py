"""Organisers preview a draft, publish it and call it off; whoever comes second is told."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.accounts.permissions import Role
from ortenaudigital.bookings import telling
from ortenaudigital.event_changes.commands import Edit, edit_section
from ortenaudigital.events.queries import get_event
from ortenaudigital.events.rights import Decision
from ortenaudigital.events.rules import EventState
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from tests.factories import PASSWORD, make_booking, make_organiser
from tests.web.forms import page_of, submit, text_of
from tests.web.organiser.event.states import SLUG, make


def log_in(app: Flask, role: Role) -> FlaskClient:
    with app.app_context():
        email = make_organiser(f"{role}@example.org", role).email
    client = app.test_client()
    submit(client, "/orga/anmelden", email=email, password=PASSWORD)
    return client


def test_organisers_see_a_preview_of_a_draft(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make("draft")
    for role in Role:
        answer = log_in(app, role).get(f"/orga/{SLUG}/vorschau")
        assert answer.status_code == 200
        assert "Noch ist sie nicht öffentlich" in text_of(answer)
        assert "Plätze sind noch frei" in text_of(answer)
        assert not page_of(answer).xpath(f"//a[contains(@href, '/{SLUG}/tickets')]")
    assert client.get(f"/orga/{SLUG}/vorschau").status_code == 302


def test_only_who_may_change_the_event_changes_its_state(app: Flask) -> None:
    with app.app_context():
        make("draft")
    for role in (Role.READER, Role.DOOR_LEAD, Role.FAIR_OFFICE):
        someone = log_in(app, role)
        assert someone.get(f"/orga/{SLUG}/status").status_code == 403
        overview = page_of(someone.get(f"/orga/{SLUG}/"))
        assert not overview.xpath("//a[contains(@href, '/status')]")
        assert overview.xpath("//a[contains(@href, '/vorschau')]")


def test_an_organiser_publishes_and_calls_off(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        make("draft")
    url = f"/orga/{SLUG}/status"
    answer = submit(organiser, url)
    assert answer.status_code == 303
    assert "Die Veranstaltung ist öffentlich." in text_of(organiser.get(answer.location))
    with app.app_context():
        make_booking(get_event(SLUG), utc_now())

    asked = submit(organiser, url)
    assert asked.status_code == 422
    assert "ob wir Bescheid geben sollen" in text_of(asked)
    assert "Es betrifft 1 Buchung" in text_of(asked)
    with app.app_context():
        assert get_event(SLUG).state is EventState.PUBLISHED

    answer = submit(organiser, url, tell="yes")
    assert answer.status_code == 303
    words = text_of(organiser.get(answer.location))
    assert "Die Veranstaltung ist abgesagt." in words
    assert "1 Brief ist unterwegs." in words
    with app.app_context():
        assert get_event(SLUG).state is EventState.CANCELLED


def test_who_comes_second_is_told_how_it_stands(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        make("published")
    url = f"/orga/{SLUG}/status"
    data = dict(page_of(organiser.get(url)).forms[-1].form_values())
    assert organiser.post(url, data={**data, "state": "cancelled"}).status_code == 303
    second = organiser.post(url, data={**data, "state": "cancelled"})
    assert second.status_code == 409
    assert "inzwischen schon geschehen" in text_of(second)
    assert organiser.post(url, data={**data, "state": "nonsense"}).status_code == 422


def test_who_decides_on_an_old_page_sees_what_changed_and_decides_anew(
    app: Flask, organiser: FlaskClient
) -> None:
    with app.app_context():
        make("published")
    url = f"/orga/{SLUG}/status"
    data = dict(page_of(organiser.get(url)).forms[-1].form_values()) | {"state": "cancelled"}
    with app.app_context(), transaction():
        edit = Edit("basics", {"title": "Ganz anders"}, 1)
        edit_section(SLUG, edit, Decision(), utc_now(), "olga")
    answer = organiser.post(url, data=data)
    assert answer.status_code == 409
    words = text_of(answer)
    assert "inzwischen geändert" in words
    assert "Titel" in words
    assert "Bisher: Ortenau Digital 2027" in words
    assert "Jetzt: Ganz anders" in words
    with app.app_context():
        assert get_event(SLUG).state is EventState.PUBLISHED
    # The page that came back is of the newest version, and sends it.
    data = dict(page_of(answer).forms[-1].form_values()) | {"state": "cancelled"}
    assert organiser.post(url, data=data).status_code == 303


def test_whoever_writes_to_very_many_is_told_so_without_counting_them_all(
    app: Flask, organiser: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "MOST_COUNTED", 2)
    with app.app_context():
        event = make("published")
        for number in range(2):
            make_booking(event, utc_now(), email=f"{number}@example.org")
    url = f"/orga/{SLUG}/status"
    assert "Es betrifft 2 Buchungen" in text_of(organiser.get(url))
    with app.app_context():
        for number in range(2, 5):
            make_booking(get_event(SLUG), utc_now(), email=f"{number}@example.org")
    words = text_of(organiser.get(url))
    assert "Es betrifft mehr als 2 Buchungen" in words
    assert "Buchungen ohne E-Mail-Adresse bekommen keinen Brief." in words
    # The letters themselves are written to all.
    answer = submit(organiser, url, tell="yes")
    assert "5 Briefe sind unterwegs." in text_of(organiser.get(answer.location))
