"""Organisers make, change and delete areas, stands and stages, in pages that need no script."""

import io
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ortenaudigital.events.queries import get_event
from ortenaudigital.fair.inventory.editing.areas import get_area
from ortenaudigital.fair.inventory.models import Stand
from ortenaudigital.fair.inventory.plans import read_floor
from ortenaudigital.fair.inventory.queries import list_areas, list_stages, list_stands
from ortenaudigital.fair.placement.commands import assign
from ortenaudigital.kernel.db import transaction
from ortenaudigital.pictures.queries import find_facts
from tests.factories import BOOKED_AT, make_event, make_exhibitor
from tests.samples_of_pictures import drawn, jpeg, png, saved
from tests.web.forms import page_of, submit, text_of

SLUG = "ortenau-digital-2027"
BASE = f"/orga/{SLUG}"
FLOOR = f"{BASE}/staende"


@pytest.fixture
def desk(app: Flask, organiser: FlaskClient) -> FlaskClient:
    with app.app_context():
        make_event()
    return organiser


def add_hall(desk: FlaskClient, **changes: Any) -> TestResponse:
    page = f"{FLOOR}/bereich/neu"
    values = {"name": "Saal", "width": "20", "depth": "12,5", "circuits": "K1: 3600\nK2: 2000"}
    return submit(desk, page, page, **(values | changes))


def add_row(desk: FlaskClient, **changes: str) -> TestResponse:
    page = f"{FLOOR}/neu"
    choices = page_of(desk.get(page)).xpath("//select[@name='place']/option/@value")
    values = {"label": "B1", "number": "3", "width": "3", "depth": "2", "x": "1", "y": "1"}
    values |= {"place": choices[2], "power_w": "2000", "gap": "0,5", "turned": "180"}
    return submit(desk, page, page, **(values | changes))


def stands_of(app: Flask) -> list[Stand]:
    with app.app_context():
        return list(list_stands(get_event("ortenau-digital-2027")))


def test_an_area_with_circuits_and_a_row_of_stands(app: Flask, desk: FlaskClient) -> None:
    assert add_hall(desk).status_code == 303
    assert add_row(desk).status_code == 303
    with app.app_context():
        floor = read_floor(get_event("ortenau-digital-2027"))
    area = floor.areas[0]
    assert (area.name, area.width, area.depth) == ("Saal", 20.0, 12.5)
    assert [(each.name, each.limit_w) for each in area.circuits] == [("K1", 3600), ("K2", 2000)]
    row = floor.stands[-3:]
    assert [(each.label, each.x, each.y, each.turned) for each in row] == [
        ("B1", 1.0, 1.0, 180),
        ("B2", 4.5, 1.0, 180),
        ("B3", 8.0, 1.0, 180),
    ]
    assert {(each.area, each.circuit, each.power_w, each.days) for each in row} == {
        ("Saal", "K1", 2000, None)
    }
    words = text_of(desk.get(FLOOR))
    assert "Saal, K1: die Stände brauchen 6.000 W, es gibt 3.600 W." in words
    assert "Strom: 6.000 W" in words


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"width": "viel"}, "Bitte geben Sie Meter an, zum Beispiel 2,5."),
        ({"width": "501"}, "Möglich sind höchstens 500 Meter."),
        ({"width": ""}, "Bitte geben Sie Meter an."),
        ({"outline": "0 / 0\n5 und 3"}, "„5 und 3“ ist keine Ecke wie 12,5 / 8."),
        ({"outline": "0 / 0\n5 / 3"}, "Ein Umriss hat 3 bis 200 Ecken."),
        ({"circuits": "K1"}, "„K1“ ist kein Stromkreis wie K1: 3600."),
        ({"circuits": "K1: 1\nK1: 2"}, "Den Stromkreis „K1“ nennen Sie zweimal."),
        ({"name": ""}, "Bitte geben Sie einen Namen an."),
    ],
)
def test_what_is_wrong_about_an_area_is_said_and_nothing_typed_is_lost(
    app: Flask, desk: FlaskClient, changes: dict[str, str], words: str
) -> None:
    answer = add_hall(desk, **changes)
    assert answer.status_code == 422
    assert words in text_of(answer)
    page = page_of(answer)
    for name, typed in changes.items():
        field = page.xpath(f"//*[@name='{name}']")[0]
        assert (field.get("value") or field.text or "").strip().splitlines() == typed.splitlines()
    with app.app_context():
        assert list_areas(get_event("ortenau-digital-2027")) == []


def test_an_area_is_changed_with_an_outline_and_deleted(app: Flask, desk: FlaskClient) -> None:
    add_hall(desk)
    add_row(desk)
    with app.app_context():
        page = f"{FLOOR}/bereich/{list_areas(get_event('ortenau-digital-2027'))[0].id}"
    outline = "0 / 0\n20 / 0\n20 / 12,5"
    assert submit(desk, page, page, outline=outline, name="Halle").status_code == 303
    with app.app_context():
        area = list_areas(get_event("ortenau-digital-2027"))[0]
        assert (area.name, area.outline, len(area.circuits)) == ("Halle", "0,0 2000,0 2000,1250", 2)
    assert "20 / 12,5" in text_of(desk.get(page))
    assert submit(desk, FLOOR, f"{page}/loeschen").status_code == 303
    assert {(each.area_id, each.x_cm) for each in stands_of(app)} == {(None, None)}


def test_a_stand_is_changed_and_who_looked_at_an_older_one_is_told(
    app: Flask, desk: FlaskClient
) -> None:
    page = f"{FLOOR}/{stands_of(app)[0].id}"
    seen = desk.get(page)
    assert submit(desk, page, page, note="neben der Tür", kind="island").status_code == 303
    assert (stands_of(app)[0].note, stands_of(app)[0].kind) == ("neben der Tür", "island")
    old = page_of(seen).xpath("//input[@name='since']")[0].get("value")
    answer = submit(desk, page, page, since=old, note="am Fenster")
    assert answer.status_code == 409
    assert "inzwischen dasselbe geändert: A1" in text_of(answer)
    assert page_of(answer).xpath("//input[@name='note']")[0].get("value") == "am Fenster"
    assert stands_of(app)[0].note == "neben der Tür"
    # Told of it, they can decide.
    new = page_of(answer).xpath("//input[@name='since']")[0].get("value")
    assert submit(desk, page, page, since=new, note="am Fenster").status_code == 303
    assert stands_of(app)[0].note == "am Fenster"


def select(desk: FlaskClient, action: str, *places: int, first: str = "") -> TestResponse:
    """Tick the boxes of the stands at some places of the table, and press a button below it."""
    page = page_of(desk.get(FLOOR))
    token = page.xpath("//input[@name='csrf_token']")[0].get("value")
    boxes = page.xpath("//input[@name='stand']/@value")
    ids = [boxes[place - 1] for place in places]
    data = {"csrf_token": token, "action": action, "first": first, "stand": ids}
    return desk.post(f"{FLOOR}/auswahl", data=data)


def test_several_are_doubled_named_and_deleted_and_all_of_it_is_undone(
    app: Flask, desk: FlaskClient
) -> None:
    assert select(desk, "double", 1, 2).status_code == 303
    assert [each.label for each in stands_of(app)] == ["A1", "A2", "A3", "A4"]
    assert select(desk, "number", 1, 2, 3, 4, first="C08").status_code == 303
    assert [each.label for each in stands_of(app)] == ["C08", "C09", "C10", "C11"]
    assert select(desk, "delete", 3, 4).status_code == 303
    assert [each.label for each in stands_of(app)] == ["C08", "C09"]
    for _ in range(3):
        submit(desk, FLOOR, f"{FLOOR}/rueckgaengig")
    words = text_of(desk.get(FLOOR))
    assert "Wiederholen: A3–A4 angelegt" in words
    submit(desk, FLOOR, f"{FLOOR}/wiederholen")
    assert [each.label for each in stands_of(app)] == ["A1", "A2", "A3", "A4"]
    assert select(desk, "delete").status_code == 422
    assert select(desk, "number", 1).status_code == 422
    token = page_of(desk.get(FLOOR)).xpath("//input[@name='csrf_token']")[0].get("value")
    gone = {"csrf_token": token, "action": "delete", "stand": "999999"}
    assert desk.post(f"{FLOOR}/auswahl", data=gone).status_code == 404


def test_a_stand_that_somebody_has_is_not_deleted(app: Flask, desk: FlaskClient) -> None:
    with app.app_context():
        event = get_event("ortenau-digital-2027")
        exhibitor = make_exhibitor(event, name="Roth AG")
        with transaction():
            assign(list_stands(event)[0].slots[0], exhibitor, BOOKED_AT, "olga")
    answer = select(desk, "delete", 1, 2)
    assert answer.status_code == 409
    assert "A1 ist am" in text_of(answer)
    assert "an Roth AG vergeben. Bitte nehmen Sie das zuerst zurück." in text_of(answer)
    assert len(stands_of(app)) == 2


def test_a_stage_gets_pitches_and_loses_them(app: Flask, desk: FlaskClient) -> None:
    new = f"{FLOOR}/buehne/neu"
    assert submit(desk, new, new, name="Bühne").status_code == 303
    with app.app_context():
        page = f"{FLOOR}/buehne/{list_stages(get_event('ortenau-digital-2027'))[0].id}"
    times = {"starts": "9:00", "ends": "10.00", "length": "15", "pause": "5"}
    assert submit(desk, page, f"{page}/pitches", **times).status_code == 303
    assert "9:00–9:15" in text_of(desk.get(page))
    again = submit(desk, page, f"{page}/pitches", **times)
    assert again.status_code == 409
    assert "überschneidet sich" in text_of(again)
    wrong = submit(desk, page, f"{page}/pitches", **(times | {"ends": "8:00"}))
    assert wrong.status_code == 422
    assert "Bitte wählen Sie ein Ende nach dem Anfang." in text_of(wrong)
    token = page_of(desk.get(page)).xpath("//input[@name='csrf_token']")[0].get("value")
    data = {"csrf_token": token}
    with app.app_context():
        ids = [str(slot.id) for slot in list_stages(get_event("ortenau-digital-2027"))[0].slots]
    assert len(ids) == 3
    assert desk.post(f"{page}/pitches/loeschen", data={**data, "slot": ids[:2]}).status_code == 303
    with app.app_context():
        assert len(list_stages(get_event("ortenau-digital-2027"))[0].slots) == 1
    assert submit(desk, page, f"{page}/loeschen").status_code == 303


def test_the_floor_of_last_year_is_taken_over(app: Flask, desk: FlaskClient) -> None:
    with app.app_context():
        make_event(
            slug="letztes-jahr",
            first="2026-10-01",
            second="2026-10-02",
            stands='[[area]]\nname = "Hof"\nwidth = 9\ndepth = 9\n[[stand]]\nlabel = "H1"',
        )
    token = page_of(desk.get(FLOOR)).xpath("//input[@name='csrf_token']")[0].get("value")
    data = {"csrf_token": token, "from": "letztes-jahr"}
    assert desk.post(f"{FLOOR}/uebernehmen", data=data).status_code == 303
    assert [each.label for each in stands_of(app)] == ["A1", "A2", "H1"]
    assert (
        desk.post(f"{FLOOR}/uebernehmen", data=data | {"from": "gibt-es-nicht"}).status_code == 404
    )


PLANS = {
    "plan.png": png((400, 200)),
    "plan.jpg": jpeg((400, 200)),
    # The first page of two; the name is not asked what the file is.
    "plan.bin": saved(drawn((400, 200)), "PDF", save_all=True, append_images=[drawn((50, 50))]),
}


@pytest.mark.one_database("what a file is, is judged before anything is stored")
@pytest.mark.parametrize("name", PLANS)
def test_a_plan_of_the_venue_lies_under_the_stands(
    app: Flask, desk: FlaskClient, name: str
) -> None:
    chosen = {"background": (io.BytesIO(PLANS[name]), name), "background_width": "18"}
    assert add_hall(desk, **chosen).status_code == 303
    with app.app_context():
        (area,) = [each for each in list_areas(get_event(SLUG)) if each.name == "Saal"]
        facts = find_facts(area.background_id)
        page, width = f"{FLOOR}/bereich/{area.id}", area.background_width_cm
    assert facts is not None
    assert (facts.width, width) == (2 * facts.height, 1800)
    shown = desk.get(page_of(desk.get(page)).xpath("//form//img/@src")[0])
    assert (shown.status_code, shown.mimetype) == (200, "image/webp")
    # Whoever changes something else keeps it, and one press takes it away.
    assert submit(desk, page, page, depth="13").status_code == 303
    assert background_of(app, area.id) == facts.id
    assert submit(desk, page, page, background_remove="y").status_code == 303
    assert background_of(app, area.id) is None


def background_of(app: Flask, area_id: int) -> UUID | None:
    with app.app_context():
        return get_area(get_event(SLUG), area_id).background_id


BAD_PLANS = {
    "cut": (b"%PDF-1.7\n%%EOF", "Dieses Bild ist beschädigt"),
    "drawn": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "eine Zeichnung (SVG)"),
    "empty": (b"", "Diese Datei ist leer."),
}


@pytest.mark.one_database("what a file is, is judged before anything is stored")
@pytest.mark.parametrize("name", BAD_PLANS)
def test_a_plan_that_is_none_is_refused_and_nothing_typed_is_lost(
    app: Flask, desk: FlaskClient, name: str
) -> None:
    content, words = BAD_PLANS[name]
    answer = add_hall(desk, background=(io.BytesIO(content), "plan.pdf"))
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert page_of(answer).xpath("//input[@name='depth']/@value") == ["12,5"]
    with app.app_context():
        assert "Saal" not in [each.name for each in list_areas(get_event(SLUG))]
