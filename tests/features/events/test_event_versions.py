"""Two who change one event: the second is told what the first did and overwrites nothing unseen."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from ortenaudigital.event_changes.commands import Edit, Outcome, edit_section, import_event
from ortenaudigital.event_changes.states import Move, change_state
from ortenaudigital.event_changes.versions import file_of
from ortenaudigital.events.errors import ChangedMeanwhile, EventFileError, UnknownEvent
from ortenaudigital.events.models import Event, FormerVersion
from ortenaudigital.events.queries import get_event
from ortenaudigital.events.rights import Decision
from ortenaudigital.events.rules import EventState
from ortenaudigital.events.sections.event_file import document_of
from ortenaudigital.events.sections.toml.event import read_event_file
from ortenaudigital.events.versions import FieldChange
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.queries import list_letters
from tests.factories import BOOKED_AT, event_file_text, make_booking, make_event
from tests.features.cli.test_commands import run

SLUG = "ortenau-digital-2027"
BASICS = {"title": "Anders", "contact_email": "neu@example.org"}
VENUE = {"name": "Halle", "town": "Lahr"}


def do_import(version: int | None = None, force: bool = False, **changed: Any) -> Outcome:
    text = event_file_text(**changed)
    if version is not None:
        text = text.replace('state = "published"', f'state = "published"\nversion = {version}')
    with transaction():
        return import_event(read_event_file(text), Decision(force=force), BOOKED_AT, "olga")


def edit(section: str, values: Any, version: int, **decided: Any) -> Outcome:
    with transaction():
        wanted = Edit(section, values, version)
        return edit_section(SLUG, wanted, Decision(**decided), BOOKED_AT, "olga")


def event_now() -> Event:
    db.session.rollback()
    db.session.expire_all()
    return get_event(SLUG)


def test_each_change_counts_and_no_change_does_not(context: Flask) -> None:
    assert make_event().version == 1
    do_import()
    assert event_now().version == 1
    do_import(title="Anders")
    assert event_now().version == 2
    former = db.session.scalars(db.select(FormerVersion)).one()
    assert (former.version, former.content["event"]["title"]) == (1, "Ortenau Digital 2027")
    with transaction():
        change_state(SLUG, Move(EventState.CANCELLED, False), BOOKED_AT, "olga")
    assert event_now().version == 3


def test_an_older_file_says_what_changed_meanwhile(context: Flask) -> None:
    make_event()
    do_import(title="Anders", quota="120")
    with pytest.raises(EventFileError) as caught:
        do_import(version=1, opens="08:00")
    assert caught.value.faults == [
        "event.version: the file is of version 1, the event is at 2;"
        " --force imports the file all the same",
        "meanwhile: event.title: Ortenau Digital 2027 became Anders",
        "meanwhile: ticket_type[buergerticket].quota: 100 became 120",
    ]
    assert event_now().title == "Anders"
    do_import(version=2, title="Anders", quota="120", opens="08:00")
    do_import(version=1, force=True)
    assert (event_now().title, event_now().version) == ("Ortenau Digital 2027", 4)


def test_a_file_of_another_server_is_not_taken_for_a_newer_one(context: Flask) -> None:
    make_event()
    with pytest.raises(EventFileError) as caught:
        do_import(version=9)
    assert "is it of another server?" in caught.value.faults[0]


def test_export_carries_the_version_and_the_command_says_what_changed(
    context: Flask, tmp_path: Path
) -> None:
    make_event()
    code, exported = run(context, "event", "export", SLUG)
    assert code == 0
    assert "version = 1\n" in exported
    do_import(title="Anders")
    file = tmp_path / "event.toml"
    file.write_text(exported, encoding="utf-8")
    code, output = run(context, "event", "import", str(file))
    assert code == 1
    assert "meanwhile: event.title: Ortenau Digital 2027 became Anders" in output
    code, output = run(context, "event", "import", str(file), "--force")
    assert code == 0
    assert event_now().title == "Ortenau Digital 2027"


@pytest.mark.parametrize(
    ("section", "values", "place"),
    [
        ("basics", BASICS, "event.title"),
        ("venue", VENUE, "event.venue.name"),
        ("booking", {"booking_closes": "2027-09-01T08:00:00+02:00"}, "event.booking_closes"),
        ("applications", {"applications_close": "2027-08-01T08:00:00Z"}, None),
        ("door", {"reentry": True}, "event.reentry"),
        ("stand", [{"label": "B7"}], "stand[B7].label"),
    ],
)
def test_one_section_is_changed_and_all_others_stay(
    context: Flask, section: str, values: Any, place: str | None
) -> None:
    before = document_of(file_of(make_event()))
    edit(section, values, 1)
    event = event_now()
    assert event.version == 2
    after = document_of(file_of(event))
    kept = [name for name in ("day", "ticket_type", "stand") if name != section]
    assert all(after[name] == before[name] for name in kept)
    if place:
        with pytest.raises(ChangedMeanwhile) as caught:
            edit("door", {"reentry": False}, 1)
        assert place in [change.place for change in caught.value.changes]


def test_the_second_of_two_editors_learns_what_changed_and_loses_nothing(context: Flask) -> None:
    make_event()
    edit("basics", BASICS, 1)
    with pytest.raises(ChangedMeanwhile) as caught:
        edit("basics", {"title": "Noch anders"}, 1)
    assert FieldChange("event.title", "Ortenau Digital 2027", "Anders") in caught.value.changes
    assert event_now().title == "Anders"
    edit("basics", {"title": "Noch anders"}, 1, force=True)
    assert event_now().title == "Noch anders"
    with pytest.raises(UnknownEvent), transaction():
        edit_section("nirgends", Edit("basics", BASICS, 1), Decision(), BOOKED_AT, "olga")


def test_a_section_says_its_faults_and_those_with_others(context: Flask) -> None:
    make_event()
    with pytest.raises(EventFileError) as caught:
        edit("basics", {"title": "", "colour": "red"}, 1)
    assert caught.value.faults == [
        "event.title: it is empty",
        "event.colour: this key is not known",
    ]
    with pytest.raises(EventFileError) as caught:
        edit("stand", [{"label": "A1", "days": [date(2027, 10, 5)]}], 1)
    assert caught.value.faults == ["stand[0].days: 2027-10-05 is no day of this event"]
    assert event_now().version == 1


def test_what_guests_rely_on_is_guarded_in_one_section_too(context: Flask) -> None:
    make_booking(make_event())
    with pytest.raises(EventFileError) as caught:
        edit("venue", VENUE, 1)
    assert "--announce tells everybody of the new" in caught.value.faults[0]
    event_now()
    edit("venue", VENUE, 1, announce=True)
    assert [letter.kind for letter in list_letters()].count("bookings.event_changed") == 1


def test_who_decides_on_an_older_page_is_told_what_changed(context: Flask) -> None:
    make_event()
    do_import(title="Anders")
    with pytest.raises(ChangedMeanwhile) as caught, transaction():
        change_state(SLUG, Move(EventState.CANCELLED, False, version=1), BOOKED_AT, "olga")
    assert [change.place for change in caught.value.changes] == ["event.title"]
    assert event_now().state is EventState.PUBLISHED
