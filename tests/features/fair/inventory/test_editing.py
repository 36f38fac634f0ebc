"""The floor is changed, and each change can be taken back and made again."""

from dataclasses import replace

import pytest
from flask import Flask

from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import get_event
from ortenaudigital.events.versions import FieldChange
from ortenaudigital.fair.inventory.editing.areas import AreaValues, delete_area, save_area
from ortenaudigital.fair.inventory.editing.copying import copy_floor
from ortenaudigital.fair.inventory.editing.history import Editor, floor_version, snapshot
from ortenaudigital.fair.inventory.editing.resets import list_resets
from ortenaudigital.fair.inventory.editing.stages import (
    PitchOrder,
    add_pitches,
    delete_stage,
    save_stage,
)
from ortenaudigital.fair.inventory.editing.stands import (
    Placed,
    RowOrder,
    StandValues,
    add_row,
    delete_stands,
    duplicate,
    number_stands,
    place_stands,
    save_stand,
    values_of,
)
from ortenaudigital.fair.inventory.editing.undoing import list_changes, redo, undo
from ortenaudigital.fair.inventory.errors import (
    CannotUndo,
    FloorChangedMeanwhile,
    LabelTaken,
    NothingToUndo,
    PitchesOverlap,
    SlotHeld,
)
from ortenaudigital.fair.inventory.models import Stand
from ortenaudigital.fair.inventory.plans import read_floor
from ortenaudigital.fair.inventory.queries import list_areas, list_stages, list_stands
from ortenaudigital.fair.placement.commands import assign
from ortenaudigital.kernel.db import db, transaction
from tests.factories import BOOKED_AT, make_event, make_exhibitor

HALL = AreaValues("Saal", 2000, 1000, "", 9000, 5, {"K1": 3000, "K2": 6000})

ONE_STAND = """
[[stand]]
label = "Z9"
width = 3.0
depth = 2.0
"""


@pytest.fixture
def event(context: Flask) -> Event:
    return make_event()


def editor(event: Event, since: int | None = None) -> Editor:
    return Editor(event, since, BOOKED_AT, "olga")


def labels(event: Event) -> list[str]:
    return [stand.label for stand in list_stands(event)]


def make_row(event: Event, **changes: object) -> list[str]:
    days = frozenset(day.id for day in event.days)
    first = StandValues("B1", width_cm=300, depth_cm=200, x_cm=0, y_cm=0, days=days)
    with transaction():
        return add_row(editor(event), RowOrder(replace(first, **changes), 3, gap_cm=100))  # type: ignore[arg-type]


def do_all(event: Event) -> None:
    """One of each change."""
    with transaction():
        save_area(editor(event), None, HALL)
    area = list_areas(event)[0]
    make_row(event, area_id=area.id, circuit_id=area.circuits[0].id)
    with transaction():
        place_stands(editor(event), [Placed(list_stands(event)[2].id, None, 5, 5, 10, 10, 90)])
    with transaction():
        number_stands(editor(event), [stand.id for stand in list_stands(event)][::-1], "A1")
    with transaction():
        save_area(editor(event), area, replace(HALL, name="Hof", circuits={"K2": 1}))
    with transaction():
        save_stage(editor(event), None, "Bühne", area.id)
    stage, day = list_stages(event)[0], event.days[0].id
    with transaction():
        add_pitches(editor(event), stage, PitchOrder(day, "10:00", "11:00", 15, 5))
    with transaction():
        delete_area(editor(event), area)
    with transaction():
        delete_stands(editor(event), list_stands(event)[:2])
    with transaction():
        delete_stage(editor(event), stage)


def test_every_change_is_taken_back_and_made_again(event: Event) -> None:
    states = [snapshot(event)]
    do_all(event)
    done = snapshot(event)
    number = len(list_changes(event))
    assert number == 10
    for _ in range(number):
        with transaction():
            undo(editor(event))
        states.append(snapshot(event))
    assert states[-1] == states[0]
    with pytest.raises(NothingToUndo), transaction():
        undo(editor(event))
    for _ in range(number):
        with transaction():
            redo(editor(event))
    assert snapshot(event) == done
    with pytest.raises(NothingToUndo), transaction():
        redo(editor(event))


def test_a_file_sets_back_what_was_changed_and_nothing_that_was_undone(event: Event) -> None:
    make_row(event, area_id=None)
    stand = list_stands(event)[0]
    back = [FieldChange(f"stand[{stand.label}].width", 4.0, 3.0)]
    assert list_resets(event, back) == []
    with transaction():
        place_stands(editor(event), [Placed(stand.id, None, 0, 0, 400, 200, 0)])
    assert list_resets(event, back) == [stand.label]
    with transaction():
        undo(editor(event))
    assert list_resets(event, back) == []
    # What was undone is nothing that anybody made by hand, whichever way round.
    assert list_resets(event, [FieldChange(back[0].place, 3.0, 4.0)]) == []


def test_what_was_made_by_hand_elsewhere_is_not_set_back_here(event: Event) -> None:
    other = make_event(slug="anderswo", stands=ONE_STAND)
    stand = list_stands(other)[0]
    with transaction():
        place_stands(editor(other), [Placed(stand.id, None, 0, 0, 400, 200, 0)])
    back = [FieldChange("stand[Z9].width", 4.0, 3.0)]
    assert list_resets(other, back) == ["Z9"]
    with transaction():
        delete_stands(editor(other), [stand])
    assert list_resets(other, [FieldChange("stand[Z9].label", None, "Z9")]) == ["Z9"]
    assert list_resets(event, [FieldChange("stand[Z9].label", None, "Z9")]) == []


def test_after_another_change_nothing_is_made_again(event: Event) -> None:
    make_row(event)
    with transaction():
        undo(editor(event))
    make_row(event)
    with pytest.raises(NothingToUndo), transaction():
        redo(editor(event))


def test_a_row_passes_over_names_that_are_taken(event: Event) -> None:
    make_row(event)
    assert make_row(event, label="B2") == ["B4", "B5", "B6"]
    assert [stand.x_cm for stand in list_stands(event)][2:5] == [0, 400, 800]
    stand = list_stands(event)[2]
    with transaction():
        assert duplicate(editor(event), [stand, stand]) == ["B7", "B8"]
    assert list_stands(event)[-1].x_cm == 300


def test_what_changed_nothing_is_no_change(event: Event) -> None:
    stand = list_stands(event)[0]
    with transaction():
        save_stand(editor(event), stand, values_of(stand))
    assert (floor_version(event), list_changes(event)) == (0, [])


def test_two_on_different_stands_lose_nothing_and_on_the_same_the_second_is_told(
    event: Event,
) -> None:
    first, second = list_stands(event)
    seen = floor_version(event)
    with transaction():
        save_stand(editor(event, seen), first, replace(values_of(first), note="eins"))
    with transaction():
        save_stand(editor(event, seen), second, replace(values_of(second), note="zwei"))
    with pytest.raises(FloorChangedMeanwhile) as told, transaction():
        save_stand(editor(event, seen), first, replace(values_of(first), note="drei"))
    assert told.value.details["what"] == "A1"
    db.session.rollback()
    assert [stand.note for stand in list_stands(event)] == ["eins", "zwei"]


def hold(event: Event, stand: Stand) -> None:
    exhibitor = make_exhibitor(event, name="Roth AG")
    with transaction():
        assign(stand.slots[0], exhibitor, BOOKED_AT, "olga")


def test_what_somebody_holds_is_not_deleted_and_the_message_names_them(event: Event) -> None:
    stand = list_stands(event)[0]
    hold(event, stand)
    with pytest.raises(SlotHeld) as told, transaction():
        delete_stands(editor(event), [stand])
    assert (told.value.details["place"], told.value.details["holder"]) == ("A1", "Roth AG")
    day = stand.slots[1].day_id
    with pytest.raises(SlotHeld), transaction():
        save_stand(editor(event), stand, replace(values_of(stand), days=frozenset({day})))
    with transaction():
        days = frozenset({stand.slots[0].day_id})
        save_stand(editor(event), stand, replace(values_of(stand), days=days))
    assert len(list_stands(event)[0].slots) == 1


def test_adding_is_not_undone_once_somebody_has_a_stand(event: Event) -> None:
    make_row(event)
    hold(event, list_stands(event)[2])
    with pytest.raises(SlotHeld), transaction():
        undo(editor(event))


def test_what_was_changed_elsewhere_is_not_undone(event: Event) -> None:
    make_row(event)
    with transaction():
        list_stands(event)[2].note = "aus der Datei"
    with pytest.raises(CannotUndo), transaction():
        undo(editor(event))


def test_a_name_stands_once(event: Event) -> None:
    stand = list_stands(event)[0]
    with pytest.raises(LabelTaken), transaction():
        save_stand(editor(event), stand, replace(values_of(stand), label="A2"))


def test_pitches_do_not_overlap(event: Event) -> None:
    with transaction():
        save_stage(editor(event), None, "Bühne", None)
    stage, order = list_stages(event)[0], PitchOrder(event.days[0].id, "10:00", "10:30", 15, 0)
    with transaction():
        assert add_pitches(editor(event), stage, order) == 2
    with pytest.raises(PitchesOverlap), transaction():
        add_pitches(editor(event), stage, replace(order, starts="10:20", ends="10:40"))


def test_the_floor_of_last_year_is_taken_over_and_what_is_here_stays(event: Event) -> None:
    other = make_event(slug="letztes-jahr", first="2026-10-01", second="2026-10-02")
    with transaction():
        save_area(editor(other), None, HALL)
    make_row(other, area_id=list_areas(other)[0].id)
    with transaction():
        save_stage(editor(other), None, "Bühne", None)
    with transaction():
        stage, day = list_stages(other)[0], other.days[1].id
        add_pitches(editor(other), stage, PitchOrder(day, "10:00", "10:30", 15, 0))
    before = read_floor(event).stands
    with transaction():
        copy_floor(editor(event), other)
    floor = read_floor(get_event(event.slug))
    assert floor.stands[: len(before)] == before
    assert [stand.label for stand in floor.stands[len(before) :]] == ["B1", "B2", "B3"]
    assert floor.areas == read_floor(other).areas
    assert [f"{pitch.date} {pitch.starts}" for pitch in floor.stages[0].pitches] == [
        "2027-10-01 10:00",
        "2027-10-01 10:15",
    ]
    with transaction():
        undo(editor(event))
    assert read_floor(event).areas == ()
