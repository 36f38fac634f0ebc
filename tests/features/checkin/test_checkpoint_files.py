"""Checkpoints come from the event file, and go with it where nobody used them."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import delete, select

from ortenaudigital.checkin.models import Admission, Device, Scan
from ortenaudigital.event_changes.commands import import_event
from ortenaudigital.events.errors import EventFileError
from ortenaudigital.events.queries import list_checkpoints
from ortenaudigital.events.rights import Decision
from ortenaudigital.events.sections.event_file import read_event
from ortenaudigital.events.sections.toml.event import read_event_file, write_event_file
from ortenaudigital.kernel.db import db, transaction
from tests.factories import BOOKED_AT, EVENT_FILE, WORKSHOP, event_file_text, make_event
from tests.features.checkin.door import AT_WORKSHOP, DAY, Door

pytestmark = pytest.mark.usefixtures("context")


def import_file(**changes: Any) -> None:
    with transaction():
        import_event(read_event_file(event_file_text(**changes)), Decision(), BOOKED_AT, "test")


def test_every_day_brings_its_entrance_along() -> None:
    event = make_event()
    found = [(each.day.date.isoformat(), each.slug) for each in list_checkpoints(event)]
    assert found == [("2027-09-30", "entrance"), (DAY, "entrance")]
    assert list_checkpoints(event)[0].title["fr"] == "Entrée"
    import_file()
    assert [each.id for each in list_checkpoints(event)] == [
        each.id for day in event.days for each in day.checkpoints
    ]


def test_an_import_removes_checkpoints_that_nobody_used(now: datetime) -> None:
    door = Door()
    workshop = list_checkpoints(door.event)[2]
    with transaction():
        device = db.session.scalars(select(Device)).one()
        device.checkpoint_id = workshop.id
    second = WORKSHOP.replace("workshop", "bar")
    import_file(checkpoints=WORKSHOP + second)
    assert [each.slug for each in list_checkpoints(door.event)][2:] == ["workshop", "bar"]
    door.send(now, where=AT_WORKSHOP)
    with pytest.raises(EventFileError) as refused:
        import_file(checkpoints=second)
    assert refused.value.faults == [
        "day 2027-10-01: checkpoint workshop is gone, but scans refer to it"
    ]
    db.session.rollback()
    for table in (Admission, Scan):
        with transaction():
            db.session.execute(delete(table))
    import_file(checkpoints=second)
    db.session.expire_all()
    assert [each.slug for each in list_checkpoints(door.event)][2:] == ["bar"]
    # Its phone is at the entrance again.
    assert db.session.scalars(select(Device.checkpoint_id)).one() is None


def test_an_event_file_with_checkpoints_reads_the_same_again() -> None:
    second = WORKSHOP.replace("workshop", "bar")
    event = make_event(checkpoints=WORKSHOP + second)
    exported = write_event_file(read_event(event))
    (_, day) = read_event_file(exported).days
    assert [each.slug for each in day.checkpoints] == ["workshop", "bar"]
    assert day.checkpoints[0].title["fr"] == "Atelier robotique"
    # Days that have only their entrance say nothing of it.
    assert exported.count("checkpoints") == 1 or exported.count("[[day.checkpoints]]") == 2
    with transaction():
        import_event(read_event_file(exported), Decision(), BOOKED_AT, "test")
    # Each import is another version of it.
    again = write_event_file(read_event(event)).replace("version = 2", "version = 1")
    assert again == exported


@pytest.mark.parametrize(
    ("checkpoints", "fault"),
    [
        (WORKSHOP.replace("workshop", "entrance"), "checkpoints[0].slug: entrance is the entrance"),
        (WORKSHOP + WORKSHOP, "checkpoints: workshop stands here twice"),
        (WORKSHOP.replace("workshop", "Work Shop"), "checkpoints[0].slug: use small letters"),
        (WORKSHOP.replace("de =", "it ="), "checkpoints[0].title: it is none of de, en, fr"),
    ],
)
def test_faults_of_checkpoints_are_named(checkpoints: str, fault: str) -> None:
    with pytest.raises(EventFileError) as refused:
        read_event_file(event_file_text(checkpoints=checkpoints))
    assert any(each.startswith(f"day[1].{fault}") for each in refused.value.faults)


def test_a_day_that_is_dropped_takes_its_checkpoints_along() -> None:
    event = make_event(checkpoints=WORKSHOP, stands="")
    assert len(list_checkpoints(event)) == 3
    head, first, _ = event_file_text(stands="").split("[[day]]")
    types = "[[ticket_type]]" + EVENT_FILE.split("[[ticket_type]]")[1].format(
        second="2027-09-30", quota=10
    )
    with transaction():
        plan = read_event_file(f"{head}[[day]]{first}{types}")
        import_event(plan, Decision(), BOOKED_AT, "test")
    assert [each.slug for each in list_checkpoints(event)] == ["entrance"]
