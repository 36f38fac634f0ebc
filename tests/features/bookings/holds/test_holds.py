"""Places that are held: taken at once, used or released once, and never both."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from ortenaudigital.bookings.commands import book
from ortenaudigital.bookings.errors import EventCancelled
from ortenaudigital.bookings.holds.commands import (
    Wish,
    hold_places,
    holds_expired,
    release_holds,
)
from ortenaudigital.bookings.holds.errors import HoldEnded
from ortenaudigital.bookings.holds.models import Hold, HoldPurpose, HoldState
from ortenaudigital.bookings.holds.queries import count_held
from ortenaudigital.bookings.holds.worker import release_overdue
from ortenaudigital.bookings.models import Ticket
from ortenaudigital.bookings.queries import get_booking
from ortenaudigital.checkin.queries import count_expected
from ortenaudigital.checkin.reports.attendance import attendance
from ortenaudigital.checkin.sync.standing import read_standing
from ortenaudigital.event_changes.states import Move, change_state
from ortenaudigital.events.errors import SoldOut
from ortenaudigital.events.models import Event, Quota
from ortenaudigital.events.places import places_freed
from ortenaudigital.events.rules import EventState
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.queries import list_letters_about
from tests.factories import BOOKED_AT, booking_request, make_booking, make_device, make_event

UNTIL = BOOKED_AT + timedelta(hours=48)


@pytest.fixture
def event(context: Flask) -> Event:
    return make_event(quota=5)


def type_of(event: Event) -> int:
    return event.ticket_types[0].id


def hold(event: Event, number: int) -> UUID:
    with transaction():
        return hold_places(Wish(type_of(event), number), HoldPurpose.OFFER, UNTIL, BOOKED_AT)


def taken(event: Event) -> int:
    db.session.rollback()
    return db.session.scalars(
        select(Quota.taken).where(Quota.id == event.ticket_types[0].quota_id)
    ).one()


def state(hold_id: UUID) -> HoldState:
    db.session.rollback()
    return db.session.scalars(select(Hold.state).where(Hold.id == hold_id)).one()


def test_what_is_held_is_taken_from_everybody_else(event: Event) -> None:
    hold(event, 4)
    assert taken(event) == 4
    assert count_held(event) == {type_of(event): 4}
    with pytest.raises(SoldOut):
        make_booking(event, number=2)


def test_no_more_is_held_than_there_is(event: Event) -> None:
    make_booking(event, number=3)
    with pytest.raises(SoldOut):
        hold(event, 3)
    assert taken(event) == 3


def test_booking_on_a_hold_takes_no_place_again(event: Event) -> None:
    make_booking(event, number=2)
    hold_id = hold(event, 3)
    with transaction():
        booking_id = book(event.slug, booking_request(number=3), BOOKED_AT, hold=hold_id)
    assert taken(event) == 5
    assert state(hold_id) is HoldState.USED
    revisions = db.session.scalars(select(Ticket.revision)).all()
    assert sorted(revisions) == [1, 2, 3, 4, 5]
    assert [each.kind for each in list_letters_about(str(booking_id))] == ["bookings.confirmation"]


def test_whoever_takes_fewer_gives_the_rest_back_and_says_so(event: Event) -> None:
    hold_id = hold(event, 3)
    told = []

    def listen(_: object, **freed: object) -> None:
        told.append(freed)

    with places_freed.connected_to(listen), transaction():
        book(event.slug, booking_request(number=1), BOOKED_AT, hold=hold_id)
    assert taken(event) == 1
    assert len(told) == 1


def test_a_hold_is_used_once(event: Event) -> None:
    hold_id = hold(event, 2)
    request = booking_request(number=2)
    for _ in range(2):
        with transaction():
            # The same form twice is one booking.
            booking_id = book(event.slug, request, BOOKED_AT, hold=hold_id)
    with pytest.raises(HoldEnded), transaction():
        book(event.slug, booking_request(number=2), BOOKED_AT, hold=hold_id)
    assert len(get_booking(booking_id).tickets) == taken(event) == 2


@pytest.mark.parametrize("case", ["more", "late", "released", "unknown", "other type"])
def test_what_is_not_held_is_not_booked(event: Event, case: str) -> None:
    hold_id = hold(event, 2)
    now, number = BOOKED_AT, 2
    if case == "more":
        number = 3
    if case == "late":
        now = UNTIL
    if case == "unknown":
        hold_id = uuid4()
    if case == "released":
        with transaction():
            release_holds([hold_id], BOOKED_AT)
    if case == "other type":
        with transaction():
            db.session.execute(update(Hold).values(ticket_type_id=event.ticket_types[1].id))
    before = taken(event)
    request = booking_request(number=number)
    with pytest.raises(HoldEnded), transaction():
        book(event.slug, request, now, hold=hold_id)
    assert taken(event) == before


def test_an_event_that_was_called_off_is_not_booked_on_a_hold_either(event: Event) -> None:
    hold_id = hold(event, 2)
    with transaction():
        change_state(event.slug, Move(EventState.CANCELLED, tell=False), BOOKED_AT, "test")
    with pytest.raises(EventCancelled), transaction():
        book(event.slug, booking_request(number=2), BOOKED_AT, hold=hold_id)
    assert state(hold_id) is HoldState.OPEN


def test_released_twice_gives_back_once(event: Event) -> None:
    hold_id = hold(event, 2)
    for _ in range(2):
        with transaction():
            release_holds([hold_id], BOOKED_AT)
    assert taken(event) == 0


def test_what_expires_is_told_once_and_what_is_released_is_not(event: Event) -> None:
    released, expired = hold(event, 1), hold(event, 1)
    told = []

    def listen(_: object, hold_ids: frozenset[UUID], **_now: object) -> None:
        told.append(hold_ids)

    with holds_expired.connected_to(listen):
        with transaction():
            release_holds([released], BOOKED_AT)
        for _ in range(2):
            release_overdue(lambda: UNTIL)
    assert told == [{expired}]


def test_a_round_releases_what_is_overdue_and_nothing_else(event: Event) -> None:
    first, second = hold(event, 1), hold(event, 1)
    with transaction():
        later = UNTIL + timedelta(seconds=1)
        db.session.execute(update(Hold).where(Hold.id == second).values(until=later))
    assert release_overdue(lambda: UNTIL - timedelta(seconds=1)) == 0
    assert release_overdue(lambda: UNTIL) == 1
    assert state(first) is HoldState.RELEASED
    assert state(second) is HoldState.OPEN
    assert taken(event) == 1


def test_nobody_is_expected_on_a_place_that_is_held(event: Event) -> None:
    make_booking(event, number=2)
    hold(event, 3)
    db.session.rollback()
    db.session.expire_all()
    assert attendance(event).total(event.days[1]).expected == 2
    assert count_expected(event.days[1]) == 2
    device, _ = make_device(event)
    standing = read_standing(device.id, event.id, event.days[1].opens_at)
    assert (standing.expected, standing.left[type_of(event)]) == (2, 0)


def test_the_database_takes_no_hold_of_nothing(event: Event) -> None:
    with pytest.raises(IntegrityError):
        hold(event, 0)
