"""The rules of an import over bookings: what it refuses, and what it tells everybody."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from ortenaudigital.event_changes.commands import import_event
from ortenaudigital.events.errors import EventFileError
from ortenaudigital.events.rights import Decision
from ortenaudigital.events.sections.toml.event import read_event_file
from ortenaudigital.fair.inventory.queries import list_stands
from ortenaudigital.fair.placement.commands import assign
from ortenaudigital.fair.placement.queries import list_free_slots
from ortenaudigital.kernel.db import transaction
from tests.factories import BOOKED_AT, event_file_text, make_booking, make_event, make_exhibitor
from tests.features.cli.test_commands import run
from tests.features.events.imports import (
    MOVED,
    dates_of,
    do_import,
    entries_of,
    faults_of,
    letters_of,
)

pytestmark = pytest.mark.usefixtures("towns")


def test_hours_and_place_need_a_decision_and_are_told(context: Flask) -> None:
    event = make_event()
    booking = make_booking(event)
    later = event_file_text(opens="10:00").replace('"Stadthalle"', '"Festhalle"')
    assert [fault.split(":")[0] for fault in faults_of(later)] == ["day[1]", "event.venue"]
    outcome = do_import(later, announce=True)
    assert outcome.bookings.bookings == 1
    assert letters_of("bookings.event_changed") == [booking.reference]
    (entry,) = entries_of(booking)
    assert (entry["sequence"], "Festhalle" in entry["location"]) == (1, True)


def test_another_spelling_and_longer_hours_are_told_to_nobody(context: Flask) -> None:
    event = make_event()
    booking = make_booking(event)
    text = event_file_text(opens="08:00").replace("Hauptstraße 1", "Hauptstr. 1")
    do_import(text, same_place=True)
    assert letters_of("bookings.event_changed") == []
    assert entries_of(booking)[0]["sequence"] == 1
    do_import(text)
    assert entries_of(booking)[0]["sequence"] == 1


def test_a_stand_that_somebody_holds_stops_the_import_by_name(context: Flask) -> None:
    event = make_event()
    exhibitor = make_exhibitor(event)
    with transaction():
        slot = next(each for each in list_free_slots(event) if each.stand.label == "A2")
        assign(slot, exhibitor, BOOKED_AT, "olga")
    text = MOVED.replace("buergerticket", "anders")
    assert faults_of(text) == ["stand: A2 is gone on 2027-10-01, but Rebsensor holds it"]


def test_a_day_that_only_stands_use_can_go(context: Flask) -> None:
    only_first = event_file_text(stands='[[stand]]\nlabel = "A1"').replace(
        "admits_to = [2027-09-30, 2027-10-01]", "admits_to = [2027-10-01]"
    )
    event = make_event()
    assert len(list_free_slots(event)) == 3
    make_booking(event)
    start, end = only_first.index("[[day]]"), only_first.rindex("[[day]]")
    do_import(only_first[:start] + only_first[end:])
    assert dates_of(event) == ["2027-10-01"]
    assert [slot.day.date.isoformat() for slot in list_free_slots(event)] == ["2027-10-01"]
    assert [stand.label for stand in list_stands(event)] == ["A1"]


def test_what_the_database_refuses_is_a_fault_with_its_place(context: Flask) -> None:
    make_event()
    file = read_event_file(event_file_text())
    # A file with it is refused when it is read; it stands for all that a database may refuse.
    beyond = file.ticket_types[0].model_copy(update={"quota": 2**70})
    file = replace(file, ticket_types=(beyond, *file.ticket_types[1:]))
    with pytest.raises(EventFileError) as caught, transaction():
        import_event(file, Decision(), BOOKED_AT, "olga")
    assert str(caught.value).startswith("ticket_type[0]: the database says: ")


def test_an_erased_event_takes_no_import(context: Flask) -> None:
    make_booking(make_event())
    later = datetime(2027, 10, 29, 11, 0, tzinfo=UTC)
    do_import(event_file_text(title="Rückblick"), later - timedelta(seconds=1))
    words = "is over and its data is erased; a new edition takes a new slug"
    assert faults_of(event_file_text(), later) == [f"event.slug: ortenau-digital-2027 {words}"]


def test_a_mistyped_date_that_nobody_booked_does_not_use_up_the_slug(context: Flask) -> None:
    event = make_event(first="2020-09-30", second="2020-10-01")
    do_import(event_file_text())
    assert dates_of(event) == ["2027-09-30", "2027-10-01"]


def test_a_past_edition_is_not_written_over_by_the_next(context: Flask) -> None:
    event = make_event()
    make_booking(event)
    after = datetime(2027, 10, 2, tzinfo=UTC)
    next_year = event_file_text(first="2028-09-30", second="2028-10-01")
    assert [fault[:27] for fault in faults_of(next_year, after)] == ["day: 2027-10-01 is over, an"]


def test_the_command_says_what_would_change_and_for_whom(context: Flask, tmp_path: Path) -> None:
    event = make_event()
    make_booking(event, number=2)
    make_booking(event)
    make_exhibitor(event)
    file = tmp_path / "event.toml"
    file.write_text(MOVED, encoding="utf-8")
    refused = run(context, "event", "import", str(file), "--dry-run")
    assert refused[0] == 1
    assert "3 tickets are booked for 2027-10-01" in refused[1]
    move = ("event", "import", str(file), "--move", "2027-10-01=2027-10-08")
    code, output = run(context, *move, "--dry-run")
    lines = [
        "day: 2027-10-01 08:30 to 13:00 becomes 2027-10-08 08:30 to 13:00 "
        "(3 tickets, 0 stands, told)",
        "letters: 2 to bookings, 1 to exhibitors",
    ]
    assert (code, output.splitlines()) == (0, [*lines, f"{event.slug}: nothing was stored"])
    assert dates_of(event) == ["2027-09-30", "2027-10-01"]
    assert letters_of("bookings.event_changed") == []
    code, output = run(context, *move)
    assert (code, output.splitlines()) == (0, [*lines, f"{event.slug}: stored"])
    assert len(letters_of("bookings.event_changed")) == 2
    assert run(context, *move[:3], "--move", "morgen")[0] == 2
