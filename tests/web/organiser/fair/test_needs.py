"""Organisers change the entry of an exhibitor and what it needs; placing goes by it at once."""

from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.audit.commands import list_entries
from ortenaudigital.fair.applications.changing.needs import Beside, change_needs
from ortenaudigital.fair.applications.errors import ApplicationOver
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.applications.queries import find_need, get_exhibitor, list_wanted_days
from ortenaudigital.fair.applications.rules import Needs, State
from ortenaudigital.fair.placement.commands import give
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.queries import list_letters
from tests.factories import BOOKED_AT, make_event, make_exhibitor
from tests.features.fair.placement.conftest import BY, STANDS, Office
from tests.features.fair.portal.portals import set_event
from tests.web.forms import page_of, submit, text_of

BASE = "/orga/ortenau-digital-2027"


def last_change(who: UUID) -> tuple[str, dict[str, object]]:
    entry = list_entries(who)[-1]
    return entry.action, dict(entry.details)


def test_what_somebody_calls_about_is_stored_and_counts(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        event = make_event(stands=STANDS)
        office = Office(event)
        # Entered by hand: nobody said what they need.
        who, rival = make_exhibitor(event, name="Eins").id, office.exhibitor("Rivale")
        day = office.event.days[1].id
        with transaction():
            give(office.event, [office.slot("A1", 1)], rival, BY)
        slot = office.slot("A2", 1)
    page = f"{BASE}/aussteller/{who}/bedarf"
    assert page in page_of(organiser.get(f"{BASE}/aussteller/{who}")).xpath("//main//a/@href")
    sent = {"days": [str(day)], "width": "3", "depth": "2", "power_w": "9000", "passes": "4"}
    answer = submit(organiser, page, **sent, pitch="y", group_name="Wein", apart_from="Rivale")
    assert answer.status_code == 303
    with app.app_context():
        need = find_need(who)
        assert need
        assert (need.width_cm, need.power_w, need.passes, need.pitch) == (300, 9000, 4, True)
        assert [each.id for each in list_wanted_days(who)] == [day]
        action, said = last_change(who)
        assert action == "stands.needs_changed"
        # Names of others are not repeated for ever.
        assert "Rivale" not in str(said)
    text = text_of(organiser.get(f"{BASE}/belegung?zelle={slot}"))
    assert "Strom: braucht 9.000 W, hier sind es 3.000 W" in text
    assert "Rivale" in text
    form = page_of(organiser.get(page)).forms[-1]
    assert form.fields["power_w"] == "9000"
    assert form.fields["apart_from"] == "Rivale"
    assert submit(organiser, page).status_code == 303
    with app.app_context():
        assert last_change(who) == (action, said)


def test_what_cannot_be_is_said_at_its_field(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        who = make_exhibitor(make_event()).id
    wrong = {"power_w": "viel", "passes": "51", "width": "breit", "days": ["999999"]}
    answer = submit(organiser, f"{BASE}/aussteller/{who}/bedarf", **wrong)
    assert answer.status_code == 422
    said = page_of(answer).xpath("//*[@data-error-summary]//a/@href")
    assert {"#power_w", "#passes", "#width"} <= set(said)


def test_who_is_there_no_more_needs_nothing(context: Flask) -> None:
    exhibitor = make_exhibitor(make_event(), accepted=False)
    with transaction():
        exhibitor.state = State.WITHDRAWN
    with pytest.raises(ApplicationOver), transaction():
        change_needs(exhibitor, Needs(power_w=500), Beside(), BOOKED_AT, "olga")
    db.session.rollback()
    assert find_need(db.session.get_one(Exhibitor, exhibitor.id).id) is None


def test_organisers_correct_an_entry_after_the_deadline_without_asking_themselves(
    app: Flask, organiser: FlaskClient
) -> None:
    with app.app_context():
        event = make_event()
        who = make_exhibitor(event, name="Rebsensr", email="").id
        other = make_exhibitor(event).id
        set_event(event, corrections_close_at=BOOKED_AT)
    page = f"{BASE}/aussteller/{who}/eintrag"
    fields = {"name": "Rebsensor", "description_en": "Sensors.", "email": "neu@example.org"}
    answer = submit(organiser, page, **fields)
    assert answer.status_code == 303
    shown = text_of(organiser.get(answer.location))
    assert "An neu@example.org geht ein Link" in shown
    assert "Geändert nach Ihrer Entscheidung" not in shown
    with app.app_context():
        exhibitor = get_exhibitor(who)
        assert (exhibitor.name, exhibitor.translations) == ("Rebsensor", {"en": "Sensors."})
        # Until who reads it has confirmed it.
        assert exhibitor.email == ""
        assert "portal.confirm_contact" in {each.kind for each in list_letters()}
    # To leave it empty would say "saved" and change nothing.
    assert submit(organiser, f"{BASE}/aussteller/{other}/eintrag", email="").status_code == 422
    wrong = submit(organiser, page, name="", links="javascript:1")
    assert wrong.status_code == 422
    assert "javascript:1" in text_of(wrong)
