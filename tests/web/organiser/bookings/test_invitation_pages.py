"""Organisers invite with a preview, remind by a number they have seen, and take back."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from ortenaudigital.bookings.access.models import AccessCode, Invitation
from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.models import Letter
from tests.factories import BOOKED_AT, make_event, make_event_today
from tests.invited import make_code, make_invitation
from tests.web.forms import page_of, submit, text_of

LIST = "Erika Müller <erika@example.org>\nkaputt\nerika@EXAMPLE.org\nmax@example.org"


@pytest.fixture
def desk(app: Flask) -> str:
    with app.app_context():
        return f"/orga/{make_event_today().slug}"


def count(app: Flask, table: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_a_list_is_shown_row_by_row_and_sent_as_it_was_seen(
    app: Flask, organiser: FlaskClient, desk: str
) -> None:
    form = f"{desk}/einladungen/neu"
    preview = submit(organiser, form, guests=LIST)
    assert preview.status_code == 200
    words = text_of(preview)
    assert "2 Adressen werden eingeladen" in words
    assert "Keine E-Mail-Adresse" in words
    assert "Steht schon weiter oben" in words
    assert count(app, Invitation) == 0
    data = dict(page_of(preview).forms[-1].form_values())
    assert data["expected"] == "2"
    assert data["guests"].replace("\r", "").strip() == LIST
    sent = organiser.post(form, data=data)
    assert sent.status_code == 303
    assert count(app, Invitation) == 2
    listed = text_of(organiser.get(sent.location))
    assert "erika@example.org" in listed
    assert "2 Einladungen gehen gleich hinaus" in listed
    again = organiser.post(form, data=data)
    assert again.status_code == 422
    assert "Ist schon eingeladen" in text_of(again)
    assert count(app, Letter) == 2


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"guests": ""}, "mindestens eine E-Mail-Adresse"),
        ({"guests": "kaputt"}, "Keine E-Mail-Adresse"),
        ({"guests": "a@example.org", "number": "0"}, "1 bis 50"),
        ({"guests": "a@example.org", "number": "viele"}, "ganze Zahl"),
        ({"guests": "a@example.org", "ticket_type": "buergerticket"}, "aus der Liste"),
        ({"guests": "\n".join(f"a{n}@example.org" for n in range(501))}, "höchstens 500"),
    ],
)
def test_what_cannot_be_sent_says_why_and_nothing_is_lost(
    app: Flask, organiser: FlaskClient, desk: str, fields: dict[str, str], words: str
) -> None:
    answer = submit(organiser, f"{desk}/einladungen/neu", **fields)
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert fields["guests"][:20] in answer.text
    assert count(app, Invitation) == 0


def test_an_event_that_nobody_may_see_invites_nobody(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        slug = make_event(state="draft").slug
    form = f"/orga/{slug}/einladungen/neu"
    answer = submit(organiser, form, guests="a@example.org", expected="1")
    assert answer.status_code == 409
    assert "veröffentlicht" in text_of(answer)
    assert count(app, Letter) == 0


def test_the_rest_is_reminded_by_the_number_that_was_seen(
    app: Flask, organiser: FlaskClient, desk: str
) -> None:
    with app.app_context():
        event = get_event(desk.rsplit("/", 1)[-1])
        for name in "abc":
            make_invitation(event, f"{name}@example.org", now=BOOKED_AT.replace(year=2020))
    page = organiser.get(f"{desk}/einladungen/erinnern")
    assert "3 Erinnerungen senden" in text_of(page)
    data = dict(page_of(page).forms[-1].form_values())
    with app.app_context(), transaction():
        first = select(Invitation.id).limit(1).scalar_subquery()
        db.session.execute(
            update(Invitation).where(Invitation.id == first).values(declined_at=utc_now())
        )
    refused = organiser.post(f"{desk}/einladungen/erinnern", data=data)
    assert refused.status_code == 409
    assert "2 Erinnerungen senden" in text_of(refused)
    assert count(app, Letter) == 3
    assert submit(organiser, f"{desk}/einladungen/erinnern").status_code == 303
    assert count(app, Letter) == 5
    assert "niemand zu erinnern" in text_of(organiser.get(f"{desk}/einladungen/erinnern"))


def test_an_invitation_and_a_code_are_taken_back(
    app: Flask, organiser: FlaskClient, desk: str
) -> None:
    with app.app_context():
        event = get_event(desk.rsplit("/", 1)[-1])
        one, code = make_invitation(event, now=utc_now()).id, make_code(event).id
    action = f"{desk}/einladungen/{one}/zurueckziehen"
    assert submit(organiser, f"{desk}/einladungen", action=action).status_code == 303
    action = f"{desk}/codes/{code}/zurueckziehen"
    assert submit(organiser, f"{desk}/codes", action=action).status_code == 303
    with app.app_context():
        assert db.session.scalars(select(Invitation.withdrawn_at)).one()
        assert db.session.scalars(select(AccessCode.withdrawn_at)).one()
    assert "Zurückgezogen" in text_of(organiser.get(f"{desk}/einladungen?status=withdrawn"))


def test_codes_are_made_in_bulk_and_exported(app: Flask, organiser: FlaskClient, desk: str) -> None:
    made = submit(organiser, f"{desk}/codes", number="30", label="Stadt Achern", size="")
    assert made.status_code == 303
    assert count(app, AccessCode) == 30
    page = organiser.get(f"{desk}/codes")
    assert "Stadt Achern" in text_of(page)
    assert page_of(page).xpath("//a[@rel='next']")
    table = submit(organiser, f"{desk}/codes", f"{desk}/codes/liste.csv")
    assert len(table.data.splitlines()) == 31


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"number": "0"}, "1 bis 1.000"),
        ({"number": "1001"}, "1 bis 1.000"),
        ({"size": "0"}, "1 bis 100.000"),
        ({"last_day": "2020-01-01"}, "schon vorbei"),
        ({"last_day": "morgen"}, "prüfen"),
        ({"ticket_types": []}, "mindestens eine Ticketart"),
        ({"ticket_types": ["buergerticket"]}, "prüfen Sie diese"),
        ({"label": "x" * 101}, "höchstens 100"),
    ],
)
def test_codes_that_cannot_be_made_say_why(
    app: Flask, organiser: FlaskClient, desk: str, fields: dict[str, object], words: str
) -> None:
    answer = submit(organiser, f"{desk}/codes", **fields)
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert count(app, AccessCode) == 0


def test_what_belongs_to_another_event_is_not_there(
    app: Flask, organiser: FlaskClient, desk: str
) -> None:
    with app.app_context():
        other: Event = make_event_today(slug="andere")
        one, code = make_invitation(other, now=utc_now()).id, make_code(other).id
    token = dict(page_of(organiser.get(f"{desk}/codes")).forms[-1].form_values())["csrf_token"]
    for path in (f"einladungen/{one}/zurueckziehen", f"codes/{code}/zurueckziehen"):
        assert organiser.post(f"{desk}/{path}", data={"csrf_token": token}).status_code == 404
