"""The history by role: who may search it, how far it reaches, and what others see of it."""

from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.accounts.permissions import PERMISSIONS, Permission, Role
from ortenaudigital.audit.commands import record
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import transaction
from tests.factories import PASSWORD, make_booking, make_event, make_exhibitor, make_organiser
from tests.web.forms import page_of, submit, text_of

OWN, OTHER = "ortenau-digital-2027", "anderes"
HOUSE = "/orga/verlauf"
READING = [role for role in Role if Permission.HISTORY_READ in PERMISSIONS[role]]
OTHERS = [role for role in Role if role not in READING]


@dataclass(frozen=True)
class Told:
    """The pages of a booking and of an exhibitor, each with something that was done to it."""

    booking: str
    exhibitor: str


@pytest.fixture
def told(app: Flask) -> Told:
    with app.app_context():
        event, other, now = make_event(), make_event(slug=OTHER, title="Anderes"), utc_now()
        booking, exhibitor = make_booking(event), make_exhibitor(event)
        with transaction():
            record("bookings.noted", booking.id, "otto@example.org", now, event_id=event.id)
            record("stands.noted", exhibitor.id, "otto@example.org", now, event_id=event.id)
            record("letters.switched", f"event:{other.id}", "otto@example.org", now, on=True)
            record("privacy.announced", "privacy", "worker", now)
        return Told(f"/orga/{OWN}/buchungen/{booking.id}", f"/orga/{OWN}/aussteller/{exhibitor.id}")


def log_in(app: Flask, role: Role, slug: str | None = OWN) -> FlaskClient:
    with app.app_context():
        email = make_organiser(role=role, event=get_event(slug) if slug else None).email
    client = app.test_client()
    submit(client, "/orga/anmelden", email=email, password=PASSWORD)
    return client


def deeds(client: FlaskClient, url: str) -> set[str]:
    page = page_of(client.get(url))
    return {" ".join(each.text_content().split()) for each in page.xpath("//tbody//th")}


def offered(client: FlaskClient) -> list[str]:
    """Return the links to the history beside the pages of the event."""
    links = page_of(client.get(f"/orga/{OWN}/")).xpath("//nav//a/@href")
    return [str(link) for link in links if link.endswith("/verlauf")]


def test_the_table_of_permissions_says_who_searches_the_history() -> None:
    assert READING == [Role.OWNER, Role.ORGANISER]
    assert OTHERS == [Role.FAIR_OFFICE, Role.DOOR_LEAD, Role.READER]


@pytest.mark.parametrize("role", READING)
def test_who_works_at_one_event_searches_what_happened_there(
    app: Flask, told: Told, role: Role
) -> None:
    client = log_in(app, role)
    assert offered(client) == [f"/orga/{OWN}/verlauf", HOUSE]
    for url in (f"/orga/{OWN}/verlauf", HOUSE):
        found = deeds(client, url)
        assert "Notiz geändert" in found, url
        # Neither what happened at other events, nor what concerns the house.
        assert not found & {"Brief eingeschaltet", "Löschung angekündigt"}, url
        taken = submit(client, url, "/liste.csv").get_data(as_text=True)
        assert "Notiz geändert" in taken
        assert "Brief eingeschaltet" not in taken
        assert "privacy.announced" not in taken
    assert client.get(f"/orga/{OTHER}/verlauf").status_code == 404


def test_who_works_for_the_house_searches_all_of_it(app: Flask, told: Told) -> None:
    client = log_in(app, Role.ORGANISER, slug=None)
    assert {"Notiz geändert", "Brief eingeschaltet", "Löschung angekündigt"} <= deeds(client, HOUSE)
    elsewhere = deeds(client, f"/orga/{OTHER}/verlauf")
    assert "Brief eingeschaltet" in elsewhere
    assert not elsewhere & {"Notiz geändert", "Löschung angekündigt"}


@pytest.mark.parametrize("role", OTHERS)
def test_others_see_what_was_done_to_what_is_theirs_only(
    app: Flask, told: Told, role: Role
) -> None:
    client = log_in(app, role)
    assert offered(client) == []
    for url in (f"/orga/{OWN}/verlauf", HOUSE, f"/orga/{OWN}/verlauf?q=Muster"):
        answer = client.get(url)
        assert answer.status_code == 403, url
        assert "Ihre Rolle" in text_of(answer)
        assert not page_of(answer).xpath("//tbody")
    theirs = {told.booking: Permission.BOOKINGS_READ, told.exhibitor: Permission.FAIR_READ}
    for url, permission in theirs.items():
        answer, allowed = client.get(url), permission in PERMISSIONS[role]
        assert answer.status_code == (200 if allowed else 403), url
        assert ("Notiz geändert" in text_of(answer)) == allowed, url
        assert (HOUSE in answer.get_data(as_text=True)) is False
