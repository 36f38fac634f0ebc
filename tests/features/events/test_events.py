from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from ortenaudigital.demo.seed import TOWNS
from ortenaudigital.event_changes.commands import import_event
from ortenaudigital.events.errors import EventFileError
from ortenaudigital.events.models import Event
from ortenaudigital.events.queries import (
    get_event,
    list_past_events,
    list_ticket_types,
    list_upcoming_events,
)
from ortenaudigital.events.rights import Decision
from ortenaudigital.events.sections.event_file import read_event
from ortenaudigital.events.sections.toml.event import read_event_file, write_event_file
from ortenaudigital.fair.inventory.plans import read_floor
from ortenaudigital.fair.inventory.queries import list_stands
from ortenaudigital.fair.placement.commands import assign
from ortenaudigital.fair.placement.queries import list_free_slots
from ortenaudigital.kernel.db import transaction
from tests.factories import (
    BOOKED_AT,
    event_file_text,
    make_booking,
    make_event,
    make_exhibitor,
    make_towns,
)


def store(text: str) -> Event:
    make_towns()
    plan = read_event_file(text)
    with transaction():
        import_event(plan, Decision(), BOOKED_AT, "olga")
        return get_event(plan.event.slug)


@pytest.mark.parametrize("path", sorted(Path("ortenaudigital/demo/events").glob("[do]*.toml")))
def test_export_imports_to_the_same(context: Flask, path: Path) -> None:
    make_towns(TOWNS.read_text(encoding="utf-8"))
    event = store(path.read_text(encoding="utf-8"))
    exported = write_event_file(read_event(event, read_floor(event)))
    assert read_event_file(exported) == read_event(event, read_floor(event))
    again = store(exported)
    assert write_event_file(read_event(again, read_floor(again))) == exported


def test_import_again_updates_and_keeps_bookings(context: Flask) -> None:
    event = make_event()
    booking = make_booking(event, number=2)
    stored = store(event_file_text(title="Neuer Titel", opens="08:00", quota=50))
    assert stored.id == event.id
    assert stored.title == "Neuer Titel"
    assert stored.days[1].opens_at == datetime(2027, 10, 1, 6, 0, tzinfo=UTC)
    assert (stored.ticket_types[0].taken, stored.ticket_types[0].quota.size) == (2, 50)
    assert len(booking.valid_tickets) == 2


def test_import_below_what_is_booked_is_refused_with_numbers(context: Flask) -> None:
    event = make_event()
    make_booking(event, number=3)
    with pytest.raises(EventFileError) as caught:
        store(event_file_text(quota=2, title="Nicht gespeichert"))
    assert caught.value.faults == ["ticket_type[0].quota: 2 is below the 3 already booked"]
    assert get_event(event.slug).title == "Ortenau Digital 2027"


def test_import_never_takes_a_booked_day_or_type(context: Flask) -> None:
    make_booking(make_event())
    text = event_file_text(second="2027-10-05").replace("buergerticket", "anders")
    with pytest.raises(EventFileError) as caught:
        store(text)
    assert caught.value.faults == [
        "day: 1 ticket is booked for 2027-10-01; "
        "--move 2027-10-01=DATE moves them and tells everybody",
        "ticket_type: buergerticket is gone, but 1 ticket is booked",
    ]


def test_import_removes_what_nobody_holds(context: Flask) -> None:
    event = make_event()
    text = event_file_text().split("[[stand]]")[0]
    text = text.replace("fachticket", "andere")
    store(text)
    assert [t.slug for t in list_ticket_types(event)] == ["buergerticket", "andere"]
    assert list(list_stands(event)) == []


def test_import_never_takes_an_assigned_stand(context: Flask) -> None:
    event = make_event()
    exhibitor = make_exhibitor(event)
    with transaction():
        assign(list_free_slots(event)[0], exhibitor, BOOKED_AT, "olga")
    with pytest.raises(EventFileError) as caught:
        store(event_file_text().split("[[stand]]")[0])
    assert caught.value.faults == ["stand: A1 is gone on 2027-09-30, but Rebsensor holds it"]


def test_events_are_upcoming_until_their_last_day_closes(context: Flask, now: datetime) -> None:
    event = make_event()
    assert [e.id for e in list_upcoming_events(now)] == [event.id]
    assert list(list_past_events(now)) == []
    after = datetime(2027, 10, 1, 11, 0, tzinfo=UTC)
    assert list(list_upcoming_events(after)) == []
    assert [e.id for e in list_past_events(after)] == [event.id]
