"""Organisers say the number again, send a letter to many, and follow what became of it."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ortenaudigital.accounts.permissions import Role
from ortenaudigital.audit.commands import list_entries
from ortenaudigital.bookings.queries import get_booking
from ortenaudigital.bookings.search import find_bookings
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.clock import local, utc_now
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.mailings import choosing
from ortenaudigital.mailings.models import MailingRecipient
from ortenaudigital.mailings.rules import Audience, MailingState
from ortenaudigital.privacy.requests import erase, find
from tests.factories import PASSWORD, make_booking, make_exhibitor, make_organiser
from tests.features.mailings.mailed import Taken, go_round, make_guests
from tests.statements import counted
from tests.web.forms import page_of, submit, text_of
from tests.web.organiser.mailings.steps import begin, stored


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
    _, row = submit(organiser, f"{where}?status=left_out", "?status=left_out").text.splitlines()
    assert "erste@example.org;Ausgelassen;bekommt ihn schon zu einer anderen" in row


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


def test_the_number_is_kept_for_a_while_and_counted_anew_where_it_differs(
    app: Flask, organiser: FlaskClient, slug: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def shown() -> str:
        return text_of(organiser.get(f"{where}/senden"))

    def book(*names: str) -> None:
        with app.app_context():
            for name in names:
                make_booking(get_event(slug), utc_now(), email=f"{name}@example.org")

    book("eins", "zwei")
    where = begin(organiser, slug)
    assert submit(organiser, where, weiter="senden").status_code == 303
    book("drei", "vier")
    # Who booked after the press that counted is not in it, however often the page is looked at.
    assert "2 Personen bekommen den Brief." in shown()
    with app.app_context(), transaction():
        get_booking(find_bookings("eins@example.org", 1)[0]).undelivered_at = utc_now()
    refused = submit(organiser, f"{where}/senden", number="2")
    assert (refused.status_code, "3 Personen bekommen" in text_of(refused)) == (409, True)
    book("fuenf")
    assert "3 Personen bekommen den Brief." in shown()
    # A draft that was changed was not counted, and neither was one long ago.
    submit(organiser, where, subject_de="Ganz anders")
    assert "4 Personen bekommen den Brief." in shown()
    submit(organiser, where, weiter="senden")
    book("sechs")
    monkeypatch.setattr(choosing, "KEPT_FOR", timedelta(0))
    assert "5 Personen bekommen den Brief." in shown()


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
