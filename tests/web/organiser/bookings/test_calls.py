"""One form for a call: what it says, what it asks, and what comes of it."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from ortenaudigital.accounts.permissions import PERMISSIONS, Permission, Role
from ortenaudigital.bookings.models import Booking
from ortenaudigital.events.models import Event, TicketType
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from tests.factories import make_booking, make_event_today
from tests.web.forms import page_of, submit, text_of, values_of

NEW = "/orga/ortenau-digital-2027/buchungen/neu"
QUESTION = {"key": "essen", "de": "Was essen Sie?", "required": True, "kind": "line"}


@pytest.fixture
def slug(app: Flask) -> str:
    with app.app_context():
        return make_event_today().slug


def stored(app: Flask) -> list[Booking]:
    with app.app_context():
        return list(db.session.scalars(select(Booking)).unique())


def call(organiser: FlaskClient, **fields: object) -> TestResponse:
    wanted = {"ticket_type": "buergerticket", "last_name": "Anruf"}
    return submit(organiser, NEW, **{**wanted, **fields})


def again(organiser: FlaskClient, answer: TestResponse, **fields: str) -> TestResponse:
    """Send the form that came back, as it came back."""
    form = next(each for each in page_of(answer).forms if "buchungen/neu" in (each.action or ""))
    data = values_of(form)
    for name, value in fields.items():
        data[name] = value
    return organiser.post(form.action, data=data)


def close(app: Flask, slug: str) -> None:
    with app.app_context(), transaction():
        event = db.session.scalars(select(Event).where(Event.slug == slug)).one()
        event.booking_closes_at = utc_now() - timedelta(hours=1)


def test_a_call_ends_with_the_tickets_to_print(
    app: Flask, organiser: FlaskClient, slug: str
) -> None:
    answer = call(organiser, number="2", companions="Kim\n", note="ruft zurück")
    assert answer.status_code == 303
    page = page_of(organiser.get(answer.location))
    words = " ".join(page.text_content().split())
    assert "2 Tickets sind gebucht. Ohne E-Mail-Adresse geht kein Brief hinaus" in words
    assert "ruft zurück" in words
    (pdf,) = page.xpath("//a[contains(@href, '/tickets.pdf')]/@href")
    printed = organiser.get(pdf.removeprefix("http://localhost"))
    assert printed.mimetype == "application/pdf"
    public = organiser.get(pdf.removeprefix("http://localhost").removesuffix("/tickets.pdf"))
    assert "ruft zurück" not in public.get_data(as_text=True)
    assert "E-Mail unterwegs" not in text_of(public)
    (booking,) = stored(app)
    assert (booking.email, booking.last_name) == ("", "Anruf")
    with app.app_context():
        make_booking(get_event(slug), utc_now(), last_name="Selbst")
    listed = {
        way: page_of(organiser.get(f"/orga/{slug}/buchungen?weg={way}")).xpath("//tbody/tr")
        for way in ("orga", "nein", "ja")
    }
    assert {way: len(rows) for way, rows in listed.items()} == {"orga": 1, "nein": 2, "ja": 0}
    assert "Anruf" in listed["orga"][0].text_content()


def test_the_same_form_twice_is_one_booking(app: Flask, organiser: FlaskClient, slug: str) -> None:
    page = page_of(organiser.get(NEW))
    form = next(each for each in page.forms if (each.action or "").endswith("buchungen/neu"))
    data = values_of(form)
    data["ticket_type"], data["last_name"] = "buergerticket", "Anruf"
    places = {organiser.post(NEW, data=data).location for _ in range(2)}
    assert len(places) == len(stored(app)) == 1


def test_after_closing_the_form_says_so_and_asks_why(
    app: Flask, organiser: FlaskClient, slug: str
) -> None:
    close(app, slug)
    answer = call(organiser, note="wichtig")
    assert answer.status_code == 409
    assert "Die Buchung ist geschlossen." in text_of(answer)
    assert not stored(app)
    answer = again(organiser, answer)
    assert "Bitte geben Sie eine Begründung an." in text_of(answer)
    answer = again(organiser, answer, reason="Grußwort")
    assert answer.status_code == 303
    words = text_of(organiser.get(answer.location))
    assert "Warum trotzdem gebucht" in words
    assert "Grußwort" in words
    assert "nach Ende der Buchung" in words


def test_without_the_right_nothing_is_booked_beyond(
    app: Flask, organiser: FlaskClient, slug: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    close(app, slug)
    less = PERMISSIONS[Role.ORGANISER] - {Permission.PLACES_EXCEED}
    for role in (Role.ORGANISER, Role.OWNER):
        monkeypatch.setitem(PERMISSIONS, role, less)
    answer = call(organiser, reason="Grußwort", seen="closed")
    assert answer.status_code == 409
    assert "Trotzdem buchen dürfen nur Leitung und Orga." in text_of(answer)
    assert not page_of(answer).xpath("//*[@name='reason']")
    assert not stored(app)


def test_required_questions_may_stay_open_and_are_named(
    app: Flask, organiser: FlaskClient, slug: str
) -> None:
    with app.app_context(), transaction():
        kind = db.session.scalars(select(TicketType).order_by(TicketType.position)).first()
        assert kind is not None
        kind.questions = [QUESTION]
    answer = call(organiser)
    assert "Noch offen: Was essen Sie?" in text_of(organiser.get(answer.location))
    answer = call(organiser, q_buergerticket_essen="Spätzle")
    words = text_of(organiser.get(answer.location))
    assert "Noch offen" not in words
    assert "Spätzle" in words


@pytest.mark.one_database("what is read of a form does not depend on it")
@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"last_name": ""}, "Bitte geben Sie den Nachnamen an."),
        ({"last_name": "www.gratis.example"}, "keine Internet- oder E-Mail-Adresse"),
        ({"last_name": "x" * 81}, "höchstens 80 Zeichen"),
        ({"number": "0"}, "Möglich sind 1 bis 99 Tickets."),
        ({"number": "hundert"}, "Bitte geben Sie eine ganze Zahl an."),
        ({"number": "9" * 30}, "Möglich sind 1 bis 99 Tickets."),
        ({"email": "erika"}, "Bitte prüfen Sie die E-Mail-Adresse"),
        ({"companions": "Kim\nAli"}, "Dafür sind es 3 Tickets."),
        ({"companions": "https://gratis.example", "number": "2"}, "keine Internet-"),
        ({"ticket_type": "<script>"}, "Bitte wählen Sie"),
        ({"language": "tlh"}, "Bitte wählen Sie etwas aus der Liste."),
        ({"note": "x" * 1001}, "höchstens 1.000 Zeichen"),
        ({"request_id": "1"}, "Bitte senden Sie das Formular noch einmal ab."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    app: Flask, organiser: FlaskClient, slug: str, fields: dict[str, str], words: str
) -> None:
    answer = call(organiser, **{"note": "bleibt", **fields})
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert fields.get("note", "bleibt") in answer.get_data(as_text=True)
    assert not stored(app)


@pytest.mark.one_database("words do not depend on it")
@pytest.mark.parametrize(
    ("language", "words"), [("en", "Book for somebody"), ("fr", "Réserver pour quelqu’un")]
)
def test_the_form_speaks_three_languages(
    organiser: FlaskClient, slug: str, language: str, words: str
) -> None:
    page = page_of(organiser.get(f"{NEW}?lang={language}"))
    assert page.xpath("//h1")[0].text_content() == words


def test_words_that_are_no_words_are_shown_as_text(
    app: Flask, organiser: FlaskClient, slug: str
) -> None:
    evil = "<b onclick=alert(1)>'\"{{7*7}}"
    answer = call(organiser, note=evil)
    page = organiser.get(answer.location)
    assert evil in page_of(page).text_content()
    assert "<b onclick" not in page.get_data(as_text=True)
