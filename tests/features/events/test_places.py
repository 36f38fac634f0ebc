"""Places of several quotas: taken and given back all or none, and whoever waits is told."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial

import pytest
from flask import Flask
from sqlalchemy.event import listen, remove

from ortenaudigital.bookings.changes import cancel_tickets
from ortenaudigital.bookings.commands import book
from ortenaudigital.bookings.queries import get_booking
from ortenaudigital.checkin.walkins.commands import give_shares
from ortenaudigital.events.errors import DayFull, QuotaFull, SoldOut
from ortenaudigital.events.models import Event, Quota
from ortenaudigital.events.places import move_places, places_freed, take_places
from ortenaudigital.events.queries import capacity_of, list_ticket_types, public_capacities
from ortenaudigital.kernel.db import db, transaction
from tests.factories import BOOKED_AT, booking_request, make_booking, make_device, make_event


@pytest.fixture
def event(context: Flask) -> Event:
    """Two types of 100 and 20 that share a hall of 10; the house holds 8 on the second day."""
    event = make_event(quota=100)
    with transaction():
        hall = Quota(event_id=event.id, slug="saal", title={"de": "Saal", "en": "Hall"}, size=10)
        house = Quota(event_id=event.id, size=8)
        event.days[1].quota = house
        for ticket_type in event.ticket_types:
            ticket_type.draws_on = [ticket_type.quota, hall, house]
    return event


@pytest.fixture
def freed() -> Iterator[list[frozenset[int]]]:
    told: list[frozenset[int]] = []

    def hear(_: object, freed: Mapping[int, int]) -> None:
        # Inside the transaction that gave them back: what is asked now knows of it.
        assert db.session().in_transaction()
        told.append(frozenset(freed))

    with places_freed.connected_to(hear):
        yield told


def taken(event: Event) -> list[int]:
    db.session.expire_all()
    return [quota.taken for quota in db.session.query(Quota).order_by(Quota.id)]


def test_a_booking_takes_a_place_of_each_quota(context: Flask, event: Event) -> None:
    make_booking(event, number=3)
    assert taken(event) == [3, 0, 3, 3]
    citizens, professionals = list_ticket_types(event)
    assert (citizens.left, professionals.left) == (5, 5)
    assert (citizens.taken, professionals.taken) == (3, 0)


def test_who_is_full_is_said_and_nothing_is_taken(context: Flask, event: Event) -> None:
    make_booking(event, number=6)
    with pytest.raises(DayFull) as full:
        make_booking(event, number=3)
    assert str(full.value) == (
        "Am 2027-10-01 sind im Haus nicht mehr genügend Plätze frei. Noch zu haben: 2."
    )
    assert taken(event) == [6, 0, 6, 6]
    event.days[1].quota.size = None
    db.session.commit()
    make_booking(event, number=3)
    with pytest.raises(QuotaFull) as refused:
        make_booking(event, number=3)
    assert str(refused.value) == (
        "Für „Saal“ sind nicht mehr genügend Plätze frei. Noch zu haben: 1."
    )
    event.ticket_types[0].quota.size = 9
    db.session.commit()
    with pytest.raises(QuotaFull, match="„Bürgerticket“"):
        make_booking(event, number=1)


def test_whoever_is_refused_and_goes_on_has_taken_nothing(context: Flask, event: Event) -> None:
    """As at the door, where who gets no place is answered in the same transaction."""
    with transaction(), pytest.raises(SoldOut):
        take_places(event.ticket_types[0].id, 9)
    assert taken(event) == [0, 0, 0, 0]
    citizens, professionals = (each.id for each in event.ticket_types)
    with transaction(), pytest.raises(DayFull) as full:
        move_places({citizens: 5, professionals: 4})
    assert taken(event) == [0, 0, 0, 0]
    assert full.value.details["ticket_type_id"] == citizens


def test_what_is_given_back_is_told_once_for_all_types(
    context: Flask, event: Event, freed: list[frozenset[int]]
) -> None:
    booking = make_booking(event, number=4)
    assert freed == []
    with transaction():
        cancel_tickets(get_booking(booking.id), {1, 2, 3}, BOOKED_AT)
    own, _, hall, house = (quota.id for quota in db.session.query(Quota).order_by(Quota.id))
    assert freed == [{own, hall, house}]
    assert taken(event) == [1, 0, 1, 1]
    with transaction():
        cancel_tickets(get_booking(booking.id), {1, 2, 3}, BOOKED_AT)
    assert len(freed) == 1


def test_shares_of_a_phone_move_between_types_that_share(
    context: Flask, event: Event, now: datetime, freed: list[frozenset[int]]
) -> None:
    device, _ = make_device(event)
    citizens, professionals = (each.id for each in event.ticket_types)
    with transaction():
        give_shares(device, {citizens: 8}, now, "olga")
    assert taken(event) == [8, 0, 8, 8]
    # The house is full; what one type gives the other takes.
    with transaction():
        give_shares(device, {citizens: 5, professionals: 3}, now, "olga")
    assert taken(event) == [5, 3, 8, 8]
    with pytest.raises(DayFull), transaction():
        give_shares(device, {citizens: 5, professionals: 4}, now, "olga")
    assert taken(event) == [5, 3, 8, 8]


def test_no_place_is_counted_twice(context: Flask, event: Event) -> None:
    make_booking(event, number=3)
    types = list_ticket_types(event)
    everything = capacity_of(types)
    assert (everything.size, everything.left) == (8, 5)
    # Only the first is for everybody.
    public = public_capacities([event], BOOKED_AT)[event.id]
    assert (public.size, public.left) == (8, 5)


def statements_of(act: Callable[[], object]) -> int:
    sent: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        sent.append(statement)

    listen(db.engine, "before_cursor_execute", note)
    act()
    remove(db.engine, "before_cursor_execute", note)
    return len(sent)


def test_a_booking_costs_the_same_however_much_its_type_shares(
    context: Flask, event: Event
) -> None:
    def book_at(slug: str) -> None:
        with transaction():
            book(slug, booking_request(), BOOKED_AT)

    slugs = event.slug, make_event(slug="allein", quota=100).slug
    for slug in slugs:
        book_at(slug)
    shared, alone = (statements_of(partial(book_at, slug)) for slug in slugs)
    assert shared == alone <= 12
