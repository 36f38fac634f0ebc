"""From the form of an application to the portal: by way of a letter and a button."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from ortenaudigital.fair.applications.links import address_proof, exhibitor_key
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.kernel.db import db
from tests.factories import make_event, make_exhibitor
from tests.web.forms import page_of, submit, text_of

FIELDS = {
    "name": "Müller.de GmbH & Co. KG",
    "kind": "company",
    "description": "Alles.",
    "contact_name": "Dr. A. Müller-Lüdenscheidt",
    "email": "anna@example.org",
}


def state_of(app: Flask) -> str:
    with app.app_context():
        return db.session.scalars(select(Exhibitor.state)).one()


def test_whoever_applied_knows_no_way_round_the_letter(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        slug = make_event().slug
    answer = submit(client, f"/{slug}/aussteller/bewerbung", **FIELDS)
    assert answer.status_code == 303
    portal = client.get(answer.location)
    assert "Bitte bestätigen Sie Ihre E-Mail-Adresse" in text_of(portal)
    assert "anna@example.org" in text_of(portal)
    assert "bestaetigen" not in portal.get_data(as_text=True)
    for proof in ("x" * 26, answer.location.rpartition("/")[2]):
        for send in (client.get, client.post):
            assert send(f"{answer.location}/bestaetigen/{proof}").status_code in (400, 404)
    assert state_of(app) == "unconfirmed"


def test_a_look_confirms_nothing_and_the_button_does(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        exhibitor = make_exhibitor(make_event(), False, confirmed=False, name="Gewinn")
        portal = f"/aussteller/{exhibitor_key(exhibitor.id)}"
        link = f"{portal}/bestaetigen/{address_proof(exhibitor.id)}"
    page = client.get(link)
    assert page.headers["Referrer-Policy"] == "strict-origin"
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert "Gewinn" not in page.get_data(as_text=True)
    assert state_of(app) == "unconfirmed"
    answer = submit(client, link)
    assert (answer.status_code, answer.location) == (303, portal)
    assert state_of(app) == "applied"
    assert "Wir prüfen Ihre Bewerbung" in text_of(client.get(portal))
    # The letter is opened once more.
    assert client.get(link).location == portal


def test_not_mine_deletes_it(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        exhibitor = make_exhibitor(make_event(), False, confirmed=False)
        link = f"/aussteller/{exhibitor_key(exhibitor.id)}/bestaetigen/"
        link += address_proof(exhibitor.id)
    answer = submit(client, link, answer="not_mine")
    assert "Die Bewerbung ist gelöscht" in text_of(answer)
    assert client.get(link).status_code == 404


def test_the_office_sees_who_is_not_confirmed_and_cannot_decide(
    app: Flask, organiser: FlaskClient
) -> None:
    with app.app_context():
        event = make_event()
        exhibitor = make_exhibitor(event, False, confirmed=False)
        url = f"/orga/{event.slug}/aussteller"
        own = f"{url}/{exhibitor.id}"
    assert "Adresse nicht bestätigt" in text_of(organiser.get(f"{url}?status=unconfirmed"))
    page = organiser.get(own)
    assert "ersten Brief an emil@example.org" in text_of(page)
    assert "Annehmen" not in text_of(page)
    token = page_of(page).xpath("//input[@name='csrf_token']/@value")[0]
    data = {"csrf_token": token, "decision": "accept"}
    answer = organiser.post(f"{own}/entscheiden", data=data)
    assert answer.status_code == 409
    assert "noch nicht bestätigt" in text_of(answer)


def test_fields_of_names_take_no_links(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        url = f"/{make_event().slug}/aussteller/bewerbung"
    for field, text in (
        ("name", "www.evil.example"),
        ("name", "mail@evil.example"),
        ("name", "evil.example/gewinn"),
        ("contact_name", "evil.example"),
        ("contact_name", "evil。example"),
    ):
        answer = submit(client, url, **FIELDS | {field: text})
        assert answer.status_code == 422, text
        assert page_of(answer).xpath(f"//input[@name='{field}'][@aria-invalid='true']"), text
