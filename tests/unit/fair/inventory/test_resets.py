"""Which stands a file sets back, and which it only changes."""

from typing import Any

import pytest

from ortenaudigital.events.versions import FieldChange
from ortenaudigital.fair.inventory.editing.resets import read_by_hand, resets

STAND = {
    **{"label": "A1", "x_cm": 100, "width_cm": 300, "turned": 0, "kind": "table", "power_w": 500},
    **{"area_id": 1, "circuit_id": None},
}


def changed(**values: Any) -> list[Any]:
    return ["stand", 7, STAND, {**STAND, **values}]


MOVED = changed(x_cm=450)


@pytest.mark.parametrize(
    ("row", "place", "old", "new"),
    [
        (MOVED, "stand[A1].x", 4.5, 1.0),
        (changed(turned=90), "stand[A1].turned", 90, None),
        (changed(kind="island"), "stand[A1].kind", "island", None),
        (changed(power_w=2000), "stand[A1].power_w", 2000, 500),
        (changed(area_id=2), "stand[A1].area", "Hof", "Halle"),
        (["slot", 3, None, {"stand_id": 7}], "stand[A1].days", ["2027-10-01"], None),
        (["stand", 7, None, STAND], "stand[A1].label", "A1", None),
        (["stand", 7, {**STAND, "label": "Z9"}, STAND], "stand[A1].label", "A1", None),
    ],
)
def test_what_gets_back_what_it_was_is_named(
    row: list[Any], place: str, old: object, new: object
) -> None:
    by_hand = read_by_hand({"A1": 7}, [row])
    assert resets(by_hand, [FieldChange(place, old, new)]) == ["A1"]


@pytest.mark.parametrize(
    ("place", "old", "new"),
    [
        # Somebody wrote another place into the file, after the change or without knowing of it.
        ("stand[A1].x", 4.5, 8.0),
        ("stand[A1].width", 3.0, 2.0),
        ("stand[B1].x", 4.5, 1.0),
        ("day[2027-10-01].opens", "09:00", "10:00"),
        ("stand[A1].label", "A1", None),
    ],
)
def test_what_becomes_something_new_is_no_reset(place: str, old: object, new: object) -> None:
    by_hand = read_by_hand({"A1": 7, "B1": 8}, [MOVED])
    assert resets(by_hand, [FieldChange(place, old, new)]) == []


def test_a_stand_that_was_deleted_comes_back_under_its_name() -> None:
    by_hand = read_by_hand({"B1": 8}, [["stand", 7, STAND, None]])
    changes = [FieldChange("stand[A1].label", None, "A1"), FieldChange("stand[A1].x", None, 1.0)]
    assert resets(by_hand, changes) == ["A1"]
