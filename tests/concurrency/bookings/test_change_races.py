"""Two windows, two people or a double press change one booking: it stays whole, told once."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from uuid import UUID, uuid4

import pytest
from flask import Flask, current_app
from sqlalchemy import select

from ortenaudigital.bookings.access.addresses import count_of_address
from ortenaudigital.bookings.changes import (
    COMPANION,
    Names,
    add_ticket,
    ask_for_address,
    cancel_tickets,
    change_names,
    confirm_address,
    get_address_change,
    reissue_own,
)
from ortenaudigital.bookings.changes.letters import ADDRESS_CHANGED, CHANGED
from ortenaudigital.bookings.commands import book
from ortenaudigital.bookings.links import address_change_key, ticket_code
from ortenaudigital.bookings.models import Booking, RetiredCode, Ticket
from ortenaudigital.bookings.organising.moving import Move, move_tickets
from ortenaudigital.bookings.queries import get_booking
from ortenaudigital.checkin.commands import ScanRequest, scan
from ortenaudigital.checkin.models import Admission
from ortenaudigital.events.models import Event, Quota
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.queries import list_letters
from ortenaudigital.privacy.requests import erase, find
from tests.concurrency.together import behind, times, together
from tests.factories import BOOKED_AT, booking_request, make_booking, make_device, make_event
from tests.features.checkin.test_checkin import paired
from tests.invited import set_type

ROUNDS = 4
SIX = 6
Act = Callable[[], object]


@pytest.fixture
def event(context: Flask) -> Iterator[Event]:
    yield make_event(quota=100)
    forget()


def forget() -> None:
    db.session.rollback()
    db.session.expire_all()


def booked(event: Event, number: int = 2) -> UUID:
    booking_id = make_booking(event, number=number).id
    forget()
    return booking_id


def add(booking_id: UUID, position: int, name: str) -> Act:
    return lambda: add_ticket(get_booking(booking_id), position, name, BOOKED_AT)


def rename(booking_id: UUID, position: int, name: str, actor: str = "holder") -> Act:
    names = Names(tickets={position: name})
    return lambda: change_names(get_booking(booking_id), names, BOOKED_AT, actor)


def cancel(booking_id: UUID, *positions: int, actor: str = "holder") -> Act:
    return lambda: cancel_tickets(get_booking(booking_id), set(positions), BOOKED_AT, actor)


def reissue(booking_id: UUID, position: int = 1, now: datetime = BOOKED_AT) -> Act:
    return lambda: reissue_own(get_booking(booking_id).tickets[position - 1], 0, now)


def call_off(booking_id: UUID, address: str) -> Act:
    return lambda: erase(find(address), BOOKED_AT, "test")


def check(event: Event, booking_id: UUID) -> Booking:
    """Check that places and valid tickets are as many, and positions follow one another."""
    forget()
    taken = db.session.scalars(
        select(Quota.taken).where(Quota.id == event.ticket_types[0].quota_id)
    )
    valid = db.session.scalars(select(Ticket).where(Ticket.cancelled_at.is_(None))).unique().all()
    assert taken.one() == len(valid)
    booking = get_booking(booking_id)
    assert [each.position for each in booking.tickets] == list(range(1, len(booking.tickets) + 1))
    assert (booking.cancelled_at is None) == bool(booking.valid_tickets)
    return booking


def letters(kind: str, booking_id: UUID) -> int:
    forget()
    return sum(each.kind == kind and each.subject_id == str(booking_id) for each in list_letters())


def test_a_double_press_adds_one(context: Flask, event: Event) -> None:
    for _ in range(ROUNDS):
        booking_id = booked(event)
        told = together(context, *times(SIX, add(booking_id, 3, "Kim")))
        assert Counter(told) == {"True": 1, "False": 5}
        assert len(check(event, booking_id).tickets) == 3
        assert letters(CHANGED, booking_id) == 1


def test_two_windows_that_add_others_add_one(context: Flask, event: Event) -> None:
    for _ in range(ROUNDS):
        booking_id = booked(event)
        told = together(context, add(booking_id, 3, "Kim"), add(booking_id, 3, "Lou"))
        assert sorted(told) == ["True", "booking_changed"]
        assert len(check(event, booking_id).tickets) == 3


def test_the_last_place_goes_to_one(context: Flask) -> None:
    event = make_event(quota=5)
    first, second = booked(event), booked(event)
    told = together(context, add(first, 3, "Kim"), add(second, 3, "Lou"))
    assert sorted(told) == ["True", "sold_out"]
    check(event, first)


def test_whoever_adds_while_all_is_cancelled_adds_before_or_not_at_all(
    context: Flask, event: Event
) -> None:
    for _ in range(ROUNDS):
        booking_id = booked(event)
        told = together(context, add(booking_id, 3, "Kim"), cancel(booking_id, 1, 2))
        assert told in (["True", "2"], ["booking_changed", "2"])
        booking = check(event, booking_id)
        assert len(booking.valid_tickets) == (told[0] == "True")


def test_companions_and_who_booked_change_at_once(context: Flask, event: Event) -> None:
    for _ in range(ROUNDS):
        booking_id = booked(event, 4)
        acts = [
            rename(booking_id, 1, "Anna"),
            rename(booking_id, 2, "Bert", COMPANION),
            cancel(booking_id, 3, actor=COMPANION),
            cancel(booking_id, 3, 4),
            reissue(booking_id),
            add(booking_id, 5, "Emil"),
        ]
        told = together(context, *acts)
        assert told[4:] == ["True", "True"], told
        assert int(told[2]) + int(told[3]) == 2, told
        booking = check(event, booking_id)
        assert [each.name for each in booking.valid_tickets] == ["Anna", "Bert", "Emil"]
        assert all(word in booking.search_text for word in ("anna", "bert", "emil"))
        assert letters(CHANGED, booking_id) == 1


def test_a_double_press_gives_one_new_code(context: Flask, event: Event) -> None:
    for _ in range(ROUNDS):
        booking_id = booked(event)
        told = together(context, *times(SIX, reissue(booking_id)))
        assert Counter(told) == {"True": 1, "False": 5}
        ticket = check(event, booking_id).tickets[0]
        query = select(RetiredCode).where(RetiredCode.ticket_id == ticket.id)
        assert len(db.session.scalars(query).all()) == 1


def test_an_address_confirmed_at_once_is_told_once(context: Flask, event: Event) -> None:
    for number in range(ROUNDS):
        booking_id = booked(event)
        with transaction():
            booking = get_booking(booking_id)
            change_id = ask_for_address(booking, f"neu{number}@example.org", BOOKED_AT)
        key = address_change_key(change_id)

        told = together(context, *times(4, partial(move, key)))
        assert Counter(told) == {"True": 1, "False": 3}
        assert letters(ADDRESS_CHANGED, change_id) == 1


def test_bookings_that_move_to_one_address_at_once_do_not_pass_its_limit(
    context: Flask, event: Event
) -> None:
    set_type(event.slug, 0, max_per_address=2)
    for number in range(ROUNDS):
        new = f"neu{number}@example.org"
        # The first of two tickets is booked by who has the address, while others move to it.
        keys = []
        for guest in "abcd":
            booking_id = make_booking(event, email=f"{guest}{number}@example.org").id
            with transaction():
                change_id = ask_for_address(get_booking(booking_id), new, BOOKED_AT)
            keys.append(address_change_key(change_id))
        forget()
        moves: list[Act] = [partial(move, key) for key in keys]
        press = partial(book, event.slug, booking_request(email=new), BOOKED_AT)
        told = together(context, *moves, press)
        assert len({"receiver_has_enough", "enough_for_address"} & set(told)) >= 1, told
        forget()
        assert count_of_address(event.id, event.ticket_types[0].id, new) == 2


def move(key: str) -> bool:
    return confirm_address(get_address_change(key, BOOKED_AT), BOOKED_AT)


def test_who_is_forgotten_while_they_change_stays_forgotten(context: Flask, event: Event) -> None:
    for number in range(ROUNDS):
        address = f"gast{number}@example.org"
        booking_id = make_booking(event, number=2, email=address).id
        forget()
        acts = [rename(booking_id, 2, "Kim"), add(booking_id, 3, "Lou"), reissue(booking_id)]
        together(context, call_off(booking_id, address), *acts)
        booking = check(event, booking_id)
        assert booking.erased_at is not None
        assert [booking.email, booking.search_text] == ["", ""]
        assert {ticket.name for ticket in booking.tickets} == {""}


@pytest.mark.parametrize("round_", range(4))
def test_a_code_that_is_replaced_while_it_is_scanned_lets_in_before_or_not(
    app: Flask, now: datetime, round_: int
) -> None:
    with app.app_context():
        event = make_event()
        booking = make_booking(event)
        booking_id, code = booking.id, ticket_code(booking.tickets[0].id, 0)
        device = paired(make_device(event)[0])

    def look() -> str:
        return scan(device, ScanRequest(uuid4(), code, now), now).verdict

    acts: list[Act] = [look, reissue(booking_id, now=now), look, look]
    told = together(app, *acts[round_:], *acts[:round_])
    assert told.count("True") == 1
    verdicts = [each for each in told if each not in ("True", "False")]
    assert set(verdicts) <= {"welcome", "already_in", "replaced"}
    with app.app_context():
        entered = db.session.scalars(select(Admission)).one_or_none() is not None
        assert entered == ("welcome" in verdicts)


def test_tickets_of_two_types_cancelled_at_once_are_both_counted(event: Event) -> None:
    """They lock different types, and meet at the booking."""
    booking_id = make_booking(event, number=2).id
    with transaction():
        wanted = Move({2}, event.ticket_types[1])
        move_tickets(get_booking(booking_id), wanted, BOOKED_AT, "olga")

    def cancel(position: int) -> object:
        return cancel_tickets(get_booking(booking_id), {position}, BOOKED_AT)

    behind(current_app._get_current_object(), lambda: cancel(1), lambda: cancel(2))  # type: ignore[attr-defined]  # it is a proxy
    db.session.rollback()
    booking = db.session.get_one(Booking, booking_id, populate_existing=True)
    assert booking.ticket_count == 0
    assert booking.cancelled_at is not None
