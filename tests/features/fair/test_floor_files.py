"""The floor of an event file: stored, written again, and never taken from who holds it."""

from datetime import date

import pytest
from flask import Flask

from ortenaudigital.event_changes.commands import import_event
from ortenaudigital.event_changes.copying import Wanted, copy_event
from ortenaudigital.events.errors import EventFileError
from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import get_event
from ortenaudigital.events.rights import Decision
from ortenaudigital.events.sections.event_file import read_event
from ortenaudigital.events.sections.toml.event import read_event_file, write_event_file
from ortenaudigital.fair.applications.queries import holders
from ortenaudigital.fair.inventory.plans import read_floor
from ortenaudigital.fair.inventory.queries import list_stages, list_stands
from ortenaudigital.fair.placement.commands import assign
from ortenaudigital.kernel.db import db, transaction
from tests.factories import BOOKED_AT, event_file_text, make_event, make_exhibitor, make_towns

FLOOR = """
[[area]]
name = "Festsaal"
width = 24.0
depth = 14
outline = [[0.0, 0.0], [24.0, 0.0], [24.0, 14.0]]
power_limit_w = 20000
network_limit = 12
[[area.circuits]]
name = "K1"
limit_w = 3600
[[area]]
name = "Hof"
width = 10.55
depth = 10
[[stand]]
label = "A1"
kind = "shell"
width = 3.0
depth = 2.25
power_w = 3000
network = true
accessible = true
area = "Festsaal"
circuit = "K1"
x = 1.0
y = 0.0
turned = 90
note = "neben der Tür"
[[stand]]
label = "A2"
[[stage]]
name = "Bühne"
area = "Hof"
[[stage.pitches]]
date = {first}
starts = "10:00"
ends = "10:15"
[[stage.pitches]]
date = {second}
starts = "10:00"
ends = "10:15"
[[stage.pitches]]
date = {second}
starts = "23:45"
ends = "24:00"
"""


def written(event: Event) -> str:
    return write_event_file(read_event(event, read_floor(event)))


def store(text: str, decision: Decision | None = None) -> Event:
    make_towns()
    with transaction():
        import_event(read_event_file(text), decision or Decision(), BOOKED_AT, "olga")
    db.session.expire_all()
    return get_event("ortenau-digital-2027")


def test_a_floor_is_written_as_it_was_read(context: Flask) -> None:
    text = event_file_text(stands=FLOOR.format(first="2027-09-30", second="2027-10-01"))
    event = store(text)
    assert read_event_file(written(event)).floor == read_event_file(text).floor
    stand = list_stands(event)[0]
    assert (stand.width_cm, stand.depth_cm, stand.x_cm, stand.y_cm) == (300, 225, 100, 0)
    assert written(store(written(event).replace("version = 1", ""))) == written(event)


def test_areas_circuits_and_stages_go_with_the_file(context: Flask) -> None:
    store(event_file_text(stands=FLOOR.format(first="2027-09-30", second="2027-10-01")))
    event = store(event_file_text(stands='[[stand]]\nlabel = "A1"'))
    floor = read_floor(event)
    assert (floor.areas, floor.stages) == ((), ())
    assert [each.label for each in floor.stands] == ["A1"]


def hold_first_pitch(event: Event) -> None:
    exhibitor = make_exhibitor(event)
    with transaction():
        assign(list_stages(event)[0].slots[0], exhibitor, BOOKED_AT, "olga")
    db.session.expire_all()


def test_a_pitch_that_somebody_holds_is_not_taken_away(context: Flask) -> None:
    text = event_file_text(stands=FLOOR.format(first="2027-09-30", second="2027-10-01"))
    event = store(text)
    hold_first_pitch(event)
    for later in (
        text.replace('starts = "10:00"\nends = "10:15"', 'starts = "10:05"\nends = "10:15"', 1),
        text.split("[[stage]]")[0],
    ):
        with pytest.raises(EventFileError, match=r"Bühne is gone at 2027-09-30 10:00, but"):
            store(later)


def test_pitches_move_with_their_day(context: Flask) -> None:
    text = event_file_text(stands=FLOOR.format(first="2027-09-30", second="2027-10-01"))
    event = store(text)
    hold_first_pitch(event)
    holder = list_stages(event)[0].slots[0].id
    moves = {date(2027, 9, 30): date(2027, 10, 1), date(2027, 10, 1): date(2027, 10, 2)}
    later = text.replace("2027-10-01", "2027-10-02").replace("2027-09-30", "2027-10-01")
    event = store(later, Decision(moves, announce=True))
    slots = list_stages(event)[0].slots
    assert [f"{each.starts_at:%m-%d %H:%M}" for each in slots] == [
        "10-01 08:00",
        "10-02 08:00",
        "10-02 21:45",
    ]
    assert (slots[0].id, holder in holders(event)) == (holder, True)


def test_the_next_edition_has_the_same_floor_on_its_days(context: Flask) -> None:
    text = FLOOR.format(first="2027-09-30", second="2027-10-01")
    event = make_event(stands=text)
    with transaction():
        new = copy_event(event, Wanted("naechste", date(2028, 9, 28)), BOOKED_AT, "olga")
    floor, before = read_floor(new), read_floor(event)
    assert (floor.areas, floor.stands) == (before.areas, before.stands)
    assert [(f"{each.date}", each.starts) for each in floor.stages[0].pitches] == [
        ("2028-09-28", "10:00"),
        ("2028-09-29", "10:00"),
        ("2028-09-29", "23:45"),
    ]
