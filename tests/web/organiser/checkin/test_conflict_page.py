"""Forty conflicts after an hour without a network: by phone, settled at once or a few of them."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict

from ortenaudigital.bookings.changes import cancel_tickets
from ortenaudigital.bookings.models import Booking
from ortenaudigital.checkin.devices.commands import set_override
from ortenaudigital.checkin.models import Admission, Device, Scan
from ortenaudigital.checkin.rules import Action
from ortenaudigital.checkin.scans.conflicts import MOST_SHOWN, count_conflicts
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from tests.factories import make_device, make_event_today
from tests.web.forms import page_of, text_of
from tests.web.organiser.checkin.door import Door, code_of

SLUG = "ortenau-digital-2027"
PAGE = f"/orga/{SLUG}/einlass/konflikte"
FRONT, BACK = 38, 4


@pytest.fixture
def crowd(organiser: FlaskClient, door: Door) -> Door:
    """38 people whom the main entrance let in although nobody knows them, and 4 at the back."""
    with door.app.app_context():
        _, back = make_device(get_event(SLUG), "Nebeneingang", now=utc_now())
    for number in range(FRONT):
        door.deed(f"OD-22222{number % 10}-{number // 10 + 1}", shown="welcome")
    for _ in range(BACK):
        door.deed("nonsense", token=back, shown="welcome")
    return door


def counts(door: Door) -> tuple[int, int]:
    with door.app.app_context():
        return count_conflicts(SLUG)


def section_of(client: FlaskClient, name: str) -> Any:
    for section in page_of(client.get(PAGE)).xpath("//section"):
        if name in section.xpath("string(.//h2)"):
            return section
    raise AssertionError(f"nothing of {name}")


def send(client: FlaskClient, form: Any, chosen: list[str] | None = None) -> Any:
    """Send a form with the boxes that belong to it and are ticked."""
    data = MultiDict(form.form_values())
    for each in chosen or []:
        data.add("scan", each)
    return client.post(form.action, data=data)


def test_conflicts_are_grouped_by_phone(organiser: FlaskClient, crowd: Door) -> None:
    front, back = section_of(organiser, "Haupteingang"), section_of(organiser, "Nebeneingang")
    assert len(front.xpath(".//li[contains(@class, 'conflict')]")) == FRONT
    assert len(back.xpath(".//li[contains(@class, 'conflict')]")) == BACK
    assert "38 Konflikte" in front.text_content()
    assert "Nebeneingang" not in front.text_content()
    labels = front.xpath(".//label")
    assert len({label.get("for") for label in labels}) == FRONT


def test_all_of_a_phone_are_settled_at_once(organiser: FlaskClient, crowd: Door) -> None:
    section = section_of(organiser, "Haupteingang")
    answer = send(organiser, section.xpath(".//div[contains(@class,'conflicts__head')]//form")[0])
    assert (answer.status_code, answer.location) == (303, PAGE)
    assert counts(crowd) == (BACK, FRONT)
    words = text_of(organiser.get(PAGE))
    assert "38 Konflikte sind erledigt." in words
    assert "Nebeneingang" in words
    settled = page_of(organiser.get(f"{PAGE}?status=settled"))
    assert len(settled.xpath("//li[contains(@class, 'conflict')]")) == FRONT
    assert not settled.xpath("//input[@type='checkbox']")


def test_as_many_as_a_page_shows_are_settled_at_once(organiser: FlaskClient, crowd: Door) -> None:
    """Each is a field of the form, and of fields a form has only so many."""
    for _ in range(MOST_SHOWN):
        crowd.deed("nonsense", shown="welcome")
    section = section_of(organiser, "Haupteingang")
    answer = send(organiser, section.xpath(".//div[contains(@class,'conflicts__head')]//form")[0])
    assert answer.status_code == 303
    assert counts(crowd) == (FRONT + BACK, MOST_SHOWN)


def test_some_are_chosen_and_settled(organiser: FlaskClient, crowd: Door) -> None:
    section = section_of(organiser, "Haupteingang")
    (form,) = section.xpath(".//form[@id]")
    boxes = section.xpath(f".//input[@type='checkbox'][@form='{form.get('id')}'][@name='scan']")
    assert len(boxes) == FRONT
    chosen = [box.get("value") for box in boxes[3:6]]
    assert send(organiser, form, chosen).status_code == 303
    assert counts(crowd) == (FRONT + BACK - 3, 3)
    with crowd.app.app_context():
        query = select(Scan.id).where(Scan.settled_at.is_not(None))
        assert sorted(db.session.scalars(query)) == sorted(map(int, chosen))
    assert "schon erledigt" in text_of(follow(organiser, send(organiser, form, chosen)))
    assert counts(crowd) == (FRONT + BACK - 3, 3)


def follow(client: FlaskClient, answer: Any) -> Any:
    return client.get(answer.location)


def test_nothing_chosen_settles_nothing_and_says_so(organiser: FlaskClient, crowd: Door) -> None:
    (form,) = section_of(organiser, "Haupteingang").xpath(".//form[@id]")
    for chosen in ([], ["x", "", "-1", "9" * 40, "1.5", "١"]):
        answer = send(organiser, form, chosen)
        assert answer.status_code == 422
        assert "wählen Sie zuerst Konflikte aus" in text_of(answer)
    assert counts(crowd) == (FRONT + BACK, 0)


def test_nothing_of_another_event_is_settled(
    app: Flask, organiser: FlaskClient, crowd: Door
) -> None:
    with app.app_context():
        make_event_today(slug="anderswo")
        ids = [str(each) for each in db.session.scalars(select(Scan.id))]
    (form,) = section_of(organiser, "Haupteingang").xpath(".//form[@id]")
    form.action = form.action.replace(SLUG, "anderswo")
    assert send(organiser, form, ids).status_code == 303
    assert counts(crowd) == (FRONT + BACK, 0)


@pytest.mark.parametrize("same_device", [True, False])
def test_an_admission_that_was_counted_by_hand_is_said_to_count(
    organiser: FlaskClient, door: Door, same_device: bool
) -> None:
    """A phone without a network let in a cancelled ticket; then somebody looked, and said yes."""
    with door.app.app_context():
        _, desk = make_device(get_event(SLUG), "Orga-Tisch", now=utc_now())
        with transaction():
            for device in db.session.scalars(select(Device)):
                set_override(device, True, utc_now(), "olga")
            cancel_tickets(db.session.get_one(Booking, door.booking_id), {1}, utc_now())
    door.deed(code_of(door, 1), shown="welcome")
    assert "Gezählt wird der Einlass nicht." in text_of(organiser.get(PAGE))
    token = door.token if same_device else desk
    door.deed(code_of(door, 1), token, action=Action.OVERRIDE, reason="war da", shown="override")
    words = text_of(organiser.get(PAGE))
    assert "Gezählt wird der Einlass nicht." not in words
    name = "Haupteingang" if same_device else "Orga-Tisch"
    assert f"Gezählt wird der Einlass von Hand: {name}" in words
    assert "Eingelassen, obwohl das Ticket nicht galt" in words
    assert "Zweimal eingelassen" not in words
    with door.app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Admission)) == 1


def test_a_second_person_after_one_let_in_by_hand_came_twice(
    organiser: FlaskClient, door: Door
) -> None:
    with door.app.app_context(), transaction():
        set_override(door.device(), True, utc_now(), "olga")
    door.deed(code_of(door, 1), action=Action.OVERRIDE, reason="ohne Code", shown="override")
    door.deed(code_of(door, 1), shown="welcome")
    assert "Zweimal eingelassen" in text_of(organiser.get(PAGE))


def test_the_number_on_the_live_view_is_that_of_all(
    organiser: FlaskClient, crowd: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ortenaudigital.checkin.scans.conflicts.MOST_SHOWN", 5)
    assert "42 Konflikte am Einlass" in text_of(organiser.get(f"/orga/{SLUG}/einlass"))
