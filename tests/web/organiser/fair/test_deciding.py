"""Organisers decide: one after the other, several at once, and undo it."""

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from ortenaudigital.fair.applications.changing.corrections import correct
from ortenaudigital.fair.applications.deciding.withdrawing import withdraw
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.models import Letter
from tests.factories import BOOKED_AT, make_event, make_exhibitor
from tests.web.forms import page_of, submit, text_of, values_of

BASE = "/orga/ortenau-digital-2027/aussteller"
NAMES = ("Anfang", "Bauhof", "Chemie")


@pytest.fixture
def three(app: Flask) -> list[UUID]:
    """Three applications in the order in which they came."""
    with app.app_context():
        event = make_event()
        made = []
        for number, name in enumerate(NAMES):
            exhibitor = make_exhibitor(event, accepted=False, name=name, email=f"{name}@x.example")
            with transaction():
                exhibitor.applied_at = BOOKED_AT + timedelta(hours=number)
            made.append(exhibitor.id)
        return made


def states(app: Flask) -> list[str]:
    with app.app_context():
        query = select(Exhibitor.state).order_by(Exhibitor.name)
        return [str(each) for each in db.session.scalars(query)]


def letters(app: Flask) -> list[str]:
    with app.app_context():
        kinds = db.session.scalars(select(Letter.kind).order_by(Letter.id))
        return [each for each in kinds if each not in ("stands.application",)][len(NAMES) :]


def shown(client: FlaskClient, address: str) -> str:
    return str(page_of(client.get(address)).xpath("string(//h2[@id='who'])"))


def press(client: FlaskClient, address: str, label: str) -> str:
    """Press one of the buttons; return where it leads."""
    page = page_of(client.get(address))
    (form,) = page.xpath(f"//form[.//span[normalize-space()='{label}']]")
    fields = dict(form.form_values())
    answer = client.post(form.get("action"), data=fields)
    assert answer.status_code == 303, text_of(answer)
    return answer.location


def test_decisions_come_one_after_the_other_and_are_undone(
    app: Flask, organiser: FlaskClient, three: list[UUID]
) -> None:
    there = f"{BASE}/entscheiden"
    assert shown(organiser, there) == "Anfang"
    there = press(organiser, there, "Annehmen")
    assert shown(organiser, there) == "Bauhof"
    there = press(organiser, there, "Warteliste")
    assert shown(organiser, there) == "Chemie"
    there = press(organiser, there, "Ablehnen")
    assert "Nichts mehr zu entscheiden" in text_of(organiser.get(there))
    assert states(app) == ["accepted", "wait_listed", "rejected"]
    there = press(organiser, there, "Letzte zurücknehmen")
    assert shown(organiser, there) == "Chemie"
    assert states(app) == ["accepted", "wait_listed", "applied"]
    assert letters(app) == ["stands.accepted", "stands.wait_listed"]


def test_who_is_skipped_comes_again_from_the_beginning(
    organiser: FlaskClient, three: list[UUID]
) -> None:
    page = page_of(organiser.get(f"{BASE}/entscheiden"))
    skip = page.xpath("//a[@data-shortcut='n']/@href")[0]
    assert shown(organiser, f"{BASE}/entscheiden{skip}") == "Bauhof"
    end = organiser.get(f"{BASE}/entscheiden?nach={three[-1]}")
    assert "3 Bewerbungen haben Sie übersprungen" in text_of(end)
    assert shown(organiser, f"{BASE}/entscheiden?nach=unsinn") == "Anfang"


def test_each_button_says_its_key(organiser: FlaskClient, three: list[UUID]) -> None:
    page = page_of(organiser.get(f"{BASE}/entscheiden?zuletzt={three[0]}"))
    keys = page.xpath("//*[@data-shortcut]")
    assert [each.get("data-shortcut") for each in keys] == ["a", "w", "x", "n", "u"]
    assert [each.xpath("string(.//kbd)").lower() for each in keys] == ["a", "w", "x", "n", "u"]


def test_who_withdrew_meanwhile_is_not_decided_about(
    app: Flask, organiser: FlaskClient, three: list[UUID]
) -> None:
    page = page_of(organiser.get(f"{BASE}/entscheiden"))
    (form,) = page.xpath("//form[.//span[normalize-space()='Annehmen']]")
    with app.app_context(), transaction():
        withdraw(db.session.get_one(Exhibitor, three[0]), BOOKED_AT, "exhibitor")
    answer = organiser.post(form.get("action"), data=dict(form.form_values()))
    assert answer.status_code == 409
    assert "Anfang: Diese Bewerbung wurde zurückgezogen" in text_of(answer)
    assert "Bauhof" in text_of(answer)


def test_collected_letters_go_when_they_are_told(
    app: Flask, organiser: FlaskClient, three: list[UUID]
) -> None:
    there = f"{BASE}/entscheiden?gesammelt=1"
    for label in ("Annehmen", "Ablehnen"):
        there = press(organiser, there, label)
        assert "gesammelt=1" in there
    assert letters(app) == []
    page = organiser.get(BASE)
    assert "2 Entscheidungen sind noch nicht mitgeteilt" in text_of(page)
    answer = submit(organiser, BASE, f"{BASE}/mitteilen")
    assert answer.status_code == 303
    assert sorted(letters(app)) == ["stands.accepted", "stands.rejected"]
    assert "mitgeteilt" not in text_of(organiser.get(f"{BASE}?status=accepted"))


def choose(client: FlaskClient, wanted: str, ids: list[UUID]) -> object:
    token = page_of(client.get(BASE)).xpath("//input[@name='csrf_token']/@value")[0]
    data = {"csrf_token": token, "decision": wanted, "exhibitor": [str(each) for each in ids]}
    return client.post(f"{BASE}/auswahl", data=data)


def test_several_are_looked_at_then_decided_and_undone(
    app: Flask, organiser: FlaskClient, three: list[UUID]
) -> None:
    with app.app_context(), transaction():
        withdraw(db.session.get_one(Exhibitor, three[2]), BOOKED_AT, "exhibitor")
    preview = choose(organiser, "reject", three)
    assert states(app) == ["applied", "applied", "withdrawn"]
    page = page_of(preview)
    assert "Hier ändert sich nichts" in page.text_content()
    (form,) = page.xpath("//form[contains(@action, 'auswahl/entscheiden')]")
    result = organiser.post(form.get("action"), data=values_of(form))
    assert "2 Aussteller abgelehnt" in text_of(result)
    assert states(app) == ["rejected", "rejected", "withdrawn"]
    (undo,) = page_of(result).xpath("//form[contains(@action, 'auswahl/entscheiden')]")
    undone = organiser.post(undo.get("action"), data=values_of(undo))
    assert "2 Entscheidungen zurückgenommen" in text_of(undone)
    assert states(app) == ["applied", "applied", "withdrawn"]
    assert letters(app) == ["stands.withdrawn"]


def test_what_was_told_meanwhile_is_named_and_stays(
    app: Flask, organiser: FlaskClient, three: list[UUID]
) -> None:
    (form,) = page_of(choose(organiser, "accept", three)).xpath(
        "//form[contains(@action, 'auswahl/entscheiden')]"
    )
    result = organiser.post(form.get("action"), data=values_of(form))
    with app.app_context(), transaction():
        for letter in db.session.scalars(select(Letter)):
            if letter.kind == "stands.accepted" and letter.subject_id == str(three[0]):
                letter.state = "sent"
    (undo,) = page_of(result).xpath("//form[contains(@action, 'auswahl/entscheiden')]")
    undone = organiser.post(undo.get("action"), data=values_of(undo))
    assert "Anfang: Der Brief zu dieser Entscheidung ist schon unterwegs" in text_of(undone)
    assert states(app) == ["accepted", "applied", "applied"]


def test_nobody_chosen_is_said(organiser: FlaskClient, three: list[UUID]) -> None:
    answer = choose(organiser, "accept", [])
    assert answer.status_code == 422
    assert "mindestens einen Aussteller" in text_of(answer)
    assert choose(organiser, "hexen", three).status_code == 400


def test_others_events_are_out_of_reach(
    app: Flask, organiser: FlaskClient, three: list[UUID]
) -> None:
    with app.app_context():
        other = make_exhibitor(make_event(slug="andere"), accepted=False, name="Fremd").id
    token = page_of(organiser.get(BASE)).xpath("//input[@name='csrf_token']/@value")[0]
    data = {"csrf_token": token, "decision": "accept", "exhibitor": [str(other), "unsinn"]}
    organiser.post(f"{BASE}/auswahl/entscheiden", data=data)
    assert organiser.post(f"{BASE}/{other}/entscheiden/weiter", data=data).status_code == 404
    with app.app_context():
        assert db.session.get_one(Exhibitor, other).state == "applied"


def test_organisers_enter_who_called_once(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        make_event()
    fields = {
        "name": "Anruf GmbH",
        "kind": "company",
        "description": "Zeigt Telefone.",
        "contact_name": "Anna Anruf",
    }
    answer = submit(organiser, f"{BASE}/neu", **fields)
    assert answer.status_code == 303
    assert "Was braucht dieser Aussteller?" in text_of(organiser.get(answer.location))
    page = organiser.get(answer.location.removesuffix("/bedarf"))
    assert "Bitte sagen Sie selbst Bescheid" in text_of(page)
    assert states(app) == ["applied"]
    assert letters(app) == []
    faulty = submit(organiser, f"{BASE}/neu", **fields | {"name": "", "email": "kein"})
    assert faulty.status_code == 422
    assert "Zeigt Telefone." in text_of(faulty)


def test_remarks_tasks_and_changes(app: Flask, organiser: FlaskClient, three: list[UUID]) -> None:
    own = f"{BASE}/{three[0]}"
    assert submit(organiser, own, f"{own}/notiz", note="Ruft im Mai an").status_code == 303
    today = utc_now().date().isoformat()
    for words, due_on in (("Strom klären", today), ("Logo holen", "")):
        answer = submit(organiser, own, f"{own}/aufgaben", words=words, due_on=due_on)
        assert answer.status_code == 303
    page = text_of(organiser.get(own))
    assert "Ruft im Mai an" in page
    assert "Strom klären" in page
    overview = text_of(organiser.get("/orga/ortenau-digital-2027/"))
    assert "Bei 1 Aussteller ist eine Aufgabe fällig" in overview
    assert "Anfang" in text_of(organiser.get(f"{BASE}?aufgaben=1"))
    assert "Bauhof" not in text_of(organiser.get(f"{BASE}?aufgaben=1"))
    for words, due_on in (("", today), ("Etwas", "morgen")):
        refused = submit(organiser, own, f"{own}/aufgaben", words=words, due_on=due_on)
        assert refused.status_code == 422
    assert submit(organiser, own, f"{own}/aufgaben/erledigt").status_code == 303
    assert "Strom klären" not in text_of(organiser.get(own))


def test_changes_after_the_decision_are_shown_until_seen(
    app: Flask, organiser: FlaskClient, three: list[UUID]
) -> None:
    press(organiser, f"{BASE}/entscheiden", "Annehmen")
    with app.app_context(), transaction():
        exhibitor = db.session.get_one(Exhibitor, three[0])
        correct(exhibitor, {"description": "Jetzt <b>neu</b>"}, BOOKED_AT, "exhibitor")
    own = f"{BASE}/{three[0]}"
    page = organiser.get(own)
    assert "Geändert nach Ihrer Entscheidung" in text_of(page)
    assert page_of(page).xpath("//ins/text()") == ["Jetzt <b>neu</b>"]
    assert submit(organiser, own, f"{own}/aenderungen").status_code == 303
    assert "Geändert nach Ihrer Entscheidung" not in text_of(organiser.get(own))


def test_who_may_be_the_same_organisation_is_said(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        event = make_event()
        for name, email in (
            ("Müller GmbH", "info@mueller.example"),
            ("MÜLLER", "anna@gmx.de"),
            ("Meier AG", "bert@gmx.de"),
        ):
            make_exhibitor(event, accepted=False, name=name, email=email)
    rows = page_of(organiser.get(BASE)).xpath("//tbody/tr")
    doubtful = [
        row.xpath("string(.//th)").strip() for row in rows if "doppelt" in row.text_content()
    ]
    assert doubtful == ["MÜLLER", "Müller GmbH"]


def test_filters_narrow_the_list_and_stay_in_the_address(
    app: Flask, organiser: FlaskClient, three: list[UUID]
) -> None:
    with app.app_context(), transaction():
        db.session.get_one(Exhibitor, three[1]).tags = "Energie, Schule"
    assert "Bauhof" in text_of(organiser.get(f"{BASE}?stichwort=Schule"))
    assert "Anfang" not in text_of(organiser.get(f"{BASE}?stichwort=Schule"))
    for query in ("strom=1", "art=municipality", "status=placed"):
        assert "Hier ist niemand" in text_of(organiser.get(f"{BASE}?{query}")), query
    # Who asked for no day in particular is there on each.
    assert "3 Aussteller" in text_of(organiser.get(f"{BASE}?tag=2027-09-30&strom="))
