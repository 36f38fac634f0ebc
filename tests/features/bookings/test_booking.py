from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from ortenaudigital.audit.commands import list_entries
from ortenaudigital.bookings.changes import cancel_tickets, reissue_ticket, rename_ticket
from ortenaudigital.bookings.commands import book
from ortenaudigital.bookings.errors import (
    BookingClosed,
    EventOver,
    NotBookable,
    NotYetOpen,
    TooManyTickets,
)
from ortenaudigital.bookings.links import ticket_code
from ortenaudigital.bookings.lists.pages import search_bookings
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.queries import find_ticket_by_short_code
from ortenaudigital.events.errors import SoldOut
from ortenaudigital.events.models import Event, Quota, TicketType
from ortenaudigital.guests.bookings import show_ticket
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.queries import list_letters, list_letters_about
from tests.factories import BOOKED_AT, booking_request, make_booking, make_event

AFTER = datetime(2027, 10, 2, tzinfo=UTC)


def taken(event: Event) -> int:
    db.session.rollback()
    query = (
        select(Quota.taken)
        .join(TicketType, TicketType.quota_id == Quota.id)
        .where(TicketType.event_id == event.id, TicketType.slug == "buergerticket")
    )
    return db.session.scalars(query).one()


def test_book_gives_tickets_and_a_letter(context: Flask) -> None:
    event = make_event()
    booking = make_booking(event, number=3, companions=("Łukasz", ""))
    assert [ticket.display_name for ticket in booking.tickets] == [
        "Erika Müller",
        "Łukasz",
        "Erika Müller",
    ]
    assert taken(event) == 3
    assert [letter.kind for letter in list_letters_about(str(booking.id))] == [
        "bookings.confirmation"
    ]
    assert [entry.action for entry in list_entries(booking.id)] == ["bookings.booked"]


def test_reference_has_no_look_alikes(context: Flask) -> None:
    booking = make_booking(make_event())
    assert booking.reference.startswith("OD-")
    assert len(booking.reference) == 9
    assert not set(booking.reference[3:]) & set("01ILO")


def test_book_twice_with_one_request_gives_one_booking(context: Flask) -> None:
    event = make_event()
    request = booking_request(number=2)
    with transaction():
        first = book(event.slug, request, BOOKED_AT)
    with transaction():
        second = book(event.slug, request, BOOKED_AT)
    assert first == second
    assert taken(event) == 2
    assert len(list_letters()) == 1


def test_book_beyond_quota_is_sold_out_and_leaves_nothing(context: Flask) -> None:
    event = make_event(quota=2)
    make_booking(event)
    with pytest.raises(SoldOut):
        make_booking(event, number=2)
    assert taken(event) == 1
    assert db.session.scalar(select(func.count()).select_from(Booking)) == 1
    assert len(list_letters()) == 1


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"number": 7}, TooManyTickets),
        ({"number": 0}, NotBookable),
        ({"ticket_type": "fachticket"}, NotBookable),
        ({"ticket_type": "nothing"}, NotBookable),
    ],
)
def test_book_refuses_what_the_public_may_not(
    context: Flask, changes: dict[str, object], error: type[Exception]
) -> None:
    with pytest.raises(error):
        make_booking(make_event(), **changes)


def test_book_outside_its_time_is_refused(context: Flask) -> None:
    event = make_event()
    with pytest.raises(BookingClosed):
        make_booking(event, AFTER)
    with transaction():
        event.booking_opens_at = BOOKED_AT + timedelta(days=1)
    with pytest.raises(NotYetOpen):
        make_booking(event)


def test_cancel_gives_the_place_back_once(context: Flask) -> None:
    event = make_event()
    booking = make_booking(event, number=2)
    for expected in (1, 0):
        with transaction():
            assert cancel_tickets(booking, {1}, BOOKED_AT) == expected
    assert taken(event) == 1
    assert booking.cancelled_at is None
    assert [ticket.position for ticket in booking.valid_tickets] == [2]
    with transaction():
        cancel_tickets(booking, {1, 2}, BOOKED_AT)
    assert taken(event) == 0
    assert booking.cancelled_at == BOOKED_AT
    kinds = [letter.kind for letter in list_letters_about(str(booking.id))]
    assert kinds == ["bookings.confirmation", "bookings.cancellation", "bookings.cancellation"]


def test_cancel_after_the_event_is_refused(context: Flask) -> None:
    booking = make_booking(make_event())
    with pytest.raises(EventOver), transaction():
        cancel_tickets(booking, {1}, AFTER)


def test_reissue_voids_the_old_code(context: Flask) -> None:
    ticket = make_booking(make_event()).tickets[0]
    old = ticket_code(ticket.id, 0)
    with transaction():
        reissue_ticket(ticket, BOOKED_AT, "olga")
    new = ticket_code(ticket.id, 1)
    for code, replaced in ((old, True), (new, False)):
        booking, was_replaced = show_ticket(code)
        assert [each.code for each in booking.tickets] == [new]
        assert was_replaced is replaced


def test_short_code_finds_its_ticket(context: Flask) -> None:
    booking = make_booking(make_event(), number=2)
    found = find_ticket_by_short_code(f" {booking.reference.lower()}-2 ")
    assert found is not None
    assert found.position == 2
    for wrong in ("", "OD-2", f"{booking.reference}-9", f"{booking.reference}-x", "-"):
        assert find_ticket_by_short_code(wrong) is None


@pytest.mark.parametrize(
    "words", ["muller", "MÜLLER", "mueller", "erika@", "lukasz", "müll eri", "Müller, Erika"]
)
def test_search_forgives_spelling(context: Flask, words: str) -> None:
    event = make_event()
    make_booking(event, number=2, companions=("Lukásž",))
    make_booking(event, first_name="Hans", last_name="Maier", email="h@example.org")
    page = search_bookings(event, words)
    assert [booking.last_name for booking in page.rows] == ["Müller"]


def test_search_finds_the_new_name_of_a_ticket(context: Flask) -> None:
    event = make_event()
    booking = make_booking(event)
    with transaction():
        rename_ticket(booking.tickets[0], "Kim Neumann", BOOKED_AT)
    assert search_bookings(event, "neumann").total == 1
    assert search_bookings(event, "%").total == 0


def test_same_reference_drawn_twice_is_drawn_again(
    context: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = make_event()
    draws = iter(["OD-222222", "OD-222222", "OD-333333"])
    monkeypatch.setattr(
        "ortenaudigital.bookings.making.storing.random_reference", lambda: next(draws)
    )
    references = [make_booking(event, request_id=uuid4()).reference for _ in range(2)]
    assert references == ["OD-222222", "OD-333333"]
