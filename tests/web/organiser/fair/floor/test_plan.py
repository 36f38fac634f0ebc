"""The plan shows areas with their stands, and takes what the editor asks for, and nothing else."""

import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ortenaudigital.accounts.permissions import Role
from ortenaudigital.events.queries import get_event
from ortenaudigital.fair.inventory.editing.history import floor_version
from ortenaudigital.fair.inventory.queries import list_stands
from ortenaudigital.fair.placement.commands import assign
from ortenaudigital.kernel.db import transaction
from tests.factories import BOOKED_AT, make_event, make_exhibitor
from tests.features.fair.inventory.floors import make_floor
from tests.web.forms import page_of, text_of
from tests.web.organiser.event.making.test_file import upload
from tests.web.test_roles import log_in

PLAN = "/orga/ortenau-digital-2027/plan"


@pytest.fixture
def ids(app: Flask) -> dict[str, int]:
    with app.app_context():
        made = make_floor(make_event())
    return {name: int(number) for name, number in made.items()}


def ask(desk: FlaskClient, **order: Any) -> TestResponse:
    section = page_of(desk.get(PLAN)).xpath("//*[@data-plan]")[0]
    order = {"since": int(section.get("data-version")), **order}
    data = {"csrf_token": section.get("data-token"), "order": json.dumps(order)}
    return desk.post(section.get("data-url"), data=data)


def box(ids: dict[str, int], **changes: int) -> dict[str, int]:
    stand = {"id": ids["stand_id"], "area": ids["area_id"], "x": 50, "y": 300}
    return stand | {"width": 300, "depth": 200, "turned": 90} | changes


def test_the_plan_names_each_stand_and_whose_it_is(
    app: Flask, organiser: FlaskClient, ids: dict[str, int]
) -> None:
    with app.app_context():
        event = get_event("ortenau-digital-2027")
        exhibitor = make_exhibitor(event, name="Roth AG")
        with transaction():
            assign(list_stands(event)[0].slots[0], exhibitor, BOOKED_AT, "olga")
    page = page_of(organiser.get(PLAN))
    names = page.xpath("//*[local-name()='svg']//*[@data-stand]/@aria-label")
    assert names == ["Stand A1: Roth AG, 2 × 1 m", "Stand A2, 2 × 1 m"]
    assert page.xpath("//*[@style]") == []
    assert len(page.xpath("//ul[contains(@class, 'plan__list')]/li")) == 2


def test_who_only_reads_gets_no_editor(app: Flask, ids: dict[str, int]) -> None:
    reader = log_in(app, Role.READER, "ortenau-digital-2027")
    page = page_of(reader.get(PLAN))
    assert page.xpath("//*[local-name()='svg']")
    assert page.xpath("//*[@data-plan] | //template") == []


def test_stands_are_dragged_turned_and_resized_at_once(
    app: Flask, organiser: FlaskClient, ids: dict[str, int]
) -> None:
    answer = ask(organiser, do="place", stands=[box(ids)])
    assert answer.status_code == 200
    with app.app_context():
        event = get_event("ortenau-digital-2027")
        stand = list_stands(event)[0]
        assert (stand.x_cm, stand.y_cm, stand.width_cm, stand.depth_cm, stand.turned) == (
            *(50, 300, 300, 200),
            90,
        )
        assert answer.get_json()["version"] == floor_version(event)


def test_rows_are_drawn_named_deleted_and_undone(
    app: Flask, organiser: FlaskClient, ids: dict[str, int]
) -> None:
    row = {"label": " C1 ", "number": 3, "gap": 50, "direction": "down", "stand": box(ids, id=1)}
    assert ask(organiser, do="add", **row).get_json()["made"] == ["C1", "C2", "C3"]

    def labels() -> list[str]:
        with app.app_context():
            return [each.label for each in list_stands(get_event("ortenau-digital-2027"))]

    assert labels() == ["A1", "A2", "C1", "C2", "C3"]
    first = ids["stand_id"]
    assert ask(organiser, do="number", stands=[first + 1, first], first="D1").status_code == 200
    assert labels()[:2] == ["D2", "D1"]
    assert ask(organiser, do="delete", stands=[first]).status_code == 200
    assert labels() == ["D1", "C1", "C2", "C3"]
    for _ in range(2):
        assert ask(organiser, do="undo").status_code == 200
    assert labels() == ["A1", "A2", "C1", "C2", "C3"]
    assert ask(organiser, do="redo").status_code == 200


def test_who_saw_an_older_plan_is_told_and_changes_nothing(
    organiser: FlaskClient, ids: dict[str, int]
) -> None:
    seen = int(page_of(organiser.get(PLAN)).xpath("//@data-version")[0])
    assert ask(organiser, do="place", stands=[box(ids)]).status_code == 200
    late = ask(organiser, do="place", stands=[box(ids, x=0)], since=seen)
    assert late.status_code == 409
    assert "inzwischen dasselbe geändert: A1" in late.get_json()["message"]


@pytest.mark.parametrize(
    "order",
    [
        {"do": "place", "stands": []},
        {"do": "explode"},
        {"do": "delete", "stands": [1], "more": 1},
        {"do": "place", "stands": [{"id": 1}]},
        {"do": "add", "label": "\n", "number": 1, "gap": 0, "direction": "down"},
        {"do": "undo", "since": "1"},
    ],
)
def test_what_is_no_order_is_refused(
    organiser: FlaskClient, ids: dict[str, int], order: dict[str, Any]
) -> None:
    assert ask(organiser, **order).status_code == 422


@pytest.mark.parametrize(
    ("name", "wrong"), [("x", -1), ("x", 50_001), ("turned", 45), ("width", "3"), ("area", 0)]
)
def test_a_place_that_is_none_is_refused(
    organiser: FlaskClient, ids: dict[str, int], name: str, wrong: Any
) -> None:
    assert ask(organiser, do="place", stands=[box(ids) | {name: wrong}]).status_code == 422


def test_stands_and_areas_of_other_events_are_not_there(
    app: Flask, organiser: FlaskClient, ids: dict[str, int]
) -> None:
    with app.app_context():
        other = {name: int(i) for name, i in make_floor(make_event(slug="anderes")).items()}
    strange = box(ids, id=other["stand_id"])
    assert ask(organiser, do="place", stands=[strange]).status_code == 404
    assert ask(organiser, do="place", stands=[box(ids, area=other["area_id"])]).status_code == 404
    assert ask(organiser, do="delete", stands=[other["stand_id"]]).status_code == 404
    assert "Saal" in text_of(organiser.get(PLAN))


def test_a_file_that_sets_back_what_was_drawn_says_which_stands(
    organiser: FlaskClient, ids: dict[str, int]
) -> None:
    home = PLAN.removesuffix("/plan")
    older = organiser.get(f"{home}/datei.toml").data
    assert ask(organiser, do="place", stands=[box(ids)]).status_code == 200

    words = "Ein Stand wurde im Browser geändert, und die Datei setzt ihn zurück: A1"
    assert words in text_of(upload(organiser, older))
    # A newer file knows of it.
    newer = organiser.get(f"{home}/datei.toml").data
    other = newer.replace(b"Ortenau Digital 2027", b"Anders")
    assert "setzt ihn zurück" not in text_of(upload(organiser, other))
