"""Booked for somebody who calls: like for guests, without an address, and beyond with a reason."""

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, update

from ortenaudigital.audit.commands import list_entries
from ortenaudigital.bookings.by_phone.commands import Call, book_for
from ortenaudigital.bookings.by_phone.errors import NeedsReason
from ortenaudigital.bookings.by_phone.rules import Barrier, Beyond
from ortenaudigital.bookings.changes import add_ticket, cancel_tickets, reissue_ticket
from ortenaudigital.bookings.letters import CONFIRMATION
from ortenaudigital.bookings.lists.pages import search_bookings
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.notes.commands import change_note, find_note
from ortenaudigital.bookings.notes.models import BookingNote
from ortenaudigital.bookings.queries import get_booking
from ortenaudigital.bookings.telling import count_guests
from ortenaudigital.checkin.sync.feed import newest_cursor, read_list
from ortenaudigital.event_changes.commands import import_event
from ortenaudigital.events.errors import DayFull
from ortenaudigital.events.models import Day, Event, Quota
from ortenaudigital.events.queries import get_event
from ortenaudigital.events.rights import Decision
from ortenaudigital.events.sections.toml.event import read_event_file
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.queries import list_letters
from ortenaudigital.privacy.requests import erase, export, find
from tests.factories import (
    BOOKED_AT,
    booking_request,
    event_file_text,
    make_booking,
    make_event,
)
from tests.features.bookings.changes.booked import anew, taken
from tests.invited import set_type

ACTOR = "olga@example.org"


def call(beyond: Beyond | None = None, **changes: object) -> UUID:
    own = {key: changes.pop(key) for key in ("organisation", "note") if key in changes}
    wanted = booking_request(**{"email": "", **changes})
    db.session.rollback()
    with transaction():
        return book_for(
            "ortenau-digital-2027", Call(wanted, beyond=beyond, **own), BOOKED_AT, ACTOR
        )  # type: ignore[arg-type]


def refused(**changes: object) -> list[Barrier]:
    with pytest.raises(NeedsReason) as error:
        call(**changes)
    return error.value.barriers


def letters() -> list[str]:
    db.session.rollback()
    return [letter.kind for letter in list_letters()]


def quota(event: Event, which: int = 0) -> Quota:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Quota, event.ticket_types[which].quota_id)


def test_without_an_address_no_letter_is_ever_written(context: Flask) -> None:
    event = make_event()
    booking_id = call(number=2, organisation="Landfrauen Achern", note="ruft Montag an")
    booking = anew(get_booking(booking_id))
    assert (booking.email, len(booking.valid_tickets)) == ("", 2)
    entry = list_entries(booking_id)[0]
    assert (entry.actor, entry.details) == (ACTOR, {"tickets": 2, "by_phone": True})
    assert (note := find_note(booking_id))
    assert note.note == "ruft Montag an"
    assert [each.id for each in search_bookings(event, "landfrauen").rows] == [booking_id]
    with transaction():
        reissue_ticket(anew(booking).tickets[0], BOOKED_AT, ACTOR)
        add_ticket(anew(booking), 3, "Kim", BOOKED_AT, ACTOR)
        cancel_tickets(anew(booking), {2}, BOOKED_AT, ACTOR)
    assert letters() == []
    told = count_guests(get_event(event.slug), [day.id for day in event.days])
    assert (told.bookings, told.without_address) == (1, 1)


def test_with_an_address_the_usual_letter_goes_out(context: Flask) -> None:
    make_event()
    call(email="erika@example.org")
    assert letters() == [CONFIRMATION]


def test_a_double_click_is_one_booking(context: Flask) -> None:
    event = make_event()
    request = booking_request(email="")
    ids = set()
    for _ in range(2):
        with transaction():
            ids.add(book_for(event.slug, Call(request), BOOKED_AT, ACTOR))
    assert len(ids) == 1
    assert taken(event) == 1


def test_limits_of_mailboxes_do_not_hit_the_office(context: Flask) -> None:
    make_event()
    for _ in range(4):
        call(email="erika@example.org")
    assert letters() == [CONFIRMATION] * 4


def test_phones_at_the_door_learn_of_it_at_once(context: Flask) -> None:
    event = make_event()
    before = newest_cursor(event.id)
    call(number=2)
    assert len(read_list(event.id, before).tickets) == 2


def test_two_without_an_address_are_not_one_person(context: Flask) -> None:
    event = make_event()
    set_type(event.slug, 0, max_per_address=1)
    call()
    assert call()


def test_what_guests_could_not_book_needs_a_reason(context: Flask) -> None:
    event = make_event(quota=2)
    with transaction():
        db.session.get_one(Event, event.id).booking_closes_at = BOOKED_AT - timedelta(days=1)
    barriers = [Barrier.CLOSED, Barrier.MANY, Barrier.FULL]
    assert refused(number=7) == barriers
    # A reason for less than stands in the way is none.
    assert refused(number=7, beyond=Beyond("Chor", barriers[:2])) == barriers
    assert refused(number=7, beyond=Beyond("", barriers)) == barriers
    assert taken(event) == 0
    booking_id = call(number=7, beyond=Beyond("Chor", barriers))
    found = quota(event)
    assert (found.size, found.taken, found.extra, found.granted, found.real_size) == (7, 7, 5, 5, 2)
    assert list_entries(booking_id)[0].details["beyond"] == ["closed", "many", "full"]
    # The reason may name people: the history, which nobody can change, does not have it.
    assert "Chor" not in str([entry.details for entry in list_entries(booking_id)])
    assert (note := find_note(booking_id))
    assert note.reason == "Chor"


def test_a_type_by_invitation_opens_with_a_reason(context: Flask) -> None:
    make_event()
    beyond = Beyond("Referent", [Barrier.BY_INVITATION])
    assert refused(ticket_type="fachticket") == [Barrier.BY_INVITATION]
    assert call(ticket_type="fachticket", beyond=beyond)


def test_a_reason_nobody_needed_is_not_kept(context: Flask) -> None:
    make_event()
    assert find_note(call(beyond=Beyond("nur so", [Barrier.FULL]))) is None


def test_nobody_gets_past_what_the_house_holds(context: Flask) -> None:
    event = make_event(quota=2)
    with transaction():
        house = Quota(event_id=event.id, size=2, taken=0, title={})
        day = db.session.get_one(Day, event.last_day.id)
        day.quota = house
        for each in get_event(event.slug).ticket_types:
            each.draws_on.append(house)
    with pytest.raises(DayFull):
        call(number=3, beyond=Beyond("Chor", list(Barrier)))
    assert quota(event).size == 2


def test_what_is_kept_for_those_who_wait_stays_theirs(context: Flask) -> None:
    event = make_event(quota=2)
    with transaction():
        db.session.execute(
            update(Quota).where(Quota.id == event.ticket_types[0].quota_id).values(freed=2)
        )
    assert refused() == [Barrier.FULL]
    call(beyond=Beyond("Presse", [Barrier.FULL]))
    found = quota(event)
    assert (found.freed, found.taken, found.size, found.granted) == (2, 1, 3, 1)


def test_the_event_file_comes_in_again_and_extra_places_stay(context: Flask) -> None:
    event = make_event(quota=1)
    call(number=3, beyond=Beyond("Chor", [Barrier.FULL]))
    with transaction():
        import_event(read_event_file(event_file_text(quota=1)), Decision(), BOOKED_AT, ACTOR)
    found = quota(event)
    assert (found.size, found.taken, found.granted) == (3, 3, 2)


def test_notes_are_found_and_forgotten_with_the_person(context: Flask) -> None:
    make_event()
    booking_id = call(email="erika@example.org", note="Erika Müller kommt mit Hund")
    make_booking(get_event("ortenau-digital-2027"), email="karl@example.org")
    with transaction():
        assert change_note(get_booking(booking_id), "mit Hund", BOOKED_AT, ACTOR)
        assert not change_note(get_booking(booking_id), "mit Hund", BOOKED_AT, ACTOR)
    assert "mit Hund" in str(export(find("erika@example.org"), BOOKED_AT))
    with transaction():
        erase(find("erika@example.org"), BOOKED_AT, "test")
    assert db.session.scalars(select(BookingNote)).all() == []
    assert db.session.get_one(Booking, booking_id).erased_at
