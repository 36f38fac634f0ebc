"""That a page of a list beside very many bookings looks at as many as it shows, and not at all."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count

import pytest
from flask import Flask
from sqlalchemy import text, update

from ortenaudigital.bookings.exports import bookings_table
from ortenaudigital.bookings.links import ticket_code
from ortenaudigital.bookings.lists import filters as lists_filters
from ortenaudigital.bookings.lists import pages
from ortenaudigital.bookings.lists.codes import split_codes
from ortenaudigital.bookings.lists.filters import Filters
from ortenaudigital.bookings.lists.pages import FIRST_PAGE, list_bookings, search_bookings
from ortenaudigital.bookings.lists.presence import Presence
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.rules import Listed
from ortenaudigital.events.models import Event
from ortenaudigital.kernel import paging
from ortenaudigital.kernel.db import db, transaction
from tests.factories import BOOKED_AT, make_booking, make_event
from tests.features.bookings.test_booking_search import steps_of
from tests.features.bookings.test_who_is_meant import let_in

# One after the other: of those of one moment, none is the newest.
_MOMENTS = (BOOKED_AT + timedelta(seconds=number) for number in count())


def _booked(event: Event) -> Booking:
    return make_booking(event, next(_MOMENTS))


def _many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists_filters, "FEW", 0)
    monkeypatch.setattr(pages, "MOST_OF_MANY", 2)
    monkeypatch.setattr(paging, "PAGE_SIZE", 2)


def _steps(event: Event, filters: Filters, add: Callable[[], None]) -> tuple[int, int]:
    """Count the steps for a page before and after more bookings are there."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL plans by what it knows of the crowd")
    found = []
    for _ in range(2):
        add()
        list_bookings(event, filters, FIRST_PAGE)
        found.append(steps_of(lambda: list_bookings(event, filters, FIRST_PAGE)))
    return found[0], found[1]


@pytest.mark.parametrize("presence", [Presence.CAME, Presence.MISSED])
def test_who_came_is_looked_up_for_as_many_as_a_page_shows(
    context: Flask, presence: Presence, monkeypatch: pytest.MonkeyPatch
) -> None:
    _many(monkeypatch)
    event = make_event()

    def add() -> None:
        made = [_booked(event) for _ in range(4)]
        # The newest are those that are looked for.
        for booking in made if presence is Presence.CAME else made[:1]:
            let_in(event, booking, 1)

    before, after = _steps(event, Filters(presence=presence, days=[event.days[1]]), add)
    # A booking that is looked at takes some forty.
    assert after - before < 40


def test_cancelled_bookings_are_counted_without_a_look_at_the_others(
    context: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = make_event()
    make_booking(event)
    with transaction():
        db.session.execute(update(Booking).values(cancelled_at=BOOKED_AT))

    def add() -> None:
        for _ in range(5):
            make_booking(event)

    before, after = _steps(event, Filters(Listed.CANCELLED), add)
    assert after - before < 5


@pytest.mark.parametrize("mark", ["at_door", "by_organiser"])
def test_what_has_an_index_of_its_own_is_counted_without_a_look_at_the_others(
    context: Flask, mark: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "PAGE_SIZE", 1)
    event = make_event()

    def add() -> None:
        for _ in range(5):
            _booked(event)
        newest = _booked(event), _booked(event)
        with transaction():
            ids = [each.id for each in newest]
            db.session.execute(update(Booking).values({mark: Booking.id.in_(ids)}))

    before, after = _steps(event, Filters(**{mark: True}), add)
    # Each that is looked at takes some ten.
    assert after - before < 30


def test_a_narrowed_list_of_many_is_counted_no_further_than_somebody_leafs(
    context: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    _many(monkeypatch)
    event = make_event()
    for _ in range(3):
        make_booking(event)
    page = list_bookings(event, Filters(language="de"), FIRST_PAGE)
    assert (page.total, page.more, len(page.rows), page.older) == (2, True, 2, True)
    page = list_bookings(event, Filters(), FIRST_PAGE)
    assert (page.total, page.more) == (3, False)


def test_a_code_is_looked_up_before_bookings_are(context: Flask) -> None:
    event = make_event()
    ticket = make_booking(event).tickets[0]
    _, (of_code,) = split_codes(event, ticket_code(ticket.id, 0))
    # A question within the search would be asked of each booking.
    assert "SELECT" not in str(of_code)
    assert search_bookings(event, ticket_code(ticket.id, 0)).total == 1


def test_questions_are_not_compiled(context: Flask) -> None:
    if db.engine.dialect.name == "sqlite":
        pytest.skip("SQLite compiles nothing")
    assert db.session.scalar(text("SHOW jit")) == "off"


def test_a_table_of_all_bookings_begins_before_all_were_read(
    context: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "AT_ONCE", 1)
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL plans by what it knows of the crowd")
    event = make_event()

    def begin() -> None:
        assert next(bookings_table(event).lines())

    steps = []
    for number in (2, 10):
        for _ in range(number):
            make_booking(event)
        steps.append(steps_of(begin))
    # Each booking that is read takes some eighty.
    assert steps[1] - steps[0] < 40
