"""What a file may not say about areas, stands and stages, each fault with its place."""

import pytest

from ortenaudigital.events.errors import EventFileError
from ortenaudigital.events.sections.toml.event import read_event_file
from tests.factories import event_file_text

AREA = '[[area]]\nname = "Saal"\nwidth = 10\ndepth = 10\n'
CIRCUIT = '[[area.circuits]]\nname = "K1"\nlimit_w = 3000\n'
STAND = '[[stand]]\nlabel = "A1"\n'
STAGE = '[[stage]]\nname = "Bühne"\n'


def pitch(starts: str, ends: str, day: str = "2027-09-30") -> str:
    return f'[[stage.pitches]]\ndate = {day}\nstarts = "{starts}"\nends = "{ends}"\n'


@pytest.mark.parametrize(
    ("floor", "fault"),
    [
        (AREA + AREA, "area[1].name: Saal stands here twice"),
        (AREA + CIRCUIT + CIRCUIT, "area[0].circuits[1].name: K1 stands here twice"),
        (AREA.replace("10", "501", 1), "area[0].width: input should be less than or equal to 500"),
        (AREA + STAND + 'area = "Hof"', "stand[0].area: Hof is no area of this event"),
        (AREA + STAND + 'area = "Saal"\ncircuit = "K9"', "stand[0].circuit: K9 is no circuit of"),
        (STAND + 'circuit = "K9"', "stand[0].circuit: it is one of an area, and none is named"),
        (STAND + "turned = 45", "stand[0].turned: input should be a multiple of 90"),
        (STAND + 'kind = "sofa"', "stand[0].kind: input should be 'table'"),
        (STAND + "width = -1.0", "stand[0].width: input should be greater than or equal to 0"),
        (STAND + 'width = "3 m"', "stand[0].width: input should be a valid number"),
        (STAGE + 'area = "Hof"', "stage[0].area: Hof is no area of this event"),
        (STAGE + STAGE, "stage[1].name: Bühne stands here twice"),
        (STAGE + pitch("10:00", "10:15", "2027-09-29"), "stage[0].pitches[0].date: 2027-09-29 is"),
        (
            STAGE + pitch("10:10", "10:20") + pitch("10:00", "10:15"),
            "stage[0].pitches[0].starts: the one before it has not ended",
        ),
        ("area = 3", "area: write it as [[area]]"),
    ],
)
def test_a_fault_is_said_with_its_place(floor: str, fault: str) -> None:
    text = event_file_text(stands=floor)
    if floor == "area = 3":
        text = floor + "\n" + event_file_text()
    with pytest.raises(EventFileError) as told:
        read_event_file(text)
    assert [each for each in told.value.faults if each.startswith(fault)], told.value.faults


def test_pitches_one_after_the_other_are_no_fault() -> None:
    text = STAGE + pitch("10:15", "10:30") + pitch("10:00", "10:15") + pitch("23:45", "24:00")
    assert read_event_file(event_file_text(stands=text)).stages[0].pitches
