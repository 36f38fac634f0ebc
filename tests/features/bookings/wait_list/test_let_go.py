"""While no worker runs: what is kept for nobody is for everybody, what is promised stays kept."""

from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import update

from ortenaudigital.bookings.wait_list.commands import leave
from ortenaudigital.bookings.wait_list.offers import let_go
from ortenaudigital.bookings.wait_list.queries import has_kept
from ortenaudigital.bookings.wait_list.rules import PATIENCE, EntryState
from ortenaudigital.events.errors import SoldOut
from ortenaudigital.events.models import Event, Quota
from ortenaudigital.kernel.db import db, transaction
from tests.factories import make_booking
from tests.features.bookings.wait_list.people import LATER, cancel, entry, full_event, letters, wait
from tests.features.bookings.wait_list.truth import check_truth


@pytest.fixture
def full(context: Flask) -> tuple[Event, list[UUID]]:
    event, bookings = full_event(3)
    return event, [each.id for each in bookings]


def kept(event: Event) -> list[int]:
    db.session.rollback()
    db.session.expire_all()
    own = db.session.get_one(Quota, event.ticket_types[0].quota_id)
    return [own.freed, own.saved]


def let(event: Event) -> bool:
    with transaction():
        return let_go(event.id, LATER)


def test_what_is_freed_is_bookable_at_once_when_nobody_waits(
    full: tuple[Event, list[UUID]],
) -> None:
    event, booked = full
    cancel(booked[0])
    assert kept(event) == [0, 0]
    make_booking(event)


def test_what_was_kept_for_who_has_left_is_for_everybody(full: tuple[Event, list[UUID]]) -> None:
    event, booked = full
    waits = wait(event)
    cancel(booked[0])
    with transaction():
        leave(waits, LATER)
    with pytest.raises(SoldOut):
        make_booking(event)
    assert has_kept(event.id)
    assert let(event)
    assert not has_kept(event.id, saved=True)
    make_booking(event)


def test_what_fits_nobody_who_waits_is_for_everybody_and_they_were_passed_over(
    full: tuple[Event, list[UUID]],
) -> None:
    event, booked = full
    waits = wait(event, number=2)
    cancel(booked[0])
    assert let(event)
    assert entry(waits).passed_over == 1
    make_booking(event)
    check_truth()


def test_what_somebody_who_waits_can_use_stays_kept_and_is_not_offered(
    full: tuple[Event, list[UUID]],
) -> None:
    event, booked = full
    waits = wait(event)
    for each in booked[:2]:
        cancel(each)
    assert not let(event)
    assert kept(event) == [2, 0]
    # Only the worker offers: a deadline must not run while no letter leaves.
    assert entry(waits).state is EntryState.WAITING
    assert letters(waits) == ["joined"]
    check_truth()


def test_what_is_saved_up_stays_so_for_whom_it_is(full: tuple[Event, list[UUID]]) -> None:
    event, booked = full
    waits = wait(event, number=2)
    with transaction():
        entry(waits).passed_over = PATIENCE
    cancel(booked[0])
    assert let(event)
    assert kept(event) == [0, 1]
    with pytest.raises(SoldOut):
        make_booking(event)
    with transaction():
        leave(waits, LATER)
    assert has_kept(event.id, saved=True)
    assert not has_kept(event.id)
    assert let(event)
    make_booking(event)


def test_twice_counts_nobody_twice(full: tuple[Event, list[UUID]]) -> None:
    event, booked = full
    waits = wait(event, number=2)
    cancel(booked[0])
    assert [let(event), let(event)] == [True, True]
    assert entry(waits).passed_over == 1


def test_the_list_of_what_is_over_keeps_nothing(full: tuple[Event, list[UUID]]) -> None:
    event, booked = full
    wait(event)
    cancel(booked[0])
    with transaction():
        db.session.execute(update(Event).values(booking_closes_at=LATER))
    assert let(event)
    assert kept(event) == [0, 0]
