"""Needs are stored with consent only, shown for the days of valid tickets, and gone a day after."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from ortenaudigital.bookings.changes import cancel_tickets
from ortenaudigital.bookings.errors import BookingCalledOff, EventOver
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.needs.commands import change_needs, set_done, withdraw_needs
from ortenaudigital.bookings.needs.models import BookingNeeds, NeedDone
from ortenaudigital.bookings.needs.queries import (
    _of_day,
    count_open,
    find_needs,
    list_day_needs,
    page_of_needs,
)
from ortenaudigital.bookings.needs.rules import WORDING, Needs, State
from ortenaudigital.checkin.sync.feed import read_list
from ortenaudigital.events.models import Event
from ortenaudigital.events.rules import EventState
from ortenaudigital.events.sections.questions.kinds import Need
from ortenaudigital.kernel.db import db, transaction
from tests.factories import BOOKED_AT, make_booking, make_event, needs
from tests.features.privacy.promise import ENDS, HOUR, everything, forget


@pytest.fixture
def event(context: Flask) -> Event:
    return make_event()


def names(event: Event, number: int = 1, **filters: object) -> list[str]:
    day = event.days[number]
    return [each.name for each in list_day_needs(day, **filters)]  # type: ignore[arg-type]


def open_on(event: Event) -> list[int]:
    return [count_open(event.days)[day.id] for day in event.days]


def seen_to(booking: Booking, event: Event, done: bool = True, number: int = 1) -> None:
    with transaction():
        set_done(booking.id, event.days[number].id, done, BOOKED_AT, "olga@example.org")


def test_needs_are_stored_with_the_consent_to_them(event: Event) -> None:
    booking = make_booking(event, needs=needs("Assistenzhund", Need.WHEELCHAIR))
    told = find_needs(booking.id)
    assert told
    assert (told.kinds, told.other) == (["wheelchair", "other"], "Assistenzhund")
    assert (told.consented_at, told.wording) == (BOOKED_AT, WORDING)
    assert find_needs(make_booking(event).id) is None


@pytest.mark.one_database("PostgreSQL knows how many tickets there are, and begins with the needs")
def test_few_needs_do_not_cost_the_reading_of_all_tickets(event: Event) -> None:
    query = _of_day(event.days[1]).add_columns(BookingNeeds.booking_id)
    words = str(query.compile(db.engine, compile_kwargs={"literal_binds": True}))
    rows = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {words}")
    plan = [row.detail for row in rows]
    assert not {"SCAN ticket", "SCAN booking"} & set(plan), plan
    assert not [line for line in plan if "ix_ticket_ticket_type_id" in line], plan


def test_they_are_listed_for_the_days_of_valid_tickets(event: Event) -> None:
    first = make_booking(event, number=2, needs=needs("Rampe"), last_name="Zeller")
    make_booking(event, needs=Needs((Need.SIGN_LANGUAGE,)), last_name="Albrecht")
    make_booking(event, last_name="Ohne")
    assert names(event) == ["Erika Albrecht", "Erika Zeller"]
    assert [each.tickets for each in list_day_needs(event.days[1])] == [1, 2]
    assert names(event, 0) == []
    assert names(event, kind=Need.SIGN_LANGUAGE) == ["Erika Albrecht"]
    assert names(event, kind=Need.OTHER) == ["Erika Zeller"]
    with transaction():
        cancel_tickets(first, {1, 2}, BOOKED_AT)
    assert names(event) == ["Erika Albrecht"]


def test_they_are_shown_in_pages_by_name(event: Event, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ortenaudigital.bookings.needs.queries.MOST", 2)
    for name in ("Zeller", "Albrecht", "Meier"):
        make_booking(event, needs=needs("Rampe"), last_name=name)
    first = page_of_needs(event.days[1], None, State.ALL)
    assert [each.name for each in first.rows] == ["Erika Albrecht", "Erika Meier"]
    assert (first.newer, first.older) == (False, True)
    second = page_of_needs(event.days[1], None, State.ALL, first.rows[-1].id)
    assert [each.name for each in second.rows] == ["Erika Zeller"]
    assert (second.newer, second.older) == (True, False)
    assert names(event) == ["Erika Albrecht", "Erika Meier", "Erika Zeller"]


def test_what_is_seen_to_is_noted_by_day(event: Event) -> None:
    booking = make_booking(event, needs=needs("Rampe"))
    assert open_on(event) == [0, 1]
    for _ in range(2):
        seen_to(booking, event)
    (listed,) = list_day_needs(event.days[1], state=State.DONE)
    assert (listed.done_at, listed.done_by) == (BOOKED_AT, "olga@example.org")
    assert names(event, state=State.OPEN) == []
    assert open_on(event) == [0, 0]
    seen_to(booking, event, done=False)
    assert names(event, state=State.DONE) == []
    assert open_on(event) == [0, 1]


def test_other_needs_are_to_be_seen_to_anew(event: Event) -> None:
    booking = make_booking(event, needs=needs("Rampe"))
    seen_to(booking, event)
    with transaction():
        change_needs(booking, Needs((Need.COMPANION,)), BOOKED_AT + HOUR)
    (listed,) = list_day_needs(event.days[1])
    assert (listed.kinds, listed.other, listed.done_at) == (["companion"], "", None)


def test_who_takes_the_consent_back_has_no_needs_left(event: Event) -> None:
    booking = make_booking(event, needs=needs("R4mpe"))
    seen_to(booking, event)
    for _ in range(2):
        with transaction():
            withdraw_needs(booking)
    assert "R4mpe" not in everything()
    assert db.session.scalars(select(NeedDone)).all() == []
    # Who sees to it at that very moment finds nothing any more.
    seen_to(booking, event)
    assert db.session.scalars(select(NeedDone)).all() == []


def test_the_history_says_nothing_of_needs(event: Event) -> None:
    booking = make_booking(event, needs=needs("R4mpe"))
    with transaction():
        change_needs(booking, needs("Lupe"), BOOKED_AT)
    seen_to(booking, event)
    with transaction():
        withdraw_needs(booking)
    said = everything()
    assert "need" not in said.replace("needs_with_consent", "").split("bookings.booked")[1]


def test_after_the_event_needs_can_be_taken_back_but_not_told(event: Event) -> None:
    booking = make_booking(event, needs=needs("Rampe"))
    with pytest.raises(EventOver), transaction():
        change_needs(booking, needs("Lupe"), ENDS)
    with transaction():
        withdraw_needs(booking)
    assert find_needs(booking.id) is None
    with transaction():
        db.session.get_one(Event, event.id).state = EventState.CANCELLED
    with pytest.raises(BookingCalledOff), transaction():
        change_needs(booking, needs("Lupe"), BOOKED_AT)


def test_needs_are_gone_a_day_after_the_last_day(event: Event) -> None:
    make_booking(event, needs=needs("R4mpe"))
    cancelled = make_booking(event, needs=needs("St0rniert"))
    # Announced a day before, as all that is erased.
    forget(ENDS - timedelta(days=3))
    assert "St0rniert" in everything()
    with transaction():
        cancel_tickets(cancelled, {1}, BOOKED_AT)
    forget(ENDS - timedelta(days=1))
    assert "St0rniert" not in everything()
    forget(ENDS + timedelta(days=1) - timedelta(seconds=1))
    assert "R4mpe" in everything()
    forget(ENDS + timedelta(days=1))
    assert "R4mpe" not in everything()
    assert db.session.scalars(select(BookingNeeds)).all() == []
    # Who booked is not forgotten yet.
    assert "Erika" in everything()


def test_phones_and_lists_of_the_door_know_nothing_of_needs(event: Event) -> None:
    booking = make_booking(event, needs=needs("R4mpe", Need.WHEELCHAIR))
    (row,) = read_list(event.id, "").tickets
    assert row["name"] == booking.name
    assert "R4mpe" not in str(row)
    assert "wheelchair" not in str(row)
    assert "need" not in str(row)
