"""What was noted on paper is entered once, and what cannot be is said and kept."""

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from ortenaudigital.checkin.models import Admission, Device
from ortenaudigital.kernel.clock import local, utc_now
from ortenaudigital.kernel.db import db
from tests.factories import make_booking, make_event_today
from tests.web.forms import page_of, submit, text_of
from tests.web.organiser.checkin.door import Door, code_of

BASE = "/orga/ortenau-digital-2027"


def test_paper_is_entered_once_and_each_is_named(organiser: FlaskClient, door: Door) -> None:
    page = f"{BASE}/einlass/{door.today}/nachtragen"
    form = next(each for each in page_of(organiser.get(page)).forms if "nachtragen" in each.action)
    data = dict(form.form_values()) | {"ticket": code_of(door, 1)}
    data |= {"codes": f"{code_of(door, 2).lower()} OD-NICHTS-9"}
    first, again = organiser.post(page, data=data), organiser.post(page, data=data)
    for answer in (first, again):
        words = text_of(answer)
        assert answer.status_code == 200
        assert "2 eingelassen, 0 waren schon drin, 1 gilt nicht" in words
        assert "OD-NICHTS-9 · Unbekannt" in words
    with door.app.app_context():
        assert len(db.session.scalars(select(Admission)).all()) == 2
    shown = organiser.get(page)
    assert not page_of(shown).xpath("//input[@name='ticket']"), "who is in cannot be ticked"
    assert submit(organiser, page, codes=code_of(door, 1)).status_code == 200
    assert "Papier" in text_of(organiser.get(f"{BASE}/geraete"))
    assert "Papierliste" not in text_of(organiser.get(f"{BASE}/einlass"))


def test_what_cannot_be_entered_is_said_and_kept(organiser: FlaskClient, door: Door) -> None:
    page = f"{BASE}/einlass/{door.today}/nachtragen"
    nothing = submit(organiser, page)
    assert nothing.status_code == 422
    later = local(utc_now() + timedelta(minutes=90), "Europe/Berlin")
    if later.date() == door.today:
        values = {"ticket": code_of(door, 1), "codes": "OD-1", "time": f"{later:%H:%M}"}
        answer = submit(organiser, page, **values)
        assert answer.status_code == 422
        assert "noch nicht gewesen" in text_of(answer)
        assert "OD-1" in page_of(answer).xpath("//textarea")[0].text_content()
        (box,) = page_of(answer).xpath("//input[@name='ticket'][@checked]/@value")
        assert box == code_of(door, 1)
    wrong = submit(organiser, page, ticket=code_of(door, 1), time="halb zehn")
    assert wrong.status_code == 422
    with door.app.app_context():
        assert not db.session.scalars(select(Admission)).all()


def test_before_the_doors_open_nothing_is_entered(app: Flask, organiser: FlaskClient) -> None:
    tomorrow = local(utc_now(), "Europe/Berlin").date() + timedelta(days=1)
    with app.app_context():
        event = make_event_today(first=tomorrow - timedelta(days=1), second=tomorrow)
        code = make_booking(event, utc_now()).tickets[0].short_code
    page = f"{BASE}/einlass/{tomorrow}/nachtragen"
    assert "noch nicht begonnen" in text_of(organiser.get(page))
    assert submit(organiser, page, ticket=code).status_code == 422


def test_the_paper_is_no_phone(organiser: FlaskClient, door: Door) -> None:
    page = f"{BASE}/einlass/{door.today}/nachtragen"
    submit(organiser, page, ticket=code_of(door, 1))
    with door.app.app_context():
        paper = db.session.scalars(select(Device).where(Device.on_paper)).one()
        token = page_of(organiser.get(page)).xpath("//input[@name='csrf_token']/@value")[0]
    for action in ("sperren", "entsperren", "entkoppeln", "von-hand", "plaetze"):
        sent = organiser.post(f"{BASE}/geraete/{paper.id}/{action}", data={"csrf_token": token})
        assert sent.status_code == 404
