"""Organisers choose, write, look at a letter to many about real people, and try it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from ortenaudigital.bookings.links import ticket_code
from ortenaudigital.bookings.models import Booking
from ortenaudigital.checkin.commands import ScanRequest, scan
from ortenaudigital.checkin.devices.paired import get_device_by_token
from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.mailings.letters import TRIAL
from ortenaudigital.mailings.queries import list_mailings
from ortenaudigital.mailings.rules import Audience
from ortenaudigital.outbox.models import Letter
from ortenaudigital.web.organiser.mailings import drafting, previewing
from tests.factories import make_booking, make_device, make_event_today
from tests.features.mailings.mailed import Taken, go_round
from tests.web.forms import page_of, submit, text_of
from tests.web.organiser.mailings.steps import begin, stored

SLUG = "ortenau-digital-2027"


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


def test_of_very_many_a_draft_tells_that_they_are_many_and_shows_the_first(
    app: Flask, organiser: FlaskClient, slug: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafting, "MOST_COUNTED", 1)
    monkeypatch.setattr(previewing, "MOST_SHOWN", 1)
    with app.app_context():
        for name in ("Anna", "Berta"):
            make_booking(get_event(slug), utc_now(), email=f"{name}@example.org")
    where = begin(organiser, slug)
    page = text_of(organiser.get(where))
    assert "Mehr als 1 Buchungen sind gemeint." in page
    assert "bekäme" not in page
    assert "Weiter zum Senden" in page
    assert "2 Personen" in text_of(organiser.get(f"{where}/senden"))
    shown = text_of(organiser.get(f"{where}/vorschau"))
    assert "Person 1 von 1" in shown
    assert "der Brief geht an weitere" in shown


def test_what_was_typed_is_stored_before_it_is_looked_at_tried_or_sent(
    app: Flask, organiser: FlaskClient, slug: str
) -> None:
    where = begin(organiser, slug)
    for onwards, ends in (("vorschau", "/vorschau"), ("senden", "/senden"), ("probe", where)):
        for _ in range(2):
            answer = submit(organiser, where, weiter=onwards, body_de=f"Neu: {onwards}")
            assert str(answer.location).endswith(ends)
            with app.app_context():
                mailing = stored(slug)
                assert mailing.by_language["de"].introduction == f"Neu: {onwards}"
    # What was stored before is no change: nobody is told that it was one.
    assert mailing.version == 4


def test_a_test_goes_to_oneself_in_each_language_about_nobody(
    app: Flask, organiser: FlaskClient, slug: str
) -> None:
    with app.app_context():
        make_booking(get_event(slug), utc_now(), email="gast@example.org")
    where = begin(organiser, slug, subject_fr="Le programme", body_fr="Bonjour {name}")
    # Twice within a moment is one of each.
    for _ in range(2):
        assert submit(organiser, where, weiter="probe").status_code == 303
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
    # Neither a search nor a language of the page means those who have cancelled.
    for query in ("", "?q=Erika", "?lang=de"):
        page = organiser.get(f"/orga/{slug}/rundbriefe/neu{query}")
        chosen = page_of(page).xpath("//select[@name='status']/option[@selected]/@value")
        assert chosen == ["valid"], query
    where = begin(organiser, slug, sprache="fr", status="valid")
    assert "1 Person bekäme diesen Brief jetzt." in text_of(organiser.get(where))
    with app.app_context():
        assert stored(slug).selection == "status=valid&sprache=fr"
    # What is no choice of this event is none.
    where = begin(organiser, slug, sprache="xx' OR 1=1", art="nirgends")
    with app.app_context():
        assert "sprache" not in stored(slug).selection


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


def _let_in(event: Event, booking: Booking) -> None:
    now, ticket = utc_now(), booking.tickets[0]
    _, token = make_device(event, now=now)
    with transaction():
        request = ScanRequest(uuid4(), ticket_code(ticket.id, ticket.reissue), now)
        assert scan(get_device_by_token(token, now), request, now).verdict == "welcome"


def test_who_came_is_written_to_and_who_did_not_is_not(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        event = make_event_today()
        for name in ("da", "weg"):
            booking = make_booking(event, utc_now(), email=f"{name}@example.org")
            if name == "da":
                _let_in(event, booking)
    for presence, address in (("gekommen", "da@example.org"), ("fehlt", "weg@example.org")):
        where = begin(organiser, SLUG, da=presence)
        assert "1 Person bekäme diesen Brief jetzt." in text_of(organiser.get(where))
        assert address in text_of(organiser.get(f"{where}/vorschau"))
        with app.app_context():
            assert f"da={presence}" in stored(SLUG).selection
