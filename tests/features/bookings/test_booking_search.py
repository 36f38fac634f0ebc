import sqlite3
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text, update

from ortenaudigital.bookings.changes import reissue_ticket, rename_ticket
from ortenaudigital.bookings.links import booking_url, ticket_url
from ortenaudigital.bookings.lists import pages
from ortenaudigital.bookings.lists.filters import Filters
from ortenaudigital.bookings.lists.pages import ListPlace, list_bookings, search_bookings
from ortenaudigital.bookings.models import Booking, BookingSearch
from ortenaudigital.bookings.rules import Listed
from ortenaudigital.bookings.search import CANCELLED, find_bookings, forget_trigrams
from ortenaudigital.events.models import Event
from ortenaudigital.kernel import paging
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.kernel.paging import PAGE_SIZE, Page
from ortenaudigital.kernel.text import search_text
from tests.factories import BOOKED_AT, make_booking, make_event


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Lukasz", 2),
        ("łukasz", 2),
        ("LUKASZ nowak", 1),
        ("soerensen", 1),
        ("Sorensen", 1),
        ("sørensen", 1),
        ("Müller", 0),
    ],
)
def test_names_are_found_however_they_are_typed(context: Flask, typed: str, found: int) -> None:
    event = make_event()
    make_booking(event, first_name="Łukasz", last_name="Nowak")
    make_booking(event, first_name="Lukasz", last_name="Sørensen")
    assert search_bookings(event, typed).total == found


def test_a_qr_code_finds_its_booking_even_after_it_was_renewed(context: Flask) -> None:
    """Such as that of a ticket which somebody has shown to everybody."""
    event = make_event()
    booking = make_booking(event, number=2)
    make_booking(event)
    former, other = (ticket_url(ticket) for ticket in booking.tickets)
    with transaction():
        reissue_ticket(booking.tickets[0], BOOKED_AT, "olga@example.org")
    own = ticket_url(booking.tickets[0])
    for typed in (former, own, other, own.rpartition("/")[2].lower(), booking_url(booking)):
        assert find_bookings(typed, 9, event.id) == [booking.id], typed
    assert find_bookings("A" * 26, 9, event.id) == []


def test_the_number_below_the_code_finds_its_booking(context: Flask) -> None:
    event = make_event()
    booking = make_booking(event, number=2)
    make_booking(event)
    for typed, found in {
        f"{booking.reference}-1": 1,
        f" {booking.reference.lower()}-2": 1,
        f"{booking.reference}-3": 0,
        booking.reference: 1,
        booking.reference.removeprefix("OD-"): 1,
    }.items():
        assert search_bookings(event, typed).total == found, typed


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("üller", 1),
        ("uelle", 1),
        ("ULL", 1),
        ("mü", 1),
        ("m", 2),
        ("ü", 0),
        ("ll", 0),
        ("er", 2),
        ("müll er", 1),
        ("mü me", 0),
        ('mü"ll', 0),
        ("mü*", 0),
        ("m_l", 0),
        ("example.or", 2),
    ],
)
def test_any_three_letters_find_a_name_and_fewer_its_beginning(
    context: Flask, typed: str, found: int
) -> None:
    event = make_event()
    make_booking(event, first_name="Erika", last_name="Müller")
    make_booking(event, first_name="Erwin", last_name="Meister", email="x@example.org")
    make_booking(make_event(slug="anderes"), first_name="Erika", last_name="Müller")
    assert search_bookings(event, typed).total == found


def _sign(booking: Booking) -> str:
    there = booking.cancelled_at is not None and db.engine.dialect.name == "sqlite"
    return "  " + CANCELLED if there else ""


def recomputed() -> dict[object, str]:
    bookings = db.session.scalars(select(Booking))
    return {
        each.id: each.search_text and "  " + each.search_text.replace(" ", "  ") + _sign(each)
        for each in bookings.unique()
    }


def kept() -> dict[object, str]:
    db.session.expire_all()
    return {each.booking_id: each.words for each in db.session.scalars(select(BookingSearch))}


def check_trigrams() -> None:
    """Let FTS5 compare its index with the texts, which raises an error where they differ."""
    if db.engine.dialect.name == "sqlite":
        with transaction():
            check = "INSERT INTO booking_trigram (booking_trigram, rank) VALUES ('{}', 1)"
            db.session.execute(text(check.format("integrity-check")))


def test_what_is_found_agrees_with_what_was_booked(context: Flask) -> None:
    event = make_event()
    first, second = make_booking(event, number=2), make_booking(event, last_name="Meier")
    assert kept() == recomputed()
    check_trigrams()
    with transaction():
        db.session.execute(update(Booking).values(cancelled_at=BOOKED_AT))
    assert kept() == recomputed()
    check_trigrams()
    with transaction():
        db.session.execute(update(Booking).values(cancelled_at=None))
    assert kept() == recomputed()
    with transaction():
        rename_ticket(first.tickets[1], "Łukasz Übermut", BOOKED_AT)
    assert kept() == recomputed()
    for booking in db.session.scalars(select(Booking)).unique():
        names = [ticket.name for ticket in booking.tickets]
        named = (booking.first_name, booking.last_name, *names, booking.email, booking.reference)
        assert set(booking.search_text.split()) == set(search_text(*named).split())
    assert search_bookings(event, "bermu").total == 1
    with transaction():
        # By hand, past all of our commands.
        db.session.execute(update(Booking).values(search_text=Booking.last_name))
    assert kept() == recomputed()
    assert search_bookings(event, "bermu").total == 0
    check_trigrams()
    with transaction():
        db.session.execute(update(Booking).where(Booking.id == second.id).values(search_text=""))
        forget_trigrams()
    assert kept()[second.id] == ""
    check_trigrams()


def test_of_many_found_no_more_are_counted(context: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "MOST_FOUND", 4)
    event = make_event()
    for number in range(5):
        make_booking(event, last_name=f"Meister{number}")
    page = search_bookings(event, "meister")
    assert (page.total, page.more, len(page.rows)) == (4, True, 4)
    page = search_bookings(event, "meister3")
    assert (page.total, page.more) == (1, False)
    assert find_bookings("meister", 2) == [
        each.id for each in search_bookings(event, "me").rows[:2]
    ]


@pytest.mark.parametrize("state", [Listed.ALL, Listed.VALID, Listed.CANCELLED])
def test_a_long_list_is_not_counted_to_its_end(
    context: Flask, monkeypatch: pytest.MonkeyPatch, state: Listed
) -> None:
    event = make_event()
    cancelled_at = BOOKED_AT if state is Listed.CANCELLED else None
    for _ in range(4):
        make_booking(event)
    with transaction():
        db.session.execute(update(Booking).values(cancelled_at=cancelled_at))
    for most, told in ((4, (4, False)), (3, (3, True))):
        monkeypatch.setattr(paging, "MOST_COUNTED", most)
        page = list_bookings(event, Filters(state), ListPlace())
        assert (page.total, page.more) == told
        assert len(page.rows) == 4


Show = Callable[[Event, Filters, ListPlace], Page[Booking]]


def found(event: Event, filters: Filters, place: ListPlace) -> Page[Booking]:
    return search_bookings(event, "müller", filters, place)


@pytest.mark.parametrize("show", [list_bookings, found])
def test_pages_lead_there_and_back_while_others_book(context: Flask, show: Show) -> None:
    event = make_event(quota=500)
    # Several in the same moment: the order is settled all the same.
    moments = [BOOKED_AT + timedelta(minutes=number // 4) for number in range(2 * PAGE_SIZE + 3)]
    for moment in moments:
        make_booking(event, moment)
    pages = [show(event, Filters(Listed.ALL), ListPlace())]
    while pages[-1].older:
        pages.append(show(event, Filters(Listed.ALL), ListPlace(after=pages[-1].rows[-1].id)))
    ids = [booking.id for page in pages for booking in page.rows]
    assert [len(page.rows) for page in pages] == [25, 25, 3]
    assert [page.newer for page in pages] == [False, True, True]
    assert len(set(ids)) == len(ids) == pages[0].total
    make_booking(event, moments[-1] + timedelta(hours=1))
    again = show(event, Filters(Listed.ALL), ListPlace(after=pages[1].rows[-1].id))
    assert [each.id for each in again.rows] == ids[50:]
    back = show(event, Filters(Listed.ALL), ListPlace(before=again.rows[0].id))
    assert [each.id for each in back.rows] == ids[25:50]
    assert (back.newer, back.older) == (True, True)
    first = show(event, Filters(Listed.VALID), ListPlace(before=ids[3]))
    assert len(first.rows) == PAGE_SIZE
    assert not first.newer
    assert show(event, Filters(Listed.CANCELLED), ListPlace(after=ids[3])).total == 0
    stranger = make_booking(make_event(slug="anderes")).id
    assert not show(event, Filters(Listed.ALL), ListPlace(after=stranger)).newer


def steps_of(search: Callable[[], object]) -> int:
    """Count what SQLite's machine does for a search."""
    driver = db.session.connection().connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    steps: list[None] = []
    driver.set_progress_handler(lambda: steps.append(None), 1)
    search()
    driver.set_progress_handler(None, 1)
    return len(steps)


def test_a_search_among_cancelled_bookings_does_not_look_at_the_others(context: Flask) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL plans by what it knows of the crowd")
    event = make_event()
    cancelled = make_booking(event, last_name="Müller")
    with transaction():
        db.session.execute(update(Booking).values(cancelled_at=BOOKED_AT))
    steps = []
    for _ in range(2):
        for _ in range(10):
            make_booking(event, last_name="Müller")
        with transaction():
            # Else what FTS5 does by itself would be counted, in as many parts as were committed.
            forget_trigrams()
        steps.append(steps_of(lambda: find_bookings("müller", 9, event.id, Listed.CANCELLED)))
    assert find_bookings("müller", 9, event.id, Listed.CANCELLED) == [cancelled.id]
    # A booking that is looked at takes some thirty.
    assert steps[1] - steps[0] < 30


def test_a_search_does_not_look_at_what_was_booked_of_events_before_and_after(
    context: Flask,
) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL plans by what it knows of the crowd")
    before, event, after = (make_event(slug=slug) for slug in ("vorher", "dieses", "nachher"))
    make_booking(before, last_name="Müller")
    first, _, last = (make_booking(each, last_name="Müller").id for each in (event, before, event))
    steps = []
    for _ in range(2):
        for _ in range(10):
            make_booking(after, last_name="Müller")
        with transaction():
            # Else what FTS5 does by itself would be counted, in as many parts as were committed.
            forget_trigrams()
        steps.append(steps_of(lambda: find_bookings("müller", 9, event.id)))
    assert find_bookings("müller", 9, event.id) == [last, first]
    # A booking that is looked at takes some ten.
    assert steps[1] - steps[0] < 10
