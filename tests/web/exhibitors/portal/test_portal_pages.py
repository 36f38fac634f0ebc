"""The portal in the browser, without a script: for exhibitors, and what organisers see of it."""

from io import BytesIO
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from ortenaudigital.fair.applications.deciding.decisions import decide
from ortenaudigital.fair.applications.links import exhibitor_key
from ortenaudigital.fair.applications.queries import get_exhibitor
from ortenaudigital.fair.applications.rules import DECISIONS, State
from ortenaudigital.fair.placement.changing import By
from ortenaudigital.fair.placement.commands import assign
from ortenaudigital.fair.placement.queries import list_free_slots
from ortenaudigital.fair.placement.telling import tell
from ortenaudigital.fair.portal.people.links import person_key
from ortenaudigital.fair.portal.people.queries import list_people
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.models import Letter, LetterState
from tests.factories import make_event, make_exhibitor
from tests.features.fair.portal.portals import (
    FURNITURE,
    PDF,
    make_contact_change,
    make_paper,
    set_event,
)
from tests.web.forms import page_of, submit, text_of

ORGA = "/orga/ortenau-digital-2027"
TOO_LONG = "x" * 5000
BAD = [
    ("angaben", {"name": ""}),
    ("angaben", {"name": "www.boese.example"}),
    ("angaben", {"kind": "nonsense"}),
    ("angaben", {"description": TOO_LONG}),
    ("angaben", {"description_fr": TOO_LONG}),
    ("angaben", {"website": "javascript:alert(1)"}),
    ("angaben", {"links": "javascript:alert(1)"}),
    ("angaben", {"links": "\n".join(f"https://example.org/{n}" for n in range(6))}),
    ("angaben", {"links": 'https://example.org/"><script>'}),
    ("angaben", {"tags": "x" * 201}),
    ("angaben", {"passes": "51"}),
    ("angaben", {"width": "breit"}),
    ("angaben", {"contact_name": "Anna www.boese.example"}),
    ("angaben", {"phone": "1" * 41}),
    ("adresse", {"email": ""}),
    ("adresse", {"email": "kein"}),
    ("adresse", {"email": "ä@example.org"}),
    ("personen", {"name": "", "email": "a@example.org"}),
    ("personen", {"name": "Anna", "email": "nein"}),
    ("personen", {"name": "https://boese.example", "email": "a@example.org"}),
    ("nachrichten", {"words": "   "}),
    ("nachrichten", {"words": TOO_LONG}),
    ("mobiliar", {"tisch": "5"}),
    ("mobiliar", {"tisch": "-1"}),
    ("mobiliar", {"tisch": "viele"}),
    ("mobiliar", {"tisch": "9" * 30}),
    ("mobiliar", {"tisch": "1.5"}),
    ("mobiliar", {"tisch": "²"}),
    ("angaben", {"kind": ""}),
    ("angaben", {"kind": "START_UP"}),
]


@pytest.fixture
def exhibitor_id(app: Flask) -> UUID:
    with app.app_context():
        event = make_event()
        set_event(event, furniture=FURNITURE)
        make_paper(event)
        return make_exhibitor(event).id


def home(app: Flask, exhibitor_id: UUID) -> str:
    with app.app_context():
        return f"/aussteller/{exhibitor_key(exhibitor_id)}"


@pytest.mark.parametrize(("part", "fields"), BAD)
def test_bad_input_comes_back_and_changes_nothing(
    app: Flask, client: FlaskClient, exhibitor_id: UUID, part: str, fields: dict[str, str]
) -> None:
    here = f"{home(app, exhibitor_id)}/{part}"

    answer = submit(client, here, **fields)

    assert answer.status_code == 422
    assert "Fehler:" in page_of(answer).findtext(".//title", "")
    (name, typed), *_ = fields.items()
    said = answer.get_data(as_text=True)
    assert f'name="{name}"' in said
    assert page_of(answer).xpath("//*[@data-error-summary]//a[starts-with(@href, '#')]")
    if typed.strip() and name != "kind":
        shown = page_of(answer).xpath(f"//main//*[@name='{name}']")[0]
        assert typed in (shown.text_content() or shown.get("value"))
    assert "<script>" not in said.split("</head>")[1].split("<script ")[0]


def test_all_parts_from_the_first_page(
    app: Flask, client: FlaskClient, organiser: FlaskClient, exhibitor_id: UUID
) -> None:
    here = home(app, exhibitor_id)
    with app.app_context(), transaction():
        exhibitor = get_exhibitor(exhibitor_id)
        assign(list_free_slots(exhibitor.event)[0], exhibitor, utc_now(), "olga")
    first = text_of(client.get(here))
    assert "Ein Dokument lesen und bestätigen" in first
    assert "Mobiliar bestellen" in first

    paper = page_of(client.get(f"{here}/dokumente")).xpath("//form/@action")[0]
    assert client.get(paper).get_data() == PDF
    assert submit(client, f"{here}/dokumente", paper).status_code == 303
    assert submit(client, f"{here}/mobiliar", tisch="2", stuhl="8").status_code == 303
    assert submit(client, f"{here}/nachrichten", words="Wo ist die Einfahrt?").status_code == 303
    changed = submit(client, f"{here}/angaben", name="Rebsensor AG", description_en="Sensors")
    assert changed.status_code == 303
    assert "Ein Dokument lesen" not in text_of(client.get(here))

    office = text_of(organiser.get(f"{ORGA}/ausstellerportal"))
    assert "Wo ist die Einfahrt?" in office
    portal = f"{ORGA}/aussteller/{exhibitor_id}/portal"
    shown = text_of(organiser.get(portal))
    assert "bisher: Rebsensor" in shown
    assert "neu: Rebsensor AG" in shown
    assert submit(organiser, portal, f"{portal}/aenderung").status_code == 303
    assert submit(organiser, portal, f"{portal}/nachricht", words="Tor 2.").status_code == 303
    with app.app_context():
        assert get_exhibitor(exhibitor_id).name == "Rebsensor AG"
    assert "Tor 2." in text_of(client.get(f"{here}/nachrichten"))
    assert "Keine offenen Nachrichten" in text_of(organiser.get(f"{ORGA}/ausstellerportal"))
    furniture = submit(organiser, f"{ORGA}/ausstellerportal", "/liste.csv").get_data(as_text=True)
    assert furniture.splitlines()[1] == "Rebsensor AG;A1;2;8"
    (document,) = page_of(organiser.get(f"{ORGA}/dokumente")).xpath("//h2/a/@href")
    assert "Bestätigt" in text_of(organiser.get(document))


def test_a_colleague_sees_the_same_until_the_link_is_revoked(
    app: Flask, client: FlaskClient, exhibitor_id: UUID
) -> None:
    here = home(app, exhibitor_id)
    invited = submit(client, f"{here}/personen", name="Paula", email="paula@example.org")
    assert invited.status_code == 303
    with app.app_context():
        (person,) = list_people(get_exhibitor(exhibitor_id))
        theirs = f"/aussteller/{person_key(person.id)}"
    assert "Rebsensor" in text_of(client.get(theirs))
    for part in ("angaben", "mobiliar", "nachrichten", "kontakte", "kontakte/tabelle.csv"):
        assert client.get(f"{theirs}/{part}").status_code == 200, part
    revoke = page_of(client.get(f"{here}/personen")).xpath("//form[contains(@action,'sperren')]")[0]
    assert client.post(revoke.action).status_code == 303

    gone = client.get(theirs)

    assert gone.status_code == 404
    assert "Dieser Link gilt nicht mehr" in text_of(gone)
    assert client.get(here).status_code == 200


def test_an_address_is_confirmed_by_who_reads_it(
    app: Flask, client: FlaskClient, exhibitor_id: UUID
) -> None:
    with app.app_context():
        key = make_contact_change(get_exhibitor(exhibitor_id), utc_now())
    page = f"/bestaetigen/aussteller/{key}"
    shown = text_of(client.get(page))
    assert "neu@example.org" in shown
    assert "Rebsensor" not in shown
    with app.app_context():
        assert get_exhibitor(exhibitor_id).email == "emil@example.org"

    assert client.post(page).status_code == 303

    with app.app_context():
        assert get_exhibitor(exhibitor_id).email == "neu@example.org"


def test_a_decision_is_read_once_it_is_told(
    app: Flask, client: FlaskClient, exhibitor_id: UUID
) -> None:
    here = home(app, exhibitor_id)
    with app.app_context(), transaction():
        exhibitor = get_exhibitor(exhibitor_id)
        decide(exhibitor, State.REJECTED, utc_now(), "olga", collected=True)
    assert "Sie sind dabei" in text_of(client.get(here))
    with app.app_context(), transaction():
        tell(get_exhibitor(exhibitor_id).event, [exhibitor_id], By(utc_now(), "olga"))
    # The letter has not left, and until then organisers can take it back.
    assert "Sie sind dabei" in text_of(client.get(here))
    assert b"METHOD:PUBLISH" in client.get(f"{here}/termine.ics").get_data()
    with app.app_context(), transaction():
        told = update(Letter).where(Letter.kind == DECISIONS[State.REJECTED])
        db.session.execute(told.values(state=LetterState.SENT))
    assert "Diesmal hat es leider nicht geklappt" in text_of(client.get(here))
    assert b"METHOD:CANCEL" in client.get(f"{here}/termine.ics").get_data()


def test_withdrawing_is_asked_and_then_final(
    app: Flask, client: FlaskClient, exhibitor_id: UUID
) -> None:
    here = home(app, exhibitor_id)
    asked = client.get(f"{here}/zurueckziehen")
    assert asked.status_code == 200
    with app.app_context():
        assert get_exhibitor(exhibitor_id).state == "accepted"

    assert client.post(f"{here}/zurueckziehen").status_code == 303

    assert "zurückgezogen" in text_of(client.get(here))
    assert b"METHOD:CANCEL" in client.get(f"{here}/termine.ics").get_data()


def test_a_stand_is_confirmed_as_it_was_told_and_not_otherwise(
    app: Flask, client: FlaskClient, exhibitor_id: UUID
) -> None:
    here = home(app, exhibitor_id)
    with app.app_context():
        exhibitor = get_exhibitor(exhibitor_id)
        with transaction():
            assign(list_free_slots(exhibitor.event)[0], exhibitor, utc_now(), "olga")
    # Until organisers tell it, they may still move it.
    assert "Ihren Stand vergeben wir noch" in text_of(client.get(here))
    with app.app_context(), transaction():
        event = get_exhibitor(exhibitor_id).event
        tell(event, [exhibitor_id], By(utc_now(), "olga"))
    page = page_of(client.get(here))
    assert "Ihren Stand bestätigen" in page.text_content()
    old = page.xpath("//input[@name='shown']/@value")[0]
    assert client.post(f"{here}/stand/bestaetigen", data={"shown": "other"}).status_code == 409
    assert submit(client, here, f"{here}/stand/bestaetigen").status_code == 303
    assert "Von Ihnen bestätigt" in text_of(client.get(here))

    with app.app_context():
        exhibitor = get_exhibitor(exhibitor_id)
        with transaction():
            assign(list_free_slots(exhibitor.event)[0], exhibitor, utc_now(), "olga")
            tell(exhibitor.event, [exhibitor_id], By(utc_now(), "olga"))
    assert client.post(f"{here}/stand/bestaetigen", data={"shown": old}).status_code == 409
    assert "Ihren Stand bestätigen" in text_of(client.get(here))


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"MZ", b"GIF89a%PDF-"])
def test_what_is_no_pdf_is_not_put_up(
    app: Flask, organiser: FlaskClient, exhibitor_id: UUID, content: bytes
) -> None:
    page = page_of(organiser.get(f"{ORGA}/dokumente"))
    token = page.xpath("//input[@name='csrf_token']/@value")[0]
    data = {"csrf_token": token, "title": "Aufbau", "file": (BytesIO(content), "a.pdf")}

    answer = organiser.post(f"{ORGA}/dokumente", data=data, content_type="multipart/form-data")

    assert answer.status_code in (409, 422)
    assert "Aufbau" in answer.get_data(as_text=True)
    assert "Aufbau" not in text_of(organiser.get(f"{ORGA}/dokumente"))
