from pathlib import Path

import pytest

from ortenaudigital.events.errors import EventFileError
from ortenaudigital.events.sections.toml.event import read_event_file, write_event_file
from tests.factories import event_file_text

DEMO = Path("ortenaudigital/demo/events")


def faults_of(text: str) -> list[str]:
    with pytest.raises(EventFileError) as caught:
        read_event_file(text)
    return caught.value.faults


@pytest.mark.parametrize("name", ["ortenau-digital-2021", "ortenau-digital-2027", "digitallotsen"])
def test_sample_events_read_and_write_the_same(name: str) -> None:
    file = read_event_file((DEMO / f"{name}.toml").read_text(encoding="utf-8"))
    assert read_event_file(write_event_file(file)) == file


def test_a_written_file_keeps_the_order_that_people_know() -> None:
    text = write_event_file(read_event_file((DEMO / "ortenau-digital-2027.toml").read_text()))
    keys = [line.split(" ")[0] for line in text.split("\n\n")[0].splitlines() if " = " in line]
    assert keys[:2] == ["slug", "state"]
    assert keys.index("contact_email") < keys.index("host") < keys.index("applications_close")
    assert text.index("[event.venue]") < text.index("[[day]]") < text.index("[[ticket_type]]")


def test_all_faults_are_said_with_their_places() -> None:
    text = event_file_text().replace("quota = 100", 'quota = "many"')
    text = text.replace("admits_to = [2027-09-30, 2027-10-01]", "admits_to = [2021-10-03]")
    text = text.replace('closes = "17:00"', 'closes = "25:00"')
    text = text.replace('label = "A2"', 'label = "A1"').replace("[event.venue]", "[event.place]")
    places = [fault.split(":")[0] for fault in faults_of(text)]
    assert set(places) == {
        "event.venue",
        "event.place",
        "day[0].closes",
        "ticket_type[0].quota",
        "ticket_type[1].admits_to",
        "stand[1].label",
    }
    assert "ticket_type[1].admits_to: 2021-10-03 is no day of this event" in faults_of(text)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("ortenau-digital-2027", "einlass"), "event.slug: einlass is an address"),
        (("ortenau-digital-2027", "No Slug"), "event.slug: use small letters"),
        (("2027-09-30\ntitle", "2027-10-01\ntitle"), "day[1].date: 2027-10-01 stands here twice"),
        (('{ de = "Fachtag", en', "{ en"), "day[0].title: the German text (de) is missing"),
        (('access = "public"', 'access = "all"'), "ticket_type[0].access: input should be"),
        (("[event.venue]", 'timezone = "Mars"\n[event.venue]'), "event.timezone: Mars is no time"),
        (('[[stand]]\nlabel = "A1"', "[[stand]]"), "stand[0].label: is missing"),
    ],
)
def test_a_fault_is_said_plainly(change: tuple[str, str], fault: str) -> None:
    faults = faults_of(event_file_text().replace(*change))
    assert any(said.startswith(fault) for said in faults), faults


def test_a_file_that_is_no_toml_says_where() -> None:
    assert "line 2" in faults_of("[event]\nslug = = 1")[0]


def test_a_file_without_days_says_so() -> None:
    assert "day: an event needs at least one day" in faults_of("[event]")


def test_for_whom_a_day_is_may_be_one_text_in_old_files() -> None:
    old = event_file_text().replace('closes = "17:00"', 'closes = "17:00"\naudience = "Rathäuser"')
    assert read_event_file(old).days[0].audience == {"de": "Rathäuser"}
    none = old.replace('"Rathäuser"', '""')
    assert read_event_file(none).days[0].audience is None
