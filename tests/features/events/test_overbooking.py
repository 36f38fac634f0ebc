"""Quotas that are overbooked by a share: beyond their places, never beyond those of a day."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from ortenaudigital.bookings.links import ticket_code
from ortenaudigital.checkin.reports.no_shows import show_rates
from ortenaudigital.checkin.walkins.commands import give_shares
from ortenaudigital.event_changes.commands import import_event
from ortenaudigital.events.errors import DayFull, EventFileError, SoldOut
from ortenaudigital.events.models import Event, Quota
from ortenaudigital.events.queries import get_event, list_quotas
from ortenaudigital.events.rights import Decision
from ortenaudigital.events.rules import Access
from ortenaudigital.events.sections.event_file import read_event
from ortenaudigital.events.sections.toml.event import read_event_file, write_event_file
from ortenaudigital.kernel.db import db, transaction
from tests.factories import BOOKED_AT, event_file_text, make_booking, make_towns
from tests.features.checkin.door import Phone, citizen_type
from tests.features.privacy.promise import DUE, forget

SHARED = '\n[[quota]]\nslug = "saal"\ntitle = { de = "Saal" }\nsize = 10\noverbook = "20%"\n'


def text(share: str = "10%", quota: int = 20, house: int | None = None) -> str:
    file = event_file_text(stands="")
    file = file.replace("quota = 100", f'quota = {quota}\noverbook = "{share}"')
    if house is not None:
        file = file.replace('closes = "13:00"', f'closes = "13:00"\ncapacity = {house}')
    return file


def store(file: str) -> Event:
    plan = read_event_file(file)
    make_towns()
    with transaction():
        import_event(plan, Decision(), BOOKED_AT, "olga")
    db.session.expire_all()
    return get_event(plan.event.slug)


def fill(event: Event, number: int) -> None:
    for each in range(0, number, 6):
        email = f"gast{each}@example.org"
        make_booking(event, number=min(6, number - each), email=email)


def taken(event: Event) -> int:
    db.session.expire_all()
    return event.ticket_types[0].taken


def test_as_many_are_booked_as_places_and_share_allow(context: Flask) -> None:
    event = store(text())
    assert event.ticket_types[0].left == 22
    fill(event, 22)
    with pytest.raises(SoldOut):
        make_booking(event, email="zu-spaet@example.org")
    assert (taken(event), event.ticket_types[0].left) == (22, 0)


def test_the_house_is_never_overbooked(context: Flask) -> None:
    event = store(text(share="50%", house=21))
    assert event.ticket_types[0].left == 21
    fill(event, 21)
    with pytest.raises(DayFull):
        make_booking(event, email="zu-spaet@example.org")
    assert taken(event) == 21


def test_the_file_says_what_it_said_and_comes_in_again(context: Flask) -> None:
    shared = text().replace("quota = 20\naccess", 'quota = 20\nquotas = ["saal"]\naccess') + SHARED
    event = store(shared)
    plan = read_event(event)
    assert [(each.quota, each.overbook) for each in plan.ticket_types] == [(20, 10), (20, 0)]
    assert [(each.size, each.overbook) for each in plan.quotas] == [(10, 20)]
    written = write_event_file(plan)
    assert write_event_file(read_event(store(written))) == written
    sizes = {(each.slug, each.real_size, each.size) for each in list_quotas(event)}
    assert sizes == {(None, 20, 22), (None, 20, 20), ("saal", 10, 12)}


def test_a_share_is_not_taken_back_from_who_has_booked(context: Flask) -> None:
    event = store(text())
    fill(event, 22)
    with pytest.raises(EventFileError, match="20 is below the 22 already booked"):
        store(text(share="0%"))
    assert taken(event) == 22
    store(text(share="15%"))
    assert event.ticket_types[0].left == 1


def test_the_database_itself_holds_the_limits(context: Flask) -> None:
    event = store(text())
    quota_id = event.ticket_types[0].quota_id
    for values in ({"overbook": 51}, {"extra": -1}, {"extra": 23}, {"taken": 23}):
        with pytest.raises(IntegrityError), transaction():
            db.session.execute(update(Quota).where(Quota.id == quota_id).values(**values))
    assert db.session.scalars(select(Quota.size).where(Quota.id == quota_id)).one() == 22


def test_at_the_door_only_real_places_are_given_away(context: Flask, now: datetime) -> None:
    event = store(text(quota=10, share="50%"))
    type_id = citizen_type(event).id
    fill(event, 9)
    phone = Phone(event)
    with pytest.raises(SoldOut) as refused, transaction():
        give_shares(phone.device, {type_id: 2}, now, "olga")
    assert refused.value.details["left"] == 1
    db.session.rollback()
    came = [phone.walk_in(now, type_id).verdict for _ in range(2)]
    assert came == ["welcome", "sold_out"]
    # Guests still book by the share.
    make_booking(event, number=5, email="viele@example.org")
    assert taken(event) == 15


def test_earlier_events_say_how_many_come_even_when_they_name_nobody(
    context: Flask, now: datetime
) -> None:
    earlier = store(event_file_text(stands="", slug="frueher"))
    phone = Phone(earlier)
    booking = None
    for each in range(4):
        booking = make_booking(earlier, number=6, email=f"gast{each}@example.org")
        for ticket in booking.tickets[:4]:
            phone.send(now, ticket_code(ticket.id, 0))
    assert booking is not None
    for _ in range(3):
        phone.walk_in(now, citizen_type(earlier).id)
    coming = store(
        event_file_text(stands="", slug="kommend", first="2028-09-30", second="2028-10-01")
    )
    assert show_rates(coming, now) == {}
    for moment in (earlier.last_day.closes_at + timedelta(hours=1), DUE):
        forget(moment)
        rate = show_rates(coming, moment)[Access.PUBLIC]
        assert (rate.events, rate.tickets, rate.came, rate.percent) == (1, 24, 16, 67)
        assert rate.expected(30) == 20
    assert Access.PUBLIC not in show_rates(earlier, DUE)
