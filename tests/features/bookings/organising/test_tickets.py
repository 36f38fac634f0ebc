"""Tickets that organisers move, add, cancel and restore: places, codes, phones and letters fit."""

from typing import Any

import pytest
from flask import Flask

from ortenaudigital.audit.commands import list_entries
from ortenaudigital.bookings.changes import Cancelling, cancel_tickets
from ortenaudigital.bookings.changes.errors import BookingChanged
from ortenaudigital.bookings.changes.letters import CHANGED, changed
from ortenaudigital.bookings.letters import CANCELLATION
from ortenaudigital.bookings.links import ticket_code
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.notes.commands import find_note
from ortenaudigital.bookings.organising.adding import Addition, add_for
from ortenaudigital.bookings.organising.errors import (
    NeedsPlaces,
    NotForBookings,
    OneTypeAtATime,
    WasLetIn,
)
from ortenaudigital.bookings.organising.moving import Move, move_tickets
from ortenaudigital.bookings.organising.restoring import Restoring, restore_tickets
from ortenaudigital.bookings.queries import bookings_per_day
from ortenaudigital.bookings.questions.commands import store_answers
from ortenaudigital.bookings.questions.queries import given_in, list_unanswered
from ortenaudigital.checkin.commands import ScanRequest, scan
from ortenaudigital.checkin.devices.paired import get_device_by_token
from ortenaudigital.checkin.sync.feed import newest_cursor, read_list
from ortenaudigital.events.errors import DayFull
from ortenaudigital.events.models import Event, Quota, TicketType
from ortenaudigital.events.queries import get_event
from ortenaudigital.events.rules import Access
from ortenaudigital.guests.bookings import show_ticket
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from tests.factories import BOOKED_AT, make_booking, make_device, make_event, make_event_today
from tests.features.bookings.changes.booked import anew, booked, waiting
from tests.features.outbox.written import flat, written
from tests.invited import set_type

ACTOR = "olga@example.org"


def types(event: Event) -> list[TicketType]:
    return get_event(event.slug).ticket_types


def figures(event: Event) -> list[tuple[int | None, int, int]]:
    db.session.rollback()
    db.session.expire_all()
    return [(each.quota.size, each.quota.taken, each.quota.granted) for each in types(event)]


def move(booking: Booking, *positions: int, reason: str = "", to: int = 1) -> int:
    anew(booking)
    with transaction():
        wanted = Move(positions, types(booking.event)[to], reason)
        return move_tickets(booking, wanted, BOOKED_AT, ACTOR)


def restore(booking: Booking, *positions: int, reason: str = "") -> int:
    anew(booking)
    with transaction():
        return restore_tickets(booking, Restoring(positions, reason), BOOKED_AT, ACTOR)


def cancel(booking: Booking, *positions: int, **how: Any) -> int:
    anew(booking)
    with transaction():
        return cancel_tickets(booking, set(positions), BOOKED_AT, ACTOR, Cancelling(**how))


def test_a_moved_ticket_keeps_its_code_and_takes_a_place_of_the_other_type(
    context: Flask,
) -> None:
    event = make_event()
    booking = booked(event)
    before = newest_cursor(event.id)
    code = ticket_code(booking.tickets[1].id, 0)
    assert (move(booking, 2), move(booking, 2)) == (1, 0)
    assert [taken for _, taken, _ in figures(event)] == [1, 1]
    assert anew(booking).tickets[1].ticket_type.slug == "fachticket"
    shown, replaced = show_ticket(code)
    assert (len(shown.tickets[0].ticket_type.days), replaced) == (2, False)
    # Phones learn of it by the number of its new type.
    assert len(read_list(event.id, before).tickets) == 1
    assert sum(number for _, number in bookings_per_day(event)) == 2
    entry = list_entries(booking.id)[-1]
    assert entry.actor == ACTOR
    assert entry.details == {"ticket": 2, "was": "buergerticket", "becomes": "fachticket"}
    assert len(waiting(CHANGED)) == 1
    text = flat(written(changed(str(booking.id))).text)
    assert "Ticket 2 ist jetzt von einer anderen Art" in text


def test_moved_and_cancelled_tickets_are_counted_where_they_are(context: Flask) -> None:
    event = make_event()
    booking = booked(event)
    move(booking, 1, 2)
    assert cancel(booking, 1) == 1
    assert restore(booking, 1) == 1
    assert cancel(booking, 1, 2) == 2
    assert [taken for _, taken, _ in figures(event)] == [0, 0]
    assert bookings_per_day(event) == []


def test_nothing_moves_into_a_full_type_without_a_reason(context: Flask) -> None:
    event = make_event()
    booking = booked(event)
    with transaction():
        types(event)[1].quota.resize(1)
    with pytest.raises(NeedsPlaces):
        move(booking, 1, 2)
    assert figures(event) == [(100, 2, 0), (1, 0, 0)]
    assert move(booking, 1, 2, reason="Helferin") == 2
    assert figures(event) == [(100, 0, 0), (2, 2, 1)]
    note = find_note(booking.id)
    assert note is not None
    assert note.reason == "Helferin"
    assert list_entries(booking.id)[-1].details["extra"] is True


def test_what_both_types_share_lacks_nothing(context: Flask) -> None:
    event = make_event()
    booking = booked(event)
    with transaction():
        shared = Quota(event_id=event.id, slug="saal", size=2, taken=2, title={})
        for each in types(event):
            each.draws_on.append(shared)
        types(event)[1].quota.resize(1)
    assert move(booking, 1, 2, reason="Helferin") == 2
    db.session.rollback()
    stored = next(each for each in types(event)[0].draws_on if each.slug)
    assert (stored.size, stored.taken, stored.granted) == (2, 2, 0)


def test_the_house_is_never_exceeded(context: Flask) -> None:
    event = make_event()
    booking = booked(event)
    with transaction():
        house = Quota(event_id=event.id, size=1, taken=0, title={})
        get_event(event.slug).days[0].quota = house
        types(event)[1].draws_on.append(house)
    with pytest.raises(DayFull):
        move(booking, 1, 2, reason="Helferin")
    assert [taken for _, taken, _ in figures(event)] == [2, 0]


def test_passes_and_mixed_types_do_not_move(context: Flask) -> None:
    event = make_event()
    booking = booked(event)
    move(booking, 1)
    with transaction():
        stored = types(event)
        other = TicketType(slug="drittes", title={"de": "Drittes"}, quota=Quota(event_id=event.id))
        other.access, other.position, other.max_per_booking = Access.PUBLIC, 9, 6
        other.days = list(stored[0].days)
        get_event(event.slug).ticket_types.append(other)
    with pytest.raises(OneTypeAtATime):
        move(booking, 1, 2, to=-1)
    set_type(event.slug, 1, access=Access.EXHIBITORS)
    with pytest.raises(NotForBookings):
        move(booking, 2)


def test_who_was_let_in_keeps_the_type(context: Flask) -> None:
    event, now = make_event_today(), utc_now()
    booking = make_booking(event, now, number=2)
    _, token = make_device(event, now=now)
    with transaction():
        request = ScanRequest(booking.id, ticket_code(booking.tickets[0].id, 0), now)
        scan(get_device_by_token(token, now), request, now)

    def move_today(*positions: int) -> int:
        anew(booking)
        with transaction():
            wanted = Move(positions, types(event)[1])
            return move_tickets(booking, wanted, now, ACTOR)

    with pytest.raises(WasLetIn):
        move_today(1, 2)
    assert move_today(2) == 1


def test_answers_go_along_where_the_same_is_asked(context: Flask) -> None:
    event = make_event()
    asked = [
        {"key": "essen", "de": "Was essen Sie?", "required": True, "kind": "line"},
        {"key": "stadt", "de": "Woher?", "required": True, "kind": "line"},
    ]
    set_type(event.slug, 0, questions=asked)
    set_type(event.slug, 1, questions=[asked[0], {**asked[1], "de": "Welche Stadt?"}])
    booking = booked(event)
    first, second = types(event)
    with transaction():
        given = {"essen": ("Spätzle",), "stadt": ("Lahr",)}
        store_answers(booking.id, first.id, asked, given)
    move(booking, 1, 2)
    assert given_in(booking.id)[second.id] == {"essen": ["Spätzle"]}
    assert [title["de"] for title in list_unanswered(anew(booking))] == ["Welche Stadt?"]


def test_a_cancellation_is_taken_back_with_the_same_code(context: Flask) -> None:
    event = make_event(quota=2)
    booking = booked(event)
    code = ticket_code(booking.tickets[0].id, 0)
    cancel(booking, 1, 2, silent=True)
    assert waiting(CANCELLATION) == []
    assert anew(booking).cancelled_at is not None
    assert (restore(booking, 1, 2), restore(booking, 1, 2)) == (2, 0)
    assert anew(booking).cancelled_at is None
    assert show_ticket(code)[0].valid_tickets
    assert figures(event)[0] == (2, 2, 0)
    assert "Ticket 1 gilt wieder" in flat(written(changed(str(booking.id))).text)


def test_a_place_that_others_took_needs_a_reason(context: Flask) -> None:
    event = make_event(quota=2)
    booking = booked(event)
    cancel(booking, 1)
    booked(event, 1, email="karl@example.org")
    with pytest.raises(NeedsPlaces):
        restore(booking, 1)
    assert restore(booking, 1, reason="unser Fehler") == 1
    assert figures(event)[0] == (3, 3, 1)


def test_organisers_add_tickets_of_any_type_and_twice_is_once(context: Flask) -> None:
    event = make_event()
    booking = booked(event, 6)

    def add(position: int, name: str) -> bool:
        anew(booking)
        with transaction():
            wanted = Addition(types(event)[1], position, name)
            return add_for(booking, wanted, BOOKED_AT, ACTOR)

    assert [add(7, "Kim"), add(7, "Kim")] == [True, False]
    with pytest.raises(BookingChanged):
        add(7, "Ali")
    assert [taken for _, taken, _ in figures(event)] == [6, 1]
    assert "kim" in anew(booking).search_text
