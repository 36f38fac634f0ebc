"""Wait, get an offer, accept it, decline it, let it pass; and nobody overtakes who waits."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, update

from ortenaudigital.audit.commands import list_entries
from ortenaudigital.bookings.errors import BookingClosed, NotBookable, TooManyTickets
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.bookings.queries import get_booking
from ortenaudigital.bookings.wait_list.answers import accept
from ortenaudigital.bookings.wait_list.commands import join, leave, open_list
from ortenaudigital.bookings.wait_list.errors import (
    NotWaiting,
    OfferEnded,
    PlacesLeft,
    TooFewPlaces,
    WaitListClosed,
)
from ortenaudigital.bookings.wait_list.links import entry_key
from ortenaudigital.bookings.wait_list.models import WaitListEntry
from ortenaudigital.bookings.wait_list.offers import offer_now
from ortenaudigital.bookings.wait_list.queries import count_ahead, count_by_type
from ortenaudigital.bookings.wait_list.rules import EntryState
from ortenaudigital.event_changes.commands import import_event
from ortenaudigital.event_changes.states import Move, change_state, list_moves
from ortenaudigital.events.errors import SoldOut, StillReliedOn
from ortenaudigital.events.models import Event, Quota, TicketType
from ortenaudigital.events.queries import get_event, public_capacities
from ortenaudigital.events.rights import Decision
from ortenaudigital.events.rules import EventState
from ortenaudigital.events.sections.toml.event import read_event_file
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.queries import list_letters_about
from tests.factories import BOOKED_AT, event_file_text, make_booking, make_event
from tests.features.bookings.wait_list.people import (
    LATER,
    cancel,
    entry,
    find,
    full_event,
    letters,
    rounds,
    wait,
    wait_request,
)

AFTER_OFFER = LATER + timedelta(hours=49)


@pytest.fixture
def full(context: Flask) -> tuple[Event, list[UUID]]:
    event, bookings = full_event(3)
    return event, [each.id for each in bookings]


def answer(entry_id: UUID, number: int = 1, now: datetime = LATER) -> UUID:
    with transaction():
        return accept(entry_key(entry_id), number, now)


def go(entry_id: UUID, state: EntryState = EntryState.LEFT) -> None:
    with transaction():
        leave(entry_id, LATER, state)


def quota(event: Event) -> tuple[int, int, int]:
    """Return what is taken, freed and saved of the places of citizens."""
    db.session.rollback()
    own = select(TicketType.quota_id).where(
        TicketType.event_id == event.id, TicketType.slug == "buergerticket"
    )
    columns = (Quota.taken, Quota.freed, Quota.saved)
    row = db.session.execute(select(*columns).where(Quota.id == own.scalar_subquery())).one()
    return row.taken, row.freed, row.saved


def left(event: Event) -> int:
    db.session.rollback()
    db.session.expire_all()
    return public_capacities([get_event(event.slug)], LATER)[event.id].left


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
