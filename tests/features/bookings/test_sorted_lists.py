"""The list of bookings in each order, page by page, and what it is sorted by after each change."""

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from ortenaudigital.bookings.changes import Names, cancel_tickets, change_names
from ortenaudigital.bookings.exports import bookings_table
from ortenaudigital.bookings.lists.filters import ALL, Filters
from ortenaudigital.bookings.lists.pages import KEYS, ListPlace, list_bookings, search_bookings
from ortenaudigital.bookings.lists.rules import BOOKED, NAME, REFERENCE, TICKETS, Order, read_order
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.bookings.organising.adding import Addition, add_for
from ortenaudigital.bookings.organising.merging import merge
from ortenaudigital.bookings.organising.moving import Move, move_tickets
from ortenaudigital.bookings.organising.restoring import Restoring, restore_tickets
from ortenaudigital.events.models import Event
from ortenaudigital.kernel.db import db, transaction
from tests.factories import BOOKED_AT, make_booking, make_event
from tests.features.kernel.plans import plan_of

OLGA = "olga@example.org"


@pytest.fixture
def event(context: Flask) -> Event:
    """Make bookings by name: so many tickets, of these types."""
    event = make_event()
    professional = event.ticket_types[1]
    wanted = [("Zorn", 1), ("Ärmel", 3), ("Armin", 2), ("Ołga", 2), ("Berg", 1), ("Oldag", 1)]
    for minutes, (name, number) in enumerate(wanted):
        at = BOOKED_AT + timedelta(minutes=minutes)
        booking = make_booking(event, at, last_name=name, number=number)
        with transaction():
            if name in ("Ärmel", "Berg"):
                # One of three is of another type, and so is the only one.
                move_tickets(booking, Move({1}, professional), at, OLGA)
            if name == "Oldag":
                cancel_tickets(booking, {1}, at)
    return event


def names(event: Event, order: Order, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Leaf through the list by twos, and back again."""
    for room in ("kernel.paging", "bookings.lists.pages", "bookings.lists.ranked"):
        monkeypatch.setattr(f"ortenaudigital.{room}.PAGE_SIZE", 2)
    pages: list[list[str]] = []
    after: UUID | None = None
    while True:
        page = list_bookings(event, ALL, ListPlace(after=after), order)
        assert (page.total, page.newer) == (6, after is not None)
        if pages:
            back = list_bookings(event, ALL, ListPlace(before=page.rows[0].id), order)
            assert [each.last_name for each in back.rows] == pages[-1]
        pages.append([each.last_name for each in page.rows])
        if not page.older:
            return [name for names in pages for name in names]
        after = page.rows[-1].id


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        # As in a dictionary.
        ("name", ["Ärmel", "Armin", "Berg", "Oldag", "Ołga", "Zorn"]),
        ("tickets", ["Oldag", "Zorn", "Berg", "Armin", "Ołga", "Ärmel"]),
        # The citizens' first, then who has professionals' tickets only, at last who has none.
        ("art", ["Zorn", "Ärmel", "Armin", "Ołga", "Berg", "Oldag"]),
        # Professionals come on the first day.
        ("tag", ["Ärmel", "Berg", "Zorn", "Armin", "Ołga", "Oldag"]),
    ],
)
def test_each_order_is_whole_both_ways(
    event: Event, word: str, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert names(event, read_order(word), monkeypatch) == expected
    assert names(event, read_order(f"-{word}"), monkeypatch) == expected[::-1]
    found = search_bookings(event, "erika", order=read_order(word)).rows
    assert [each.last_name for each in found] == expected[:2]
    for order, listed in ((word, expected), (f"-{word}", expected[::-1])):
        file = bookings_table(event, order=read_order(order))
        assert [line[2] for line in file.lines()] == listed
        assert len(file.rows) == len(listed)


def test_a_filter_and_a_rank_go_together(event: Event) -> None:
    of_type = Filters(types=[event.ticket_types[1]])
    found = list_bookings(event, of_type, ListPlace(), read_order("art"))
    assert [each.last_name for each in found.rows] == ["Ärmel", "Berg"]


def check_counted() -> None:
    db.session.rollback()
    valid = select(func.count()).where(
        Ticket.booking_id == Booking.id, Ticket.cancelled_at.is_(None)
    )
    differing = select(Booking.last_name, Booking.ticket_count).where(
        Booking.ticket_count != valid.scalar_subquery()
    )
    assert db.session.execute(differing).all() == []


def test_what_is_sorted_by_follows_each_change(event: Event) -> None:
    check_counted()
    one, other = (make_booking(event, last_name="Zwei", number=2) for _ in range(2))
    with transaction():
        cancel_tickets(one, {1}, BOOKED_AT, OLGA)
    check_counted()
    with transaction():
        restore_tickets(db.session.get_one(Booking, one.id), Restoring({1}), BOOKED_AT, OLGA)
    check_counted()
    with transaction():
        add_for(one, Addition(event.ticket_types[0], 3, "", ""), BOOKED_AT, OLGA)
    check_counted()
    with transaction():
        merge(one, other, BOOKED_AT, OLGA)
    check_counted()
    assert db.session.get_one(Booking, one.id).ticket_count == 5
    with transaction():
        change_names(one, Names(holder=("Änne", "Öhl")), BOOKED_AT, OLGA)
    assert db.session.get_one(Booking, one.id).sort_name == "ohl\x1fanne"


@pytest.mark.parametrize(
    ("word", "index"),
    [
        (BOOKED, "ix_booking_event_id_created_at_id"),
        (NAME, "ix_booking_name"),
        (TICKETS, "ix_booking_ticket_count"),
        (REFERENCE, "ix_booking_in_order"),
    ],
)
def test_a_page_is_read_by_an_index(event: Event, word: str, index: str) -> None:
    query = select(Booking.id).where(Booking.event_id == event.id).order_by(*KEYS[word]).limit(26)
    plan = plan_of(query, index)
    assert f" {index} " in plan, plan
    assert not any(each in plan for each in ("TEMP B-TREE", "Sort")), plan
