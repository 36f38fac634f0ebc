"""Many at once who want to hold, use or release the same places: the database decides."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from ortenaudigital.bookings.commands import book
from ortenaudigital.bookings.holds.commands import Wish, hold_places, release_holds
from ortenaudigital.bookings.holds.models import Hold, HoldPurpose, HoldState
from ortenaudigital.events.models import TicketType
from ortenaudigital.kernel.db import db, transaction
from tests.concurrency.events.test_quota_races import check_counts, make, taken_of
from tests.concurrency.together import behind, times, together
from tests.factories import BOOKED_AT, booking_request

MANY = 16
UNTIL = BOOKED_AT + timedelta(hours=1)


def ids() -> dict[str, int]:
    found = {each.slug: each.id for each in db.session.scalars(select(TicketType))}
    db.session.rollback()
    return found


def hold(type_id: int, number: int = 1) -> UUID:
    return hold_places(Wish(type_id, number), HoldPurpose.CONFIRMATION, UNTIL, BOOKED_AT)


def held(type_id: int, number: int = 1) -> UUID:
    with transaction():
        return hold(type_id, number)


def use(slug: str, hold_id: UUID, number: int = 1) -> Callable[[], str]:
    def act() -> str:
        book(slug, booking_request(number=number), BOOKED_AT, hold=hold_id)
        return "booked"

    return act


def release(hold_id: UUID) -> Callable[[], str]:
    return lambda: "released" if release_holds([hold_id], BOOKED_AT) else "nothing"


def states() -> Counter[str]:
    db.session.rollback()
    return Counter(db.session.scalars(select(Hold.state)))


def test_sixteen_who_hold_the_last_three_places(context: Flask) -> None:
    make(hall=3, house=100)
    types = ids()
    wanted = [types["buergerticket"], types["kinderticket"]] * (MANY // 2)
    told = together(context, *[lambda each=each: bool(hold(each)) for each in wanted])
    assert Counter(told) == {"True": 3, "sold_out": MANY - 3}
    check_counts()
    assert taken_of("saal") == 3


def test_sixteen_who_use_one_hold(context: Flask) -> None:
    slug = make(hall=5, house=100)
    hold_id = held(ids()["buergerticket"])
    told = together(context, *times(MANY, use(slug, hold_id)))
    assert Counter(told) == {"booked": 1, "hold_ended": MANY - 1}
    check_counts()
    assert taken_of("saal") == 1


def test_sixteen_who_use_and_release_one_hold(context: Flask) -> None:
    slug = make(hall=40, house=100)
    type_id = ids()["buergerticket"]
    for _ in range(5):
        hold_id = held(type_id, 2)
        before = taken_of("saal")
        deeds = [use(slug, hold_id), release(hold_id)] * (MANY // 2)
        told = Counter(together(context, *deeds))
        assert told["booked"] + told["released"] == 1
        check_counts()
        assert taken_of("saal") == before - (1 if told["booked"] else 2)


@pytest.mark.parametrize("first", ["use", "release"])
def test_whoever_was_first_has_it(context: Flask, first: str) -> None:
    slug = make(hall=5, house=100)
    hold_id = held(ids()["buergerticket"])
    deeds = {"use": use(slug, hold_id), "release": release(hold_id)}
    (second,) = deeds.keys() - {first}
    told = behind(context, deeds[first], deeds[second])
    assert told == {"use": "nothing", "release": "hold_ended"}[first]
    wanted = {"use": HoldState.USED, "release": HoldState.RELEASED}[first]
    assert states() == {wanted: 1}
    check_counts()
