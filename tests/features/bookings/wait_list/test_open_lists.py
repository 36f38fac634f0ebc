"""A list that closes, that gets more places, and whom an organiser helps out of turn."""

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import update

from ortenaudigital.audit.commands import list_entries
from ortenaudigital.bookings.errors import BookingClosed
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.bookings.wait_list.commands import open_list
from ortenaudigital.bookings.wait_list.errors import (
    NotWaiting,
    TooFewPlaces,
    WaitListClosed,
)
from ortenaudigital.bookings.wait_list.models import WaitListEntry
from ortenaudigital.bookings.wait_list.offers import offer_now
from ortenaudigital.bookings.wait_list.queries import count_by_type
from ortenaudigital.bookings.wait_list.rules import EntryState
from ortenaudigital.event_changes.commands import import_event
from ortenaudigital.event_changes.states import Move, change_state, list_moves
from ortenaudigital.events.errors import StillReliedOn
from ortenaudigital.events.models import Event
from ortenaudigital.events.rights import Decision
from ortenaudigital.events.rules import EventState
from ortenaudigital.events.sections.toml.event import read_event_file
from ortenaudigital.kernel.db import db, transaction
from tests.factories import BOOKED_AT, event_file_text, make_booking, make_event
from tests.features.bookings.wait_list.people import (
    LATER,
    cancel,
    entry,
    full_event,
    letters,
    rounds,
    wait,
)
from tests.features.bookings.wait_list.seen import left, quota


def test_more_places_work_through_the_list(full: tuple[Event, list[UUID]]) -> None:
    event, _ = full
    everybody = [wait(event, BOOKED_AT + timedelta(seconds=n)) for n in range(3)]
    with transaction():
        import_event(read_event_file(event_file_text(quota=5)), Decision(), LATER, "test")
    assert left(event) == 0
    rounds()
    states = [entry(each).state for each in everybody]
    assert states == [EntryState.OFFERED, EntryState.OFFERED, EntryState.WAITING]


def test_a_list_that_is_closed_takes_nobody_and_forgets_nobody(
    full: tuple[Event, list[UUID]],
) -> None:
    event, booked = full
    first = wait(event)
    ticket_type = event.ticket_types[0]
    with transaction():
        open_list(ticket_type, is_open=False, now=LATER, actor="olga@example.org")
    with pytest.raises(WaitListClosed):
        wait(event)
    cancel(booked[0])
    rounds()
    assert entry(first).state is EntryState.OFFERED


def test_an_organiser_offers_out_of_turn_with_a_reason(full: tuple[Event, list[UUID]]) -> None:
    event, booked = full
    group, urgent = wait(event, number=2), wait(event, LATER)
    with pytest.raises(TooFewPlaces), transaction():
        offer_now(urgent, "Rednerin", LATER, "olga@example.org")
    cancel(booked[0])
    with transaction():
        offer_now(urgent, "Rednerin", LATER, "olga@example.org")
    assert entry(urgent).state is EntryState.OFFERED
    assert quota(event) == (3, 0, 0)
    assert list_entries(urgent)[-1].details == {"reason": "Rednerin"}
    assert letters(urgent) == ["joined", "offer"]
    with pytest.raises(NotWaiting), transaction():
        offer_now(urgent, "Rednerin", LATER, "olga@example.org")
    assert entry(group).state is EntryState.WAITING


def test_out_of_turn_takes_nothing_of_what_is_kept_for_others_but_what_it_needs(
    context: Flask,
) -> None:
    event, bookings = full_event(4)
    booked = [each.id for each in bookings]
    wait(event, number=4)
    urgent = wait(event, LATER)
    with transaction():
        first = update(WaitListEntry).where(WaitListEntry.number == 4)
        db.session.execute(first.values(passed_over=9))
    for each in booked[:3]:
        cancel(each)
    rounds()
    assert quota(event) == (1, 0, 3)
    with transaction():
        offer_now(urgent, "Rednerin", LATER, "olga@example.org")
    assert quota(event) == (2, 0, 2)


def test_the_end_of_booking_closes_the_list_and_says_so(full: tuple[Event, list[UUID]]) -> None:
    event, booked = full
    waits, offered = wait(event, LATER), wait(event)
    cancel(booked[0])
    rounds()
    over = event.last_day.closes_at
    with transaction():
        db.session.execute(update(Event).values(booking_closes_at=LATER + timedelta(minutes=1)))
    rounds(LATER + timedelta(minutes=2))
    for each in (waits, offered):
        assert entry(each).state is EntryState.CLOSED
        assert letters(each)[-1] == "ended"
    with pytest.raises(BookingClosed):
        wait(event, over)
    assert count_by_type(event) == {}


@pytest.mark.parametrize("tell", [True, False])
def test_a_cancelled_event_closes_its_lists_and_tells_if_it_is_wished(
    full: tuple[Event, list[UUID]], tell: bool
) -> None:
    event, booked = full
    waits, offered = wait(event, LATER), wait(event)
    cancel(booked[0])
    rounds()
    assert list_moves(event, LATER).concerned.waiting == 2
    with transaction():
        told = change_state(event.slug, Move(EventState.CANCELLED, tell), LATER, "test")
    assert told.waiting == (2 if tell else 0)
    # Nothing is left for the worker, which knows nothing of the wish.
    for _ in range(2):
        assert {entry(each).state for each in (waits, offered)} == {EntryState.CLOSED}
        assert (letters(waits)[1:], letters(offered)[2:]) == (["ended"] * tell, ["ended"] * tell)
        assert quota(event) == (2, 0, 0)
        rounds(LATER + timedelta(days=3))


def test_who_only_waits_is_somebody_to_tell(full: tuple[Event, list[UUID]]) -> None:
    event, _ = full
    wait(event)
    with transaction():
        db.session.execute(update(Ticket).values(cancelled_at=LATER))
    assert list_moves(event, LATER).concerned.any


def test_a_day_that_moves_is_told_to_who_has_an_offer(full: tuple[Event, list[UUID]]) -> None:
    event, booked = full
    offered, waits = wait(event), wait(event, LATER)
    cancel(booked[0])
    rounds()
    moved = read_event_file(event_file_text(quota=3, opens="09:00"))
    with transaction():
        import_event(moved, Decision(announce=True), LATER, "test")
    assert letters(offered)[-1] == "changed"
    assert letters(waits) == ["joined"]


def test_an_event_that_somebody_waits_for_is_hidden_no_more(context: Flask) -> None:
    event = make_event(quota=1)
    booking = make_booking(event)
    wait(event)
    cancel(booking.id)
    with transaction():
        db.session.execute(update(Booking).values(event_id=event.id))
    with pytest.raises(StillReliedOn), transaction():
        change_state(event.slug, Move(EventState.DRAFT, tell=False), LATER, "test")


def test_counts_by_type(full: tuple[Event, list[UUID]]) -> None:
    event, booked = full
    wait(event)
    wait(event, LATER, number=4)
    cancel(booked[0])
    rounds()
    (counted,) = count_by_type(event).values()
    assert (counted.waiting, counted.places, counted.offers) == (1, 4, 1)
