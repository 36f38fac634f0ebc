"""Shared places and those of the venue: from the file, under bookings, and out again."""

from collections.abc import Callable, Mapping
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from ortenaudigital.checkin.commands import scan
from ortenaudigital.checkin.models import Device
from ortenaudigital.checkin.rules import Action
from ortenaudigital.checkin.scans.messages import ScanRequest
from ortenaudigital.event_changes.commands import import_event
from ortenaudigital.events.errors import DayFull, EventFileError
from ortenaudigital.events.models import Event, Quota
from ortenaudigital.events.places import places_freed
from ortenaudigital.events.queries import get_event, list_quotas, public_capacities
from ortenaudigital.events.rights import Decision
from ortenaudigital.events.sections.event_file import read_event
from ortenaudigital.events.sections.toml.event import read_event_file, write_event_file
from ortenaudigital.kernel.db import db, transaction
from tests.factories import (
    BOOKED_AT,
    event_file_text,
    make_booking,
    make_device,
    make_towns,
    request_id,
)
from tests.features.checkin.test_checkin import paired

HALL = '\n[[quota]]\nslug = "saal"\ntitle = { de = "Saal" }\nsize = SIZE\n'


def text(hall: int | None = 10, house: int | None = None, own: str = "quota = 100") -> str:
    """Write an event whose types share a hall, and whose second day is limited."""
    file = event_file_text(stands="")
    names = '\nquotas = ["saal"]' if hall is not None else ""
    file = file.replace("quota = 100", own + names).replace("quota = 20", "quota = 20" + names)
    if house is not None:
        file = file.replace('closes = "13:00"', f'closes = "13:00"\ncapacity = {house}')
    return file + (HALL.replace("SIZE", str(hall)) if hall is not None else "")


def store(file: str) -> Event:
    plan = read_event_file(file)
    make_towns()
    with transaction():
        import_event(plan, Decision(), BOOKED_AT, "olga")
    db.session.expire_all()
    return get_event(plan.event.slug)


def quotas(event: Event) -> list[tuple[str | None, int | None, int]]:
    db.session.expire_all()
    return [(each.slug, each.size, each.taken) for each in list_quotas(event)]


def test_shared_places_go_into_the_tables_and_out_again(context: Flask) -> None:
    event = store(text(hall=30, house=25, own=""))
    citizens, professionals = event.ticket_types
    assert (citizens.quota.size, professionals.quota.size) == (None, 20)
    assert (citizens.left, professionals.left) == (25, 20)
    assert [day.quota and day.quota.size for day in event.days] == [None, 25]
    written = write_event_file(read_event(event))
    assert read_event_file(written) == read_event(event)
    assert 'quotas = [\n    "saal",\n]' in written
    assert write_event_file(read_event(store(written))) == written


def test_a_limit_that_comes_later_counts_who_has_booked(context: Flask) -> None:
    event = store(text(hall=None))
    make_booking(event, number=3)
    event = store(text(hall=5, house=4))
    assert quotas(event) == [(None, 100, 3), (None, 20, 0), (None, 4, 3), ("saal", 5, 3)]
    with pytest.raises(DayFull):
        make_booking(event, number=2)
    make_booking(event, number=1)
    # Without limits again, nothing is left of them.
    event = store(text(hall=None))
    assert quotas(event) == [(None, 100, 4), (None, 20, 0)]
    make_booking(event, number=2)


@pytest.mark.parametrize(
    ("limits", "fault"),
    [
        ({"hall": 2}, "quota[0].size: 2 is below the 3 already booked"),
        ({"house": 2}, "day[1].capacity: 2 is below the 3 already booked"),
        ({"own": "quota = 2"}, "ticket_type[0].quota: 2 is below the 3 already booked"),
    ],
)
def test_no_limit_goes_below_what_is_booked(
    context: Flask, limits: dict[str, object], fault: str
) -> None:
    event = store(text(hall=5, house=5))
    make_booking(event, number=3)
    with pytest.raises(EventFileError) as caught:
        store(text(**limits))  # type: ignore[arg-type]  # values of different kinds
    assert caught.value.faults == [fault]
    assert [size for _, size, _ in quotas(event)] == [100, 20, 5, 5]


def test_a_hall_that_shrinks_while_a_type_leaves_it(context: Flask) -> None:
    """Neither its size nor what is taken fits to what the other was before."""
    event = store(text(hall=10))
    make_booking(event, number=6)
    alone = text(hall=2).replace('quota = 100\nquotas = ["saal"]', "quota = 100")
    event = store(alone)
    assert quotas(event)[-1] == ("saal", 2, 0)


def test_more_places_are_told_to_whoever_waits(context: Flask) -> None:
    event = store(text(hall=5, house=5))
    told: list[Mapping[int, int]] = []

    def listen(_: object, freed: Mapping[int, int]) -> None:
        told.append(freed)

    with places_freed.connected_to(listen):
        store(text(hall=5, house=5))
        assert told == []
        store(text(hall=9, house=4))
    hall = db.session.scalars(select(Quota.id).where(Quota.slug == "saal")).one()
    assert told == [{hall: 4}]
    assert public_capacities([event], BOOKED_AT)[event.id].left == 4


def test_a_walk_in_takes_a_place_of_the_house(context: Flask, now: datetime) -> None:
    event = store(text(hall=5, house=1))
    device_id = make_device(event)[0].id
    kind = event.ticket_types[0].id

    def come() -> str:
        request = ScanRequest(
            request_id(), "", now, action=Action.WALK_IN, ticket_type_id=kind, name=""
        )
        with transaction():
            device = paired(db.session.get_one(Device, device_id))
            return scan(device, request, now).verdict

    walk_in: Callable[[], str] = come
    assert [walk_in(), walk_in()] == ["welcome", "sold_out"]
    assert [taken for _, _, taken in quotas(event)] == [1, 0, 1, 1]
