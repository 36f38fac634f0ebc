"""Accept an offer, decline it, let it pass, or leave the list."""

from datetime import timedelta
from uuid import UUID

import pytest

from ortenaudigital.bookings.queries import get_booking
from ortenaudigital.bookings.wait_list.errors import (
    NotWaiting,
    OfferEnded,
)
from ortenaudigital.bookings.wait_list.rules import EntryState
from ortenaudigital.events.models import Event
from ortenaudigital.outbox.queries import list_letters_about
from tests.features.bookings.wait_list.people import (
    LATER,
    cancel,
    entry,
    letters,
    rounds,
    wait,
)
from tests.features.bookings.wait_list.seen import answer, go, left, quota

AFTER_OFFER = LATER + timedelta(hours=49)


def test_accepting_books_on_what_is_held(full: tuple[Event, list[UUID]]) -> None:
    event, booked = full
    first = wait(event, language="fr")
    cancel(booked[0])
    rounds()
    booking_id = answer(first)
    booking = get_booking(booking_id)
    assert (booking.name, booking.language, len(booking.tickets)) == ("Wanda Wartet", "fr", 1)
    assert [each.kind for each in list_letters_about(str(booking_id))] == ["bookings.confirmation"]
    assert quota(event) == (3, 0, 0)
    assert entry(first).state is EntryState.BOOKED
    # Pressing again leads to the same booking.
    assert answer(first) == booking_id


def test_whoever_takes_fewer_leaves_the_rest_to_the_next(full: tuple[Event, list[UUID]]) -> None:
    event, booked = full
    two, one = wait(event, number=2), wait(event, LATER)
    for each in booked[:2]:
        cancel(each)
    rounds()
    assert (entry(two).state, entry(one).state) == (EntryState.OFFERED, EntryState.WAITING)
    assert len(get_booking(answer(two, 1)).tickets) == 1
    assert left(event) == 0
    rounds()
    assert entry(one).state is EntryState.OFFERED


@pytest.mark.parametrize("number", [0, 2, -1])
def test_nobody_accepts_other_than_what_is_offered(
    full: tuple[Event, list[UUID]], number: int
) -> None:
    event, booked = full
    first = wait(event)
    cancel(booked[0])
    rounds()
    with pytest.raises(OfferEnded):
        answer(first, number)
    assert entry(first).state is EntryState.OFFERED


def test_who_has_no_offer_accepts_nothing(full: tuple[Event, list[UUID]]) -> None:
    first = wait(full[0])
    with pytest.raises(OfferEnded):
        answer(first)


def test_a_declined_offer_goes_to_the_next(full: tuple[Event, list[UUID]]) -> None:
    event, booked = full
    first, second = wait(event), wait(event, LATER)
    cancel(booked[0])
    rounds()
    go(first, EntryState.DECLINED)
    assert left(event) == 0
    rounds()
    assert (entry(first).state, entry(second).state) == (EntryState.DECLINED, EntryState.OFFERED)
    assert letters(first) == ["joined", "offer", "ended"]
    with pytest.raises(OfferEnded):
        answer(first)


def test_an_offer_that_nobody_answers_goes_to_the_next(full: tuple[Event, list[UUID]]) -> None:
    event, booked = full
    first, second = wait(event), wait(event, LATER)
    cancel(booked[0])
    rounds()
    with pytest.raises(OfferEnded):
        answer(first, now=AFTER_OFFER)
    rounds(AFTER_OFFER)
    assert (entry(first).state, entry(second).state) == (EntryState.EXPIRED, EntryState.OFFERED)
    assert letters(first) == ["joined", "offer", "ended"]
    assert quota(event) == (3, 0, 0)


def test_leaving_works_at_any_time_and_once(full: tuple[Event, list[UUID]]) -> None:
    event, booked = full
    waits, offered = wait(event, LATER), wait(event)
    cancel(booked[0])
    rounds()
    go(waits)
    go(offered)
    for each in (waits, offered):
        assert entry(each).state is EntryState.LEFT
        assert letters(each)[-1] == "ended"
        with pytest.raises(NotWaiting):
            go(each)
    rounds()
    assert left(event) == 1


def test_who_cancels_is_not_offered_again(full: tuple[Event, list[UUID]]) -> None:
    event, booked = full
    first = wait(event)
    cancel(booked[0])
    rounds()
    cancel(answer(first))
    rounds()
    assert entry(first).state is EntryState.BOOKED
    assert left(event) == 1
