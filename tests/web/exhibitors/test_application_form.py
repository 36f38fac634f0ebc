"""The call for exhibitors: needs, questions, terms, a logo, and drafts that are gone on with."""

import io
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from ortenaudigital.audit.models import Entry
from ortenaudigital.events.models import Event
from ortenaudigital.fair.applications.answers.models import ExhibitorAnswer
from ortenaudigital.fair.applications.drafts.commands import DRAFT_KEPT, delete_old_drafts
from ortenaudigital.fair.applications.drafts.letters import DRAFT, draft
from ortenaudigital.fair.applications.drafts.links import draft_key, draft_url
from ortenaudigital.fair.applications.drafts.models import Draft
from ortenaudigital.fair.applications.links import exhibitor_key
from ortenaudigital.fair.applications.models import Exhibitor, Need, NeedDay
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.models import Letter
from ortenaudigital.pictures.models import Picture
from tests.factories import make_event, make_exhibitor
from tests.samples_of_pictures import png
from tests.web.forms import page_of, submit, text_of

SLUG = "ortenau-digital-2027"
FORM = f"/{SLUG}/aussteller/bewerbung"
FIELDS: dict[str, Any] = {
    "name": "Rebsensor GmbH",
    "kind": "start_up",
    "description": "Funksensoren im Weinberg.",
    "contact_name": "Emil Aussteller",
    "email": "emil@rebsensor.example",
}
ASKED = """
exhibitor_terms = { de = "Aufbau bis 8 Uhr.", en = "Set up by eight." }
[[event.exhibitor_questions]]
key = "messebau"
de = "Bringen Sie einen eigenen Messebau mit?"
kind = "yes_no"
required = true
[[event.exhibitor_questions]]
key = "masse"
de = "Wie hoch ist er?"
required = true
only_if = { question = "messebau", answers = ["yes"] }
"""


@pytest.fixture
def event(app: Flask) -> Event:
    with app.app_context():
        return make_event()


@pytest.fixture
def asking(app: Flask) -> None:
    with app.app_context():
        make_event(settings=ASKED)


def one(app: Flask, table: Any) -> Any:
    with app.app_context():
        return db.session.scalars(select(table)).unique().one()


def number(app: Flask, table: Any) -> int:
    with app.app_context():
        return len(db.session.scalars(select(table)).unique().all())


def test_what_is_needed_is_kept(app: Flask, client: FlaskClient, event: Event) -> None:
    day = page_of(client.get(FORM)).xpath("//input[@name='days']/@value")[1]
    needs = {
        "days": [day],
        "width": "2,5",
        "depth": "2",
        "power": "2000",
        "network": "y",
        "pitch": "y",
        "passes": "4",
        "wish_stand": "A2",
        "tags": "Wein, , Sensoren",
        "description_en": "Sensors in the vineyard.",
        "description_de": "Steht schon oben.",
    }
    answer = submit(client, FORM, **FIELDS, **needs)
    assert answer.status_code == 303
    need, exhibitor = one(app, Need), one(app, Exhibitor)
    assert (need.width_cm, need.depth_cm, need.power_w, need.passes) == (250, 200, 2000, 4)
    assert (need.network, need.accessible, need.pitch, need.wish_stand) == (True, False, True, "A2")
    assert one(app, NeedDay).day_id == int(day)
    assert exhibitor.tags == "Wein, Sensoren"
    assert exhibitor.translations == {"en": "Sensors in the vineyard."}
    assert need.terms_accepted_at is None


def test_questions_and_terms_of_the_event_are_asked(
    app: Flask, client: FlaskClient, asking: None
) -> None:
    faulty = submit(client, FORM, **FIELDS, q_aussteller_messebau="yes")
    assert faulty.status_code == 422
    said = text_of(faulty)
    assert "Bitte beantworten Sie „Wie hoch ist er?“" in said
    assert "Bitte nehmen Sie die Teilnahmebedingungen an" in said
    assert "Aufbau bis 8 Uhr." in said
    given = {"q_aussteller_messebau": "yes", "q_aussteller_masse": "3 m", "terms": "y"}
    assert submit(client, FORM, **FIELDS, **given).status_code == 303
    assert one(app, Need).terms_accepted_at is not None
    with app.app_context():
        answers = db.session.scalars(select(ExhibitorAnswer).order_by(ExhibitorAnswer.position))
        assert [(each.key, each.given) for each in answers] == [
            ("messebau", ["yes"]),
            ("masse", ["3 m"]),
        ]


def test_organisers_read_all_that_was_said(
    app: Flask, organiser: FlaskClient, client: FlaskClient, asking: None
) -> None:
    given = {"q_aussteller_messebau": "no", "terms": "y", "width": "3", "depth": "2"}
    submit(client, FORM, **FIELDS, **given)
    exhibitor = one(app, Exhibitor)
    said = text_of(organiser.get(f"/orga/{SLUG}/aussteller/{exhibitor.id}"))
    for words in ("Bringen Sie einen eigenen Messebau mit?", "Nein", "3 × 2 m"):
        assert words in said


def with_logo(content: bytes, **fields: Any) -> dict[str, Any]:
    return FIELDS | fields | {"logo": (io.BytesIO(content), "logo.png")}


def send(client: FlaskClient, fields: dict[str, Any], address: str = FORM) -> Any:
    hidden = page_of(client.get(address)).xpath("//form//input[@type='hidden']")
    data = {each.get("name"): each.get("value") or "" for each in hidden}
    return client.post(FORM, data=data | fields, content_type="multipart/form-data")


def test_a_logo_outlives_faults_of_the_rest(app: Flask, client: FlaskClient, event: Event) -> None:
    faulty = send(client, with_logo(png(), email="kein"))
    assert faulty.status_code == 422
    page = page_of(faulty)
    (kept,) = page.xpath("//input[@name='logo_kept']/@value")
    assert page.xpath("//input[@name='name']/@value") == [FIELDS["name"]]
    answer = send(client, FIELDS | {"logo_kept": kept})
    assert answer.status_code == 303
    assert str(one(app, Exhibitor).logo_id) == kept


def test_no_logo_is_taken_that_is_none(app: Flask, client: FlaskClient, event: Event) -> None:
    answer = send(client, with_logo(b"<svg onload='alert(1)'/>"))
    assert answer.status_code == 422
    assert page_of(answer).xpath("//input[@name='name']/@value") == [FIELDS["name"]]
    assert number(app, Picture) == 0


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("width", "breit"),
        ("width", "0,1"),
        ("width", "2,5,5"),
        ("depth", "-3"),
        ("depth", "999"),
        ("power", "7"),
        ("power", "viel"),
        ("passes", "-1"),
        ("passes", "51"),
        ("passes", "zwei"),
        ("days", "99999"),
        ("days", "morgen"),
        ("wish_stand", "x" * 41),
        ("tags", "x" * 121),
        ("wishes", "x" * 501),
        ("description", "x" * 1001),
        ("description_en", "x" * 1001),
        ("description", ""),
        ("name", ""),
        ("kind", "circus"),
        ("website", "javascript:alert(1)"),
        ("email", "emil@"),
        ("email", ""),
        ("phone", "0" * 41),
        ("contact_name", "www.evil.example"),
    ],
)
def test_bad_input_is_said_at_its_field_and_nothing_is_lost(
    app: Flask, client: FlaskClient, event: Event, field: str, typed: str
) -> None:
    answer = submit(client, FORM, **(FIELDS | {"wishes": "Ruhe bitte", field: typed}))
    assert answer.status_code == 422
    page = page_of(answer)
    assert page.xpath(f"//*[@name='{field}' and (@aria-invalid='true' or ancestor::fieldset)]")
    assert page.xpath(f"//a[starts-with(@href, '#{field}')]")
    if field != "name":
        assert page.xpath("//input[@name='name']/@value") == [FIELDS["name"]]
    if field != "wishes":
        assert "Ruhe bitte" in page.xpath("//textarea[@name='wishes']/text()")[0]
    assert number(app, Exhibitor) == 0


def test_what_is_wrong_in_a_folded_part_unfolds_it(client: FlaskClient, event: Event) -> None:
    assert page_of(client.get(FORM)).xpath("//details[not(@open)]//*[@name='description_fr']")
    answer = submit(client, FORM, **(FIELDS | {"description_fr": "x" * 1001}))
    assert page_of(answer).xpath("//details[@open]//*[@name='description_fr']")


def saved(client: FlaskClient, **fields: Any) -> Any:
    return submit(client, FORM, **{"speichern": "1", "email": FIELDS["email"], **fields})


def test_a_draft_keeps_right_and_wrong_and_mails_its_link(
    app: Flask, client: FlaskClient, event: Event
) -> None:
    answer = saved(client, name="Rebsensor", website="kein Link", width="breit")
    assert answer.status_code == 303
    page = client.get(answer.location)
    assert "Ihr Entwurf ist gespeichert" in text_of(page)
    shown = page_of(page)
    assert shown.xpath("//input[@name='width']/@value") == ["breit"]
    assert shown.xpath("//input[@name='website']/@value")[0].endswith("kein Link")
    assert not shown.xpath("//*[@aria-invalid='true']")
    with app.app_context():
        (letter,) = db.session.scalars(select(Letter))
        assert (letter.kind, letter.label) == (DRAFT, "")
        written = draft(letter.subject_id)
        assert written is not None
        assert "Rebsensor" not in written.text + written.html
        assert draft_url(db.session.scalars(select(Draft)).one()) in written.text
    assert number(app, Exhibitor) == 0


def test_who_comes_by_the_mailed_link_need_not_confirm(
    app: Flask, client: FlaskClient, event: Event
) -> None:
    saved(client, name="Rebsensor")
    with app.app_context():
        link = draft_url(db.session.scalars(select(Draft)).one()).partition("//")[2]
    mailed = "/" + link.partition("/")[2]
    assert "wo Sie aufgehört haben" in text_of(client.get(mailed))
    answer = send(client, FIELDS, mailed)
    assert answer.status_code == 303
    assert str(one(app, Exhibitor).state) == "applied"
    assert number(app, Draft) == 0
    assert client.get(mailed).status_code == 404
    with app.app_context():
        assert set(db.session.scalars(select(Letter.kind))) == {"stands.application"}


@pytest.mark.parametrize("how", ["own page", "another address", "another proof"])
def test_who_did_not_read_the_letter_confirms_like_anybody(
    app: Flask, client: FlaskClient, event: Event, how: str
) -> None:
    own = saved(client, name="Rebsensor").location
    with app.app_context():
        url = draft_url(db.session.scalars(select(Draft)).one()).partition("//")[2]
    mailed = "/" + url.partition("/")[2]
    fields, address = FIELDS, own
    if how == "another address":
        fields, address = FIELDS | {"email": "victim@example.org"}, mailed
    if how == "another proof":
        fields = FIELDS | {"proof": "x" * 26}
    assert send(client, fields, address).status_code == 303
    assert str(one(app, Exhibitor).state) == "unconfirmed"


def test_a_draft_is_saved_again_in_its_place_and_mailed_once(
    app: Flask, client: FlaskClient, event: Event
) -> None:
    own = saved(client, name="Eins").location
    again = send(client, {"speichern": "1", "email": FIELDS["email"], "name": "Zwei"}, own)
    assert again.status_code == 303
    assert one(app, Draft).fields["name"] == ["Zwei"]
    assert number(app, Letter) == 1
    other = send(client, {"speichern": "1", "email": "zwei@example.org", "name": "Zwei"}, own)
    assert other.status_code == 303
    assert number(app, Draft) == 1
    assert number(app, Letter) == 2


def test_a_draft_needs_an_address_and_keeps_the_logo(
    app: Flask, client: FlaskClient, event: Event
) -> None:
    assert saved(client, email="kein").status_code == 422
    answer = send(client, with_logo(png(), speichern="1"))
    assert answer.status_code == 303
    assert page_of(client.get(answer.location)).xpath("//input[@name='logo_kept']")
    assert one(app, Draft).logo_id is not None


def test_a_draft_that_is_too_late_is_no_application_and_says_so(
    app: Flask, client: FlaskClient, event: Event
) -> None:
    own = saved(client, name="Rebsensor").location
    with app.app_context(), transaction():
        db.session.execute(update(Event).values(applications_close_at=utc_now()))
    assert "er ist also keine Bewerbung" in text_of(client.get(own))


def test_a_draft_is_discarded_with_all_that_belongs_to_it(
    app: Flask, client: FlaskClient, organiser: FlaskClient, event: Event
) -> None:
    send(client, with_logo(png(), speichern="1"))
    with app.app_context():
        mailed = "/" + draft_url(one_draft()).partition("//")[2].partition("/")[2]
    asked = page_of(client.get(mailed)).xpath("//a[contains(@href, '/verwerfen')]/@href")[0]
    assert "Nein, Entwurf behalten" in text_of(client.get(asked))
    assert client.post(f"{FORM}/{mailed.split('/')[-2]}/{'x' * 26}/verwerfen").status_code == 404
    assert number(app, Draft) == 1
    assert "Der Entwurf ist verworfen" in text_of(submit(client, asked))
    assert number(app, Draft) == number(app, Letter) == number(app, Picture) == 0
    again = client.get(mailed)
    assert (again.status_code, client.post(asked).status_code) == (404, 404)
    assert "Diesen Entwurf gibt es nicht mehr" in text_of(again)

    saved(client, name="Rebsensor")
    office = f"/orga/{SLUG}/aussteller/entwuerfe"
    assert "1 Entwurf" in text_of(organiser.get(f"/orga/{SLUG}/aussteller"))
    listed = text_of(organiser.get(office))
    assert FIELDS["email"] in listed
    # What was not sent yet is nobody's business.
    assert "Rebsensor" not in listed
    assert submit(organiser, office, "/verwerfen").status_code == 303
    assert "Keine Entwürfe" in text_of(organiser.get(office))
    with app.app_context():
        discarded = select(Entry.done_as).where(Entry.action == "stands.draft_discarded")
        assert db.session.scalars(discarded.order_by(Entry.id)).all() == ["exhibitor", "organiser"]
    assert "Entwurf einer Bewerbung verworfen" in text_of(organiser.get(f"/orga/{SLUG}/verlauf"))


def one_draft() -> Draft:
    return db.session.scalars(select(Draft)).one()


def test_nobody_guesses_a_draft(app: Flask, client: FlaskClient, event: Event) -> None:
    saved(client)
    with app.app_context():
        key = draft_key(db.session.scalars(select(Draft)).one().id)
        make_event(slug="andere")
    assert client.get(f"{FORM}/{'x' * 26}").status_code == 404
    assert client.get(f"{FORM}/{key}/{'x' * 26}").status_code == 404
    assert client.get(f"/andere/aussteller/bewerbung/{key}").status_code == 404
    page = client.get(f"{FORM}/{key}")
    assert "noindex" in page.headers["X-Robots-Tag"]


def test_drafts_that_nobody_touches_are_deleted(
    app: Flask, client: FlaskClient, event: Event
) -> None:
    saved(client)
    with app.app_context(), transaction():
        assert delete_old_drafts(utc_now() + DRAFT_KEPT - timedelta(days=1)) == 0
        assert delete_old_drafts(utc_now() + DRAFT_KEPT + timedelta(days=1)) == 1
    assert number(app, Letter) == number(app, Draft) == 0


def window(app: Flask, **moments: Any) -> None:
    with app.app_context(), transaction():
        db.session.execute(update(Event).values(moments))


def test_before_and_after_the_window_the_page_says_so(
    app: Flask, client: FlaskClient, event: Event
) -> None:
    own = saved(client).location
    window(app, applications_open_at=utc_now() + timedelta(days=3))
    for address in (FORM, own):
        assert "Bewerbungen sind noch nicht möglich" in text_of(client.get(address))
    refused = client.post(FORM, data=FIELDS | {"request_id": "0" * 32})
    assert refused.status_code in (409, 422)
    past = utc_now() - timedelta(days=3)
    window(app, applications_open_at=None, applications_close_at=past)
    for address in (FORM, own):
        assert "Bewerbungen sind nicht mehr möglich" in text_of(client.get(address))
    assert number(app, Exhibitor) == 0


def test_an_exhibitor_withdraws_by_a_button(app: Flask, client: FlaskClient, event: Event) -> None:
    with app.app_context():
        exhibitor = make_exhibitor(db.session.get_one(Event, event.id), name="Geht")
        address = f"/aussteller/{exhibitor_key(exhibitor.id)}/zurueckziehen"
    assert "Möchten Sie die Bewerbung von Geht" in text_of(client.get(address))
    assert str(one(app, Exhibitor).state) == "accepted"
    answer = submit(client, address)
    assert answer.status_code == 303
    assert str(one(app, Exhibitor).state) == "withdrawn"
    assert "nichts zurückzuziehen" in text_of(client.get(address))
    assert client.get(answer.location).status_code == 200
