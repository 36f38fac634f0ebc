"""Organisers write to many: choose, write, look, say the number again, send, follow."""

from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from ortenaudigital.accounts.permissions import Role
from ortenaudigital.audit.commands import list_entries
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.clock import local, utc_now
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.mailings.letters import TRIAL
from ortenaudigital.mailings.models import Mailing, MailingRecipient
from ortenaudigital.mailings.queries import list_mailings
from ortenaudigital.mailings.rules import Audience, MailingState
from ortenaudigital.outbox.models import Letter
from ortenaudigital.privacy.requests import erase, find
from tests.factories import PASSWORD, make_booking, make_event, make_exhibitor, make_organiser
from tests.features.mailings.mailed import Taken, go_round, make_guests
from tests.statements import counted
from tests.web.forms import page_of, submit, text_of


@pytest.fixture
def slug(app: Flask) -> str:
    with app.app_context():
        return make_event(quota=2000).slug


def stored(slug: str, audience: Audience = Audience.GUESTS) -> Mailing:
    db.session.rollback()
    db.session.expire_all()
    return list_mailings(get_event(slug), audience)[0]


def begin(organiser: FlaskClient, slug: str, **fields: str) -> str:
    texts = {"subject_de": "Zum Programm", "body_de": "Hallo {name}, bis bald."}
    answer = submit(organiser, f"/orga/{slug}/rundbriefe/neu", **(texts | fields))
    assert answer.status_code == 303, text_of(answer)
    return str(answer.location)


def test_from_the_draft_to_the_outcome_of_each(
    app: Flask, organiser: FlaskClient, slug: str
) -> None:
    with app.app_context():
        for name in ("erste", "zweite"):
            make_booking(get_event(slug), utc_now(), email=f"{name}@example.org")
        make_booking(get_event(slug), utc_now(), email="erste@example.org")
    where = begin(organiser, slug)
    draft = text_of(organiser.get(where))
    assert "2 Personen bekämen diesen Brief jetzt." in draft
    assert "1: bekommt ihn schon zu einer anderen Buchung" in draft

    confirm = text_of(organiser.get(f"{where}/senden"))
    assert "2 Personen bekommen den Brief." in confirm
    assert "Wer danach bucht, bekommt ihn nicht." in confirm
    wrong = submit(organiser, f"{where}/senden", number="3")
    assert wrong.status_code == 409
    assert "Den Brief bekämen jetzt 2 Personen." in text_of(wrong)
    assert submit(organiser, f"{where}/senden", number="2").status_code == 303
    assert "0 von 2" in text_of(organiser.get(where))

    post = Taken()
    with app.app_context():
        go_round(post, 2)
        assert post.by_address == {"erste@example.org": 1, "zweite@example.org": 1}
        mailing = stored(slug)
        actions = [each.action for each in list_entries(f"mailing:{mailing.id}")]
        assert actions == ["mailings.begun", "mailings.sent"]
    followed = text_of(organiser.get(where))
    assert "2 von 2" in followed
    assert "An 2 Personen gesendet" in followed
    assert "zweite@example.org" in followed
    left_out = text_of(organiser.get(f"{where}?status=left_out"))
    assert "zweite@example.org" not in left_out
    assert "bekommt ihn schon zu einer anderen Buchung" in left_out


def test_who_booked_after_the_number_was_shown_is_not_in_it(
    app: Flask, organiser: FlaskClient, slug: str
) -> None:
    with app.app_context():
        make_booking(get_event(slug), utc_now(), email="eins@example.org")
    where = begin(organiser, slug)
    page = page_of(organiser.get(f"{where}/senden"))
    (form,) = [form for form in page.forms if form.action.endswith("/senden")]
    data = {**dict(form.form_values()), "number": "1"}
    with app.app_context():
        make_booking(get_event(slug), utc_now() + timedelta(seconds=5), email="zwei@example.org")
    assert organiser.post(f"{where}/senden", data=data).status_code == 303
    # The same press once more is no second run.
    again = organiser.post(f"{where}/senden", data=data, follow_redirects=True)
    assert "hat sich inzwischen geändert" in text_of(again)
    with app.app_context():
        assert stored(slug).recipients == 1


def test_a_letter_that_was_changed_meanwhile_is_not_sent(
    app: Flask, organiser: FlaskClient, slug: str
) -> None:
    with app.app_context():
        make_booking(get_event(slug), utc_now())
    where = begin(organiser, slug)
    page = page_of(organiser.get(f"{where}/senden"))
    (form,) = [form for form in page.forms if form.action.endswith("/senden")]
    data = {**dict(form.form_values()), "number": "1"}
    assert submit(organiser, where, subject_de="Ganz anders").status_code == 303
    organiser.post(f"{where}/senden", data=data)
    with app.app_context():
        assert stored(slug).state is MailingState.DRAFT


def test_it_is_planned_for_a_moment_taken_back_held_up_and_stopped(
    app: Flask, organiser: FlaskClient, slug: str
) -> None:
    with app.app_context():
        make_booking(get_event(slug), utc_now())
    where = begin(organiser, slug)
    for typed in ("gestern", "2001-01-01T08:00", "9998-01-01T08:00"):
        answer = submit(organiser, f"{where}/senden", number="1", moment=typed)
        assert answer.status_code == 422
        assert typed in page_of(answer).xpath("//input[@name='moment']/@value")
    tomorrow = local(utc_now() + timedelta(days=1), "Europe/Berlin")
    moment = tomorrow.strftime("%Y-%m-%dT%H:%M")
    assert submit(organiser, f"{where}/senden", number="1", moment=moment).status_code == 303
    with app.app_context():
        due_at = stored(slug).due_at
        assert due_at is not None
        assert local(due_at, "Europe/Berlin").strftime("%Y-%m-%dT%H:%M") == moment
    assert "Geht hinaus am" in text_of(organiser.get(where))
    submit(organiser, where, action="zurueck")
    submit(organiser, f"{where}/senden", number="1")
    for action, state in (
        ("anhalten", MailingState.PAUSED),
        ("fortsetzen", MailingState.SENDING),
        ("beenden", MailingState.STOPPED),
    ):
        assert submit(organiser, where, action=action).status_code == 303
        with app.app_context():
            assert stored(slug).state is state
    refused = organiser.post(f"{where}/fortsetzen", follow_redirects=True)
    assert refused.status_code in (200, 400)
    with app.app_context():
        assert stored(slug).state is MailingState.STOPPED


def test_nothing_typed_is_lost_when_a_text_is_refused(
    app: Flask, organiser: FlaskClient, slug: str
) -> None:
    for fields, words in (
        ({"body_de": "Hallo {vorname}"}, "Den Platzhalter „vorname“ gibt es"),
        ({"body_de": "Offen { bleibt"}, "Eine geschweifte Klammer"),
        ({"subject_de": "x" * 151}, "Der Betreff ist zu lang."),
        ({"body_fr": "y" * 8001}, "Dieser Text ist zu lang."),
    ):
        typed = {"subject_de": "Betreff", "body_de": "Text", **fields}
        answer = submit(organiser, f"/orga/{slug}/rundbriefe/neu", **typed)
        assert answer.status_code == 422
        page = page_of(answer)
        assert words in page.text_content()
        for name, value in typed.items():
            (kept,) = page.xpath(f"//*[@name='{name}']")
            assert (kept.get("value") or kept.text or "").strip() == value
    with app.app_context():
        assert list_mailings(get_event(slug), Audience.GUESTS) == []


def test_markup_and_line_breaks_stay_words(app: Flask, organiser: FlaskClient, slug: str) -> None:
    with app.app_context():
        make_booking(get_event(slug), utc_now())
    subject = "Eins\r\nBcc: alle@example.org"
    where = begin(organiser, slug, subject_de=subject, body_de="<script>alert(1)</script>")
    assert "<script>alert" not in organiser.get(where).get_data(as_text=True)
    letter = organiser.get(f"{where}/vorschau/brief").get_data(as_text=True)
    assert "&lt;script&gt;" in letter
    with app.app_context():
        assert stored(slug).subject == "Eins Bcc: alle@example.org"


def test_the_preview_leafs_through_real_people_and_sends_nothing(
    app: Flask, organiser: FlaskClient, slug: str
) -> None:
    with app.app_context():
        for number, name in enumerate(("Anna", "Berta")):
            when = utc_now() - timedelta(days=9 - number)
            make_booking(get_event(slug), when, email=f"{name}@example.org", first_name=name)
    where = begin(organiser, slug)
    for position, name in ((1, "Anna"), (2, "Berta")):
        answer = organiser.get(f"{where}/vorschau?person={position}")
        assert f"Person {position} von 2" in text_of(answer)
        assert f"Hallo {name} Müller, bis bald." in text_of(answer)
        (frame,) = page_of(answer).xpath("//iframe/@src")
        letter = organiser.get(frame)
        assert f"Hallo {name} Müller" in letter.get_data(as_text=True)
        assert "frame-ancestors 'self'" in letter.headers["Content-Security-Policy"]
    assert "erfundene Person" in text_of(organiser.get(f"{where}/vorschau?person=3"))
    with app.app_context():
        assert "bookings.mailing" not in set(db.session.scalars(select(Letter.kind)))


def test_a_test_goes_to_oneself_in_each_language_about_nobody(
    app: Flask, organiser: FlaskClient, slug: str
) -> None:
    with app.app_context():
        make_booking(get_event(slug), utc_now(), email="gast@example.org")
    where = begin(organiser, slug, subject_fr="Le programme", body_fr="Bonjour {name}")
    # Twice within a moment is one of each.
    for _ in range(2):
        assert submit(organiser, where, action="probe").status_code == 303
    post = Taken()
    with app.app_context():
        go_round(post)
        kinds = db.session.scalars(select(Letter.kind)).all()
        assert kinds.count(TRIAL) == 4
    tests = [letter for letter, _ in post.letters if letter.subject.startswith("Test")]
    assert [each.subject for each in tests] == ["Test : Le programme", "Test: Zum Programm"] or len(
        tests
    ) == 2
    assert len({each.recipient for each in tests}) == 1
    assert all("Müller" not in each.text for each in tests)


def test_the_filters_of_the_list_say_who_is_meant_and_a_search_does_not(
    app: Flask, organiser: FlaskClient, slug: str
) -> None:
    with app.app_context():
        make_booking(get_event(slug), utc_now(), email="de@example.org")
        make_booking(get_event(slug), utc_now(), email="fr@example.org", language="fr")
    page = organiser.get(f"/orga/{slug}/rundbriefe/neu?sprache=fr&q=Erika&status=valid&x=1")
    assert "Die Suche nach „Erika“ gilt hier nicht" in text_of(page)
    assert page_of(page).xpath("//select[@name='sprache']/option[@selected]/@value") == ["fr"]
    where = begin(organiser, slug, sprache="fr", status="valid")
    assert "1 Person bekäme diesen Brief jetzt." in text_of(organiser.get(where))
    with app.app_context():
        assert stored(slug).selection == "status=valid&sprache=fr"
    # What is no choice of this event is none.
    where = begin(organiser, slug, sprache="xx' OR 1=1", art="nirgends")
    with app.app_context():
        assert "sprache" not in stored(slug).selection


def test_exhibitors_are_written_to_by_the_fair_office_and_guests_are_not(
    app: Flask, slug: str
) -> None:
    with app.app_context():
        event = get_event(slug)
        for number in range(2):
            make_exhibitor(event, name=f"Firma {number}", email=f"f{number}@example.org")
        make_exhibitor(event, name="Fremd", email="x@example.org", confirmed=False, accepted=False)
        make_organiser("messe@example.org", Role.FAIR_OFFICE, event)
    office = app.test_client()
    submit(office, "/orga/anmelden", email="messe@example.org", password=PASSWORD)
    assert office.get(f"/orga/{slug}/rundbriefe").status_code == 403
    address = f"/orga/{slug}/aussteller/rundbriefe/neu"
    answer = submit(office, address, subject_de="Aufbau", body_de="Guten Tag {aussteller}, {link}")
    where = str(answer.location)
    assert "Adresse nicht bestätigt" in text_of(office.get(where))
    assert submit(office, f"{where}/senden", number="2").status_code == 303
    post = Taken()
    with app.app_context():
        go_round(post, 2)
        assert post.by_address == {"f0@example.org": 1, "f1@example.org": 1}
        assert "Guten Tag Firma 0" in post.to("f0@example.org").text
        # The letter to exhibitors is no page of those to guests.
        guests = f"/orga/{slug}/rundbriefe/{stored(slug, Audience.EXHIBITORS).id}"
    assert office.get(guests).status_code == 403


@pytest.mark.one_database("pages ask the same on both")
def test_pages_cost_the_same_however_many_there_are(
    app: Flask, organiser: FlaskClient, slug: str
) -> None:
    counts: dict[str, list[int]] = {}

    def count(name: str, page: str) -> None:
        with app.app_context():
            engine = db.engine
        with counted(engine) as number:
            assert organiser.get(page).status_code == 200
        counts.setdefault(name, []).append(number[0])

    for first, size in ((0, 1), (1, 301)):
        with app.app_context():
            make_guests(get_event(slug), size - first, first)
        where = begin(organiser, slug)
        for name in ("", "/senden", "/vorschau"):
            count(name, where + name)
        assert submit(organiser, f"{where}/senden", number=str(size)).status_code == 303
        with app.app_context():
            go_round(Taken(), 2)
        count("sent", where)
    assert all(few == many for few, many in counts.values()), counts


def test_an_erased_guest_is_nobody_in_the_list(
    app: Flask, organiser: FlaskClient, slug: str
) -> None:
    with app.app_context():
        make_booking(get_event(slug), utc_now(), email="gast@example.org")
    where = begin(organiser, slug)
    submit(organiser, f"{where}/senden", number="1")
    with app.app_context():
        with transaction():
            erase(find("gast@example.org"), utc_now(), "test")
        post = Taken()
        go_round(post, 2)
        assert "gast@example.org" not in post.by_address
        assert db.session.query(MailingRecipient).count() == 1
    assert "gast@example.org" not in organiser.get(where).get_data(as_text=True)


def test_a_copy_is_a_new_draft_and_a_draft_can_be_thrown_away(
    app: Flask, organiser: FlaskClient, slug: str
) -> None:
    where = begin(organiser, slug)
    data = {"request_id": str(uuid4())}
    page = page_of(organiser.get(f"/orga/{slug}/rundbriefe"))
    (form,) = [form for form in page.forms if form.action.endswith("/kopie")]
    data = dict(form.form_values())
    first = organiser.post(form.action, data=data).location
    assert organiser.post(form.action, data=data).location == first != where
    assert submit(organiser, str(first), action="verwerfen").status_code == 303
    assert organiser.get(str(first)).status_code == 404
