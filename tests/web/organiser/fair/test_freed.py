"""What came free is listed with who fits best, to be given or offered by one press."""

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml.html import HtmlElement

from ortenaudigital.fair.applications.deciding.withdrawing import withdraw
from ortenaudigital.fair.applications.rules import State
from ortenaudigital.fair.placement.commands import give
from ortenaudigital.fair.placement.telling import tell
from ortenaudigital.kernel.db import transaction
from ortenaudigital.web.organiser.fair.placing import freed as freed_stands
from ortenaudigital.web.organiser.fair.placing.freed import list_freed
from tests.factories import make_event
from tests.features.fair.placement.conftest import BY, STANDS, Office
from tests.features.fair.placement.test_offering import letters, waiting
from tests.web.forms import page_of, text_of

HOUR = timedelta(hours=1)
BASE = "/orga/ortenau-digital-2027/belegung"


def give_and_withdraw(office: Office) -> None:
    gone = office.exhibitor("Eins")
    with transaction():
        give(office.event, [office.slot("A1"), office.slot("A1", 1)], gone, BY)
    with transaction():
        tell(office.event, [gone], BY)
        withdraw(office.row(gone), BY.now, "exhibitor")


def freed(organiser: FlaskClient) -> HtmlElement:
    (section,) = page_of(organiser.get(BASE)).xpath("//section[@aria-labelledby='freed']")
    return section


def press(organiser: FlaskClient, section: HtmlElement, name: str) -> int:
    """Press the button beside a name."""
    (form,) = section.xpath(f".//li[p[starts-with(normalize-space(.), '{name}')]]/form")
    sent = {each.get("name"): each.get("value") for each in form.xpath(".//input")}
    return organiser.post(form.get("action"), data=sent).status_code


def test_several_who_fit_are_shown_and_one_press_gives(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        office = Office(make_event(stands=STANDS))
        assert "Frei geworden" not in text_of(organiser.get(BASE))
        give_and_withdraw(office)
        office.exhibitor("Zwei", power_w=3000, wish_stand="A1")
        office.exhibitor("Drei", width_cm=200, depth_cm=100)
        waiting(office, "Vier", power_w=1000)
    section = freed(organiser)
    text = " ".join(section.text_content().split())
    assert "Stand A1 bisher Eins" in text
    assert [each.split()[0] for each in section.xpath(".//ol/li/p/text()[1]")] == [
        *("Zwei", "Drei", "Vier"),
    ]
    assert "Wunsch: A1" in text
    assert press(organiser, section, "Zwei") == 303
    with app.app_context():
        assert office.held() == {"A1/0": "Zwei", "A1/1": "Zwei"}
    assert "Frei geworden" not in text_of(organiser.get(BASE))


def test_one_press_offers_it_to_who_waits_and_a_no_leads_to_the_next(
    app: Flask, organiser: FlaskClient
) -> None:
    with app.app_context():
        office = Office(make_event(stands=STANDS))
        give_and_withdraw(office)
        first: UUID = waiting(office, "Vier", wish_stand="A1")
        waiting(office, "Sechs")
    section = freed(organiser)
    assert press(organiser, section, "Vier (Warteliste)") == 303
    # Pressed twice, it is done once.
    assert press(organiser, section, "Vier (Warteliste)") == 409
    with app.app_context():
        assert office.row(first).state is State.ACCEPTED
        assert letters(first) == ["stands.assignment"]
        with transaction():
            withdraw(office.row(first), BY.now + HOUR, "exhibitor")
    section = freed(organiser)
    assert "bisher Vier" in section.text_content()
    assert press(organiser, section, "Sechs (Warteliste)") == 303
    with app.app_context():
        assert office.held() == {"A1/0": "Sechs", "A1/1": "Sechs"}


def test_each_free_stand_is_listed_once_with_the_best_of_who_could_have_it(app: Flask) -> None:
    with app.app_context():
        office = Office(make_event(stands=STANDS))
        for name in ("Zwei", "Drei", "Vier", "Fünf"):
            office.exhibitor(name, power_w=3000)
        office.exhibitor("Hungrig", power_w=9000, wish_stand="A1")
        office.exhibitor("Offen", accepted=False)
        for name in ("Eine", "Noch eine", "Dritte", "Vierte"):
            waiting(office, name)
        first = office.slot("A1")
        # Both days and a pitch came free, the second day last.
        gone = dict.fromkeys([office.slot("A1", 1), first, office.pitch()], "Eins")
        office.exhibitor("Redet", width_cm=9999, pitch=True)
        (found, pitch), _ = list_freed(office.read(), gone)
    assert [each.exhibitor.name for each in pitch.accepted] == ["Redet"]
    assert not pitch.waiting
    assert (found.slot.id, found.name) == (first, "Eins")
    assert [len(found.accepted), len(found.waiting)] == [3, 3]
    names = {each.exhibitor.name for each in [*found.accepted, *found.waiting]}
    assert not names & {"Hungrig", "Offen"}


def test_who_is_not_decided_about_is_offered_nothing_that_came_free(app: Flask) -> None:
    with app.app_context():
        office = Office(make_event(stands=STANDS))
        office.exhibitor("Offen", accepted=False)
        office.exhibitor("Hungrig", power_w=9000)
        (found,), _ = list_freed(office.read(), {office.slot("A1"): "Eins"})
    assert not [*found.accepted, *found.waiting]


def test_what_came_free_long_ago_is_counted(
    app: Flask, organiser: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(freed_stands, "MOST", 2)
    with app.app_context():
        office = Office(make_event(stands=STANDS))
        # The last of them withdraws last, and nobody was told of a stand before.
        for hours, label in enumerate(("A1", "A2", "A3")):
            gone = office.exhibitor(f"Ex {label}")
            with transaction():
                give(office.event, [office.slot(label)], gone, BY)
                withdraw(office.row(gone), BY.now + hours * HOUR, "exhibitor")
    section = freed(organiser)
    assert section.xpath(".//h3/span/text()") == ["bisher Ex A3", "bisher Ex A2"]
    assert "Noch einer, der früher frei wurde" in section.text_content()


def test_at_a_free_slot_the_wait_list_comes_before_who_is_not_decided_about(
    app: Flask, organiser: FlaskClient
) -> None:
    with app.app_context():
        office = Office(make_event(stands=STANDS))
        for number in range(6):
            office.exhibitor(f"Offen {number}", accepted=False, power_w=3000)
        who = waiting(office, "Wartend")
        slot = office.slot("A1")
    section = page_of(organiser.get(f"{BASE}?zelle={slot}")).xpath("//section[@id='zelle']")[0]
    assert section.xpath(".//ul/li//a/text()")[0] == "Wartend"
    assert press(organiser, section, "Wartend (Warteliste)") == 303
    with app.app_context():
        assert office.row(who).state is State.ACCEPTED
