"""Wait, and nobody overtakes who waits longer."""

from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, update

from ortenaudigital.audit.commands import list_entries
from ortenaudigital.bookings.errors import NotBookable, TooManyTickets
from ortenaudigital.bookings.wait_list.commands import join
from ortenaudigital.bookings.wait_list.errors import (
    PlacesLeft,
)
from ortenaudigital.bookings.wait_list.models import WaitListEntry
from ortenaudigital.bookings.wait_list.queries import count_ahead
from ortenaudigital.bookings.wait_list.rules import EntryState
from ortenaudigital.events.errors import SoldOut
from ortenaudigital.events.models import Event
from ortenaudigital.kernel.db import db, transaction
from tests.factories import BOOKED_AT, make_booking, make_event
from tests.features.bookings.wait_list.people import (
    LATER,
    cancel,
    entry,
    find,
    letters,
    rounds,
    wait,
    wait_request,
)
from tests.features.bookings.wait_list.seen import go, left, quota


def test_who_waits_gets_a_letter_and_a_place_in_the_line(full: tuple[Event, list[UUID]]) -> None:
    event, _ = full
    first, second = wait(event), wait(event, LATER)
    assert letters(first) == letters(second) == ["joined"]
    assert [count_ahead(entry(each)) for each in (first, second)] == [0, 1]
    assert [each.action for each in list_entries(first)] == ["bookings.wait_list_joined"]


def test_the_same_form_again_is_one_entry_and_one_letter(full: tuple[Event, list[UUID]]) -> None:
    event, _ = full
    request = wait_request()
    for _ in range(2):
        with transaction():
            join(event.slug, request, BOOKED_AT)
    assert len(db.session.scalars(select(WaitListEntry.id)).all()) == 1
    assert letters(find(request.mailbox)) == ["joined"]


def test_the_same_address_again_is_told_by_letter_only(full: tuple[Event, list[UUID]]) -> None:
    event, _ = full
    first = wait(event, email="wanda@example.org")
    assert wait(event, LATER, email="Wanda@Example.org", number=2) == first
    assert letters(first) == ["joined", "already"]
    assert entry(first).number == 1


def test_nobody_waits_for_what_is_there(context: Flask) -> None:
    event = make_event(quota=3)
    make_booking(event, number=2)
    with pytest.raises(PlacesLeft):
        wait(event)
    # Who needs more than there are may.
    wait(event, number=2)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"number": 7}, TooManyTickets),
        ({"number": 0}, NotBookable),
        ({"ticket_type": "fachticket"}, NotBookable),
        ({"ticket_type": "gibt-es-nicht"}, NotBookable),
    ],
)
def test_who_could_not_book_cannot_wait(
    full: tuple[Event, list[UUID]], changes: dict[str, object], error: type[Exception]
) -> None:
    with pytest.raises(error):
        wait(full[0], **changes)


def test_a_place_that_comes_back_is_offered_and_nobody_overtakes(
    full: tuple[Event, list[UUID]],
) -> None:
    event, booked = full
    first, second = wait(event), wait(event, LATER)
    cancel(booked[0])
    # In the moment it is free it is kept, before any round of the worker.
    assert quota(event) == (2, 1, 0)
    assert left(event) == 0
    with pytest.raises(SoldOut):
        make_booking(event)
    rounds()
    assert quota(event) == (3, 0, 0)
    assert entry(first).state is EntryState.OFFERED
    assert entry(second).state is EntryState.WAITING
    assert letters(first) == ["joined", "offer"]


def test_what_nobody_waits_for_is_free_at_once(full: tuple[Event, list[UUID]]) -> None:
    event, booked = full
    cancel(booked[0])
    assert quota(event) == (2, 0, 0)
    make_booking(event)


def test_what_fits_nobody_who_waits_is_for_everybody(full: tuple[Event, list[UUID]]) -> None:
    event, booked = full
    wait(event, number=2)
    cancel(booked[0])
    assert left(event) == 0
    rounds()
    assert left(event) == 1
    make_booking(event)


def test_who_was_passed_over_three_times_has_places_saved(full: tuple[Event, list[UUID]]) -> None:
    event, booked = full
    group = wait(event, number=2)
    booking_id = booked[0]
    for _ in range(3):
        cancel(booking_id)
        rounds()
        booking_id = make_booking(event).id
    cancel(booking_id)
    rounds()
    assert entry(group).passed_over == 4
    assert (quota(event), left(event)) == ((2, 0, 1), 0)
    cancel(booked[1])
    rounds()
    assert entry(group).state is EntryState.OFFERED
    assert quota(event) == (3, 0, 0)


def test_what_was_saved_for_somebody_who_leaves_is_for_others(
    full: tuple[Event, list[UUID]],
) -> None:
    event, booked = full
    group = wait(event, number=2)
    with transaction():
        db.session.execute(update(WaitListEntry).values(passed_over=9))
    cancel(booked[0])
    rounds()
    assert left(event) == 0
    go(group)
    rounds()
    assert left(event) == 1
