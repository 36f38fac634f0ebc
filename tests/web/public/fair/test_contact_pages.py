"""Contacts in a browser: at the stand, from a booking, by a code, and back again."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.bookings.links import booking_key
from ortenaudigital.fair.applications.links import exhibitor_key
from ortenaudigital.fair.contacts.links import contact_key
from ortenaudigital.fair.contacts.models import ContactGrant
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db
from tests.factories import make_booking, make_event_today, make_exhibitor
from tests.web.forms import page_of, submit, text_of


@dataclass(frozen=True)
class Fair:
    """Where everything is."""

    stand: str
    booking: str
    giving: str
    portal: str


TYPED = {
    "name": "Vera Visite",
    "email": "vera@example.org",
    "phone": "0781 99",
    "message": "Hallo",
    "shares_email": "y",
}


@pytest.fixture
def fair(app: Flask) -> Iterator[Fair]:
    with app.app_context():
        event = make_event_today()
        exhibitor, booking = make_exhibitor(event, name="Rebsensor"), make_booking(event, utc_now())
        own = f"/buchung/{booking_key(booking.id)}/kontakte"
        yield Fair(
            f"/{event.slug}/aussteller/{exhibitor.id}/kontakt",
            own,
            f"{own}/{exhibitor.id}",
            f"/aussteller/{exhibitor_key(exhibitor.id)}/kontakte",
        )


def grants() -> list[ContactGrant]:
    db.session.rollback()
    db.session.expire_all()
    return list(db.session.query(ContactGrant))


def test_a_look_at_the_code_of_a_stand_gives_nothing(client: FlaskClient, fair: Fair) -> None:
    page = client.get(fair.stand)
    assert "Nur Rebsensor sieht" in text_of(page)
    assert "Set-Cookie" not in page.headers
    assert grants() == []


def test_nothing_is_chosen_beforehand(client: FlaskClient, fair: Fair) -> None:
    for address in (fair.stand, fair.giving):
        assert page_of(client.get(address)).xpath("//input[@type='checkbox'][@checked]") == []


def test_a_typed_contact_waits_for_its_letter(client: FlaskClient, fair: Fair) -> None:
    answer = submit(client, fair.stand, **TYPED)
    assert answer.status_code == 303
    # Whoever typed the address never sees the link that confirms it.
    assert "kontakt-angefragt" in answer.location
    assert "/kontakt/" not in client.get(answer.location).get_data(as_text=True)
    (grant,) = grants()
    own = f"/kontakt/{contact_key(grant.id)}"
    page = client.get(own)
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    for secret in ("Vera Visite", "0781 99", "Hallo", "vera@example.org"):
        assert secret not in page.get_data(as_text=True)
    assert "Vera Visite" not in text_of(client.get(fair.portal))
    assert submit(client, own, "bestaetigen").status_code == 303
    seen = text_of(client.get(fair.portal))
    assert "Vera Visite" in seen
    assert "0781 99" in seen


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "Bitte geben Sie Ihren Namen an."),
        ({"name": "www.example.org"}, "keine Internet- oder E-Mail-Adresse"),
        ({"email": "vera"}, "Bitte prüfen Sie die E-Mail-Adresse"),
        ({"phone": "", "shares_email": []}, "oder eine Telefonnummer weiter"),
        ({"message": "x" * 501}, "höchstens 500 Zeichen"),
    ],
)
def test_faults_are_said_and_nothing_typed_is_lost(
    client: FlaskClient, fair: Fair, wrong: dict[str, str], words: str
) -> None:
    answer = submit(client, fair.stand, **(TYPED | {"company": "Weinbau"} | wrong))
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert 'value="Weinbau"' in answer.get_data(as_text=True)
    assert grants() == []


def test_who_booked_types_nothing_and_takes_it_back(client: FlaskClient, fair: Fair) -> None:
    found = client.get(f"{fair.booking}?q=rebs")
    assert fair.giving in found.get_data(as_text=True)
    answer = submit(client, fair.giving, company="Weinbau", shares_email="y")
    assert answer.status_code == 303
    own = answer.location.partition("?")[0]
    assert "Ihr Kontakt ist weitergegeben." in text_of(client.get(answer.location))
    assert "Weinbau" in text_of(client.get(fair.portal))
    assert own in client.get(fair.booking).get_data(as_text=True)
    taken_back = submit(client, own, "zuruecknehmen")
    assert "Dieser Kontakt ist zurückgenommen" in text_of(client.get(taken_back.location))
    portal = text_of(client.get(fair.portal))
    assert "Weinbau" not in portal
    assert "Zurückgenommen" in portal


def test_a_code_is_shown_typed_in_and_used_up(client: FlaskClient, fair: Fair) -> None:
    answer = submit(client, f"{fair.booking}/zeigen", shares_email="y")
    (code,) = page_of(client.get(answer.location)).find_class("contact-code")
    typed = code.text_content().strip().lower()
    read = submit(client, fair.portal, code=typed)
    assert read.status_code == 303
    assert "Der Kontakt steht jetzt in Ihrer Liste." in text_of(client.get(read.location))
    assert "Ihr Kontakt bei Rebsensor" in text_of(client.get(answer.location))
    again = submit(client, fair.portal, code=typed)
    assert again.status_code == 409
    assert "gehört kein Kontakt" in text_of(again)
    assert submit(client, fair.portal, code=" ").status_code == 422


@pytest.mark.parametrize(("kind", "start"), [("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK")])
def test_what_was_given_is_taken_home(
    client: FlaskClient, fair: Fair, kind: str, start: bytes
) -> None:
    submit(client, fair.giving, company="=HYPERLINK(1)")
    answer = client.get(f"{fair.portal}/tabelle.{kind}")
    assert answer.status_code == 200
    assert answer.data.startswith(start)
    assert "attachment" in answer.headers["Content-Disposition"]
    if kind == "csv":
        # A spreadsheet runs nothing that a visitor typed.
        assert ",=HYPER" not in answer.text
        assert ";=HYPER" not in answer.text
    assert client.get(f"{fair.portal}/tabelle.pdf").status_code == 404


def test_who_is_not_published_takes_no_contacts(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        event = make_event_today()
        exhibitor, booking = make_exhibitor(event, accepted=False), make_booking(event, utc_now())
        own = f"/buchung/{booking_key(booking.id)}/kontakte/{exhibitor.id}"
        portal = f"/aussteller/{exhibitor_key(exhibitor.id)}/kontakte"
        stand = f"/{event.slug}/aussteller/{exhibitor.id}"
    for address in (own, portal, stand, f"{stand}/kontakt"):
        assert client.get(address).status_code == 404


def test_the_page_of_a_booking_offers_it_where_there_is_a_fair(
    app: Flask, client: FlaskClient, fair: Fair
) -> None:
    page = fair.booking.removesuffix("/kontakte")
    assert fair.booking in client.get(page).get_data(as_text=True)
    with app.app_context():
        booking = make_booking(make_event_today(slug="ohne"), utc_now())
        key = booking_key(booking.id)
    assert "kontakte" not in client.get(f"/buchung/{key}").get_data(as_text=True)
