"""Many at once who want what came free: it goes to whom it was promised, once."""

import random
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from ortenaudigital.bookings.access.models import AccessCode
from ortenaudigital.bookings.changes import cancel_tickets
from ortenaudigital.bookings.commands import book
from ortenaudigital.bookings.holds.commands import release_expired
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.queries import get_booking
from ortenaudigital.bookings.rules import Right, Way
from ortenaudigital.bookings.wait_list.answers import accept
from ortenaudigital.bookings.wait_list.commands import join, leave
from ortenaudigital.bookings.wait_list.links import entry_key
from ortenaudigital.bookings.wait_list.models import WaitListEntry
from ortenaudigital.bookings.wait_list.offers import let_go, offer_places
from ortenaudigital.bookings.wait_list.rules import EntryState
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.kernel.errors import DomainError
from tests.concurrency.events.test_quota_races import TYPES, check_counts, make, store
from tests.concurrency.test_races import THREADS
from tests.concurrency.test_races import together as all_together
from tests.concurrency.together import behind, times, together
from tests.factories import BOOKED_AT, booking_request, make_event
from tests.features.bookings.wait_list.people import LATER, rounds, wait_request
from tests.features.bookings.wait_list.truth import check_rest, check_truth
from tests.invited import make_code, set_type

MANY = 16
CITIZENS = TYPES[0]


def check_all() -> None:
    """Check that what is taken is a recount, and all else that must hold."""
    check_counts()
    check_truth()


def full(size: int = 3) -> tuple[str, int, list[UUID]]:
    """Make an event whose hall is full; return its slug, its id, and the bookings."""
    slug = make(hall=size, house=100)
    event_id = get_event(slug).id
    db.session.rollback()
    booked = []
    for _ in range(size):
        with transaction():
            booked.append(book(slug, booking_request(), BOOKED_AT))
    return slug, event_id, booked


def wait(slug: str, **changes: object) -> UUID:
    request = wait_request(**changes)
    with transaction():
        join(slug, request, BOOKED_AT)
    query = select(WaitListEntry.id).where(WaitListEntry.mailbox == request.mailbox)
    entry_id = db.session.scalars(query).one()
    db.session.rollback()
    return entry_id


def free(booking_id: UUID) -> Callable[[], int]:
    return lambda: cancel_tickets(get_booking(booking_id), {1}, LATER)


def accepting(entry_id: UUID, number: int = 1) -> Callable[[], str]:
    return lambda: str(accept(entry_key(entry_id), number, LATER))


def joining(slug: str, **changes: object) -> Callable[[], str]:
    request = wait_request(**changes)

    def act() -> str:
        join(slug, request, LATER)
        return "waits"

    return act


def count(table: type, *which: object) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table).where(*which)) or 0  # type: ignore[arg-type]  # conditions


def offered(slug: str, booking_id: UUID) -> UUID:
    entry_id = wait(slug)
    with transaction():
        free(booking_id)()
    rounds()
    return entry_id


def test_sixteen_who_want_the_place_that_was_promised_to_somebody(context: Flask) -> None:
    slug, event_id, booked = full()
    first = wait(slug)

    def try_to_book() -> str:
        book(slug, booking_request(), LATER)
        return "booked"

    deeds = [*times(MANY - 2, try_to_book), free(booked[0]), lambda: offer_places(event_id, LATER)]
    told = Counter(together(context, *deeds))
    assert told["sold_out"] == MANY - 2
    rounds()
    assert count(Booking) == 3
    assert count(WaitListEntry, WaitListEntry.state == EntryState.OFFERED) == 1
    assert db.session.get_one(WaitListEntry, first).is_offered
    check_all()


def test_sixteen_rounds_at_once_offer_a_place_once(context: Flask) -> None:
    slug, event_id, booked = full()
    for number in range(4):
        wait(slug, email=f"gast{number}@example.org")
    with transaction():
        free(booked[0])()
    told = together(context, *times(MANY, lambda: offer_places(event_id, LATER)))
    assert sorted(told) == ["0"] * (MANY - 1) + ["1"]
    check_all()


def test_sixteen_who_accept_one_offer_have_one_booking(context: Flask) -> None:
    slug, _, booked = full()
    entry_id = offered(slug, booked[0])
    told = together(context, *times(MANY, accepting(entry_id)))
    assert len(set(told)) == 1
    assert count(Booking) == 4
    check_all()


def test_sixteen_who_accept_different_numbers_have_one_booking(context: Flask) -> None:
    slug, _, booked = full()
    entry_id = wait(slug, number=2)
    for each in booked[:2]:
        with transaction():
            free(each)()
    rounds()
    deeds = [accepting(entry_id, 1 + number % 2) for number in range(MANY)]
    told = set(together(context, *deeds)) - {"offer_ended"}
    assert len(told) == 1
    assert count(Booking) == 4
    check_all()


@pytest.mark.parametrize("first", ["accept", "expire"])
def test_an_offer_that_ends_while_it_is_accepted(context: Flask, first: str) -> None:
    slug, _, booked = full()
    entry_id = offered(slug, booked[0])
    hold_id = db.session.get_one(WaitListEntry, entry_id).hold_id
    db.session.rollback()
    assert hold_id is not None
    deeds: dict[str, Callable[[], object]] = {
        "accept": accepting(entry_id),
        "expire": lambda: len(release_expired([hold_id], LATER)),
    }
    (second,) = deeds.keys() - {first}
    told = behind(context, deeds[first], deeds[second])
    assert told == {"accept": "0", "expire": "offer_ended"}[first]
    db.session.expire_all()
    wanted = {"accept": EntryState.BOOKED, "expire": EntryState.EXPIRED}[first]
    assert db.session.get_one(WaitListEntry, entry_id).state is wanted
    check_all()


def test_sixteen_who_accept_and_expire_and_decline_at_once(context: Flask) -> None:
    slug, _, booked = full(6)
    for number in range(5):
        with suppress(DomainError), transaction():
            # What nobody took the last time.
            book(slug, booking_request(), LATER)
        entry_id = offered(slug, booked[number])
        hold_id = db.session.get_one(WaitListEntry, entry_id).hold_id
        db.session.rollback()
        deeds = [
            accepting(entry_id),
            lambda hold_id=hold_id: release_expired([hold_id], LATER),
            lambda entry_id=entry_id: leave(entry_id, LATER, EntryState.DECLINED),
            accepting(entry_id),
        ]
        together(context, *deeds * (MANY // 4))
        check_all()


def test_sixteen_who_join_with_one_address_wait_once(context: Flask) -> None:
    slug, _, _ = full()
    same = joining(slug, email="wanda@example.org")
    others = [joining(slug, email="Wanda@example.org") for _ in range(MANY // 2)]
    assert set(together(context, *times(MANY // 2, same), *others)) == {"waits"}
    assert count(WaitListEntry) == 1


@pytest.mark.parametrize("first", ["join", "cancel"])
def test_who_joins_while_a_place_comes_free_misses_nothing(context: Flask, first: str) -> None:
    slug, _, booked = full()
    deeds: dict[str, Callable[[], object]] = {"join": joining(slug), "cancel": free(booked[0])}
    (second,) = deeds.keys() - {first}
    told = behind(context, deeds[first], deeds[second])
    assert told == {"join": "1", "cancel": "places_left"}[first]
    check_all()
    rounds()
    check_rest()


@pytest.mark.parametrize("first", ["join", "cancel"])
def test_a_place_of_another_type_that_shares_the_hall(context: Flask, first: str) -> None:
    """They lock the rows of different types, and meet at the quota."""
    slug, _, booked = full()
    children = joining(slug, ticket_type=TYPES[1])
    deeds: dict[str, Callable[[], object]] = {"join": children, "cancel": free(booked[0])}
    (second,) = deeds.keys() - {first}
    told = behind(context, deeds[first], deeds[second])
    assert told == {"join": "1", "cancel": "places_left"}[first]
    check_all()


def test_leaving_in_the_moment_of_the_offer(context: Flask) -> None:
    slug, event_id, booked = full()
    entry_id = wait(slug)
    with transaction():
        free(booked[0])()
    behind(context, lambda: offer_places(event_id, LATER), lambda: leave(entry_id, LATER))
    db.session.expire_all()
    assert db.session.get_one(WaitListEntry, entry_id).state is EntryState.LEFT
    check_all()
    rounds()
    check_rest()


def test_everything_at_once_ends_with_what_is_true(context: Flask) -> None:
    """Whoever gives places back, offers and takes them locks in one order, and none waits."""
    slug, event_id, _ = full(6)

    def act(index: int) -> str:
        draw = random.Random(index)
        for _ in range(2):
            with suppress(DomainError), transaction():
                request = booking_request(ticket_type=draw.choice(TYPES), number=draw.randint(1, 3))
                book(slug, request, LATER)
            with suppress(DomainError), transaction():
                number = draw.randint(1, 3)
                join(slug, wait_request(ticket_type=draw.choice(TYPES), number=number), LATER)
            with suppress(DomainError), transaction():
                found = db.session.scalars(select(Booking.id)).all()
                cancel_tickets(get_booking(draw.choice(found)), {1, 2}, LATER)
            with transaction():
                offer_places(event_id, LATER)
            _answer(draw)
            if draw.random() < 0.2:
                with suppress(DomainError):
                    store(draw.randint(6, 9), 100)
        return "done"

    assert all_together(context, THREADS, act) == {"done": THREADS}
    check_all()
    for _ in range(2):
        rounds(LATER + timedelta(hours=1))
    check_all()
    check_rest()


def _answer(draw: random.Random) -> None:
    with suppress(DomainError), transaction():
        entries = db.session.scalars(select(WaitListEntry.id)).all()
        if entries and draw.random() < 0.5:
            accept(entry_key(draw.choice(entries)), 1, LATER)
        elif entries:
            leave(draw.choice(entries), LATER)


def test_sixteen_who_find_a_place_that_is_kept_for_nobody(context: Flask) -> None:
    slug, event_id, booked = full()
    waits = wait(slug)
    with transaction():
        cancel_tickets(get_booking(booked[0]), {1}, LATER)
    with transaction():
        leave(waits, LATER)

    def press() -> str:
        let_go(event_id, LATER)
        return str(book(slug, booking_request(), LATER))

    came = together(context, *times(MANY, press))
    assert Counter(came)["sold_out"] == MANY - 1
    check_all()


def test_one_code_that_is_offered_accepted_and_booked_at_once_is_used_once(context: Flask) -> None:
    event = make_event()
    slug, event_id = event.slug, event.id
    set_type(slug, 1, max_per_booking=20)
    fill = Right(Way.CODE, make_code(event, size=None, label="voll").id)
    kind = {"ticket_type": "fachticket"}
    with transaction():
        full_id = book(slug, booking_request(right=fill, number=20, **kind), BOOKED_AT)
    single = Right(Way.CODE, make_code(event, size=1).id)
    waits = [wait(slug, right=single, **kind) for _ in range(2)]
    with transaction():
        cancel_tickets(get_booking(full_id), {1, 2, 3, 4}, LATER)
    db.session.rollback()

    def press() -> str:
        return str(book(slug, booking_request(right=single, **kind), LATER))

    acts = [lambda: offer_places(event_id, LATER), *map(accepting, waits), press, press]
    together(context, *acts, *map(accepting, waits))
    # If the offer was made after all others had asked, it is accepted now.
    together(context, *map(accepting, waits))
    db.session.rollback()
    db.session.expire_all()
    assert db.session.get_one(AccessCode, single.id).used == 1
    booked = select(func.count()).where(Booking.access_code_id == single.id)
    assert db.session.scalar(booked) == 1
