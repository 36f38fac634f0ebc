"""Two bookings of one person become one: nothing anybody holds is lost, and the link leads on."""

from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from ortenaudigital.audit.commands import list_entries
from ortenaudigital.bookings.changes import cancel_tickets, give_address
from ortenaudigital.bookings.changes.errors import BookingMerged
from ortenaudigital.bookings.changes.letters import CHANGED, changed
from ortenaudigital.bookings.documents import calendar_file, cancellation_file
from ortenaudigital.bookings.errors import LeadsOn
from ortenaudigital.bookings.groups.queries import find_group
from ortenaudigital.bookings.links import booking_key, ticket_code
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.needs.commands import store_needs
from ortenaudigital.bookings.needs.queries import find_needs
from ortenaudigital.bookings.notes.commands import change_note, find_note
from ortenaudigital.bookings.organising.correcting import change_organisation
from ortenaudigital.bookings.organising.duplicates import find_duplicates_of, list_duplicates
from ortenaudigital.bookings.organising.errors import (
    MergedBefore,
    MergedWithItself,
    NotMergeable,
    OtherEvent,
    OtherRight,
)
from ortenaudigital.bookings.organising.merging import merge
from ortenaudigital.bookings.organising.restoring import Restoring, restore_tickets
from ortenaudigital.bookings.queries import bookings_per_day, get_booking, get_booking_by_key
from ortenaudigital.bookings.questions.commands import store_answers
from ortenaudigital.bookings.questions.queries import given_in
from ortenaudigital.bookings.rules import Right, Way
from ortenaudigital.bookings.walk_ins import WalkIn, give_ticket
from ortenaudigital.checkin.sync.feed import newest_cursor, read_list
from ortenaudigital.events.models import Event
from ortenaudigital.events.places import take_places
from ortenaudigital.events.queries import get_event
from ortenaudigital.fair.contacts.models import ContactGrant
from ortenaudigital.guests.bookings import show_booking, show_ticket
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.privacy.requests import erase, find
from tests.factories import BOOKED_AT, make_event, make_exhibitor, needs
from tests.fair.contacts import make_contact
from tests.features.bookings.changes.booked import anew, booked, taken, waiting
from tests.features.bookings.test_calendar import entries
from tests.features.outbox.written import flat, written
from tests.invited import make_invitation, set_type

ACTOR = "olga@example.org"


def join(into: Booking, other: Booking) -> int:
    ids = into.id, other.id
    db.session.rollback()
    db.session.expire_all()
    with transaction():
        return merge(get_booking(ids[0]), get_booking(ids[1]), BOOKED_AT, ACTOR)


def pair(event: Event, **changes: Any) -> tuple[Booking, Booking]:
    return booked(event), booked(event, **{"number": 1, **changes})


def test_tickets_keep_codes_names_and_places(context: Flask) -> None:
    event = make_event()
    into, other = pair(event, first_name="Karl", last_name="Kehl", email="karl@example.org")
    before, ticket_id = newest_cursor(event.id), other.tickets[0].id
    days = bookings_per_day(event)
    assert join(into, other) == 1
    assert [(each.position, each.display_name) for each in anew(into).tickets] == [
        (1, "Erika Müller"),
        (2, "Erika Müller"),
        (3, "Karl Kehl"),
    ]
    shown, replaced = show_ticket(ticket_code(ticket_id, 0))
    assert (shown.reference, replaced) == (into.reference, False)
    assert taken(event) == 3
    assert bookings_per_day(event) == days
    assert len(read_list(event.id, before).tickets) == 1
    assert "kehl" in anew(into).search_text
    assert anew(other).cancelled_at is not None
    told = [list_entries(each.id)[-1] for each in (into, other)]
    assert [(each.action, each.actor) for each in told] == [
        ("bookings.merged", ACTOR),
        ("bookings.merged_into", ACTOR),
    ]
    assert [letter.subject_id for letter in waiting(CHANGED)] == [str(into.id)]
    assert f"Buchung {other.reference} ist in diese" in flat(written(changed(str(into.id))).text)


def test_the_link_of_the_other_leads_on_in_one_step(context: Flask) -> None:
    event = make_event()
    first, second = pair(event)
    third = booked(event, 1)
    join(second, third)
    join(first, second)
    for each in (second, third):
        for look in (get_booking_by_key, show_booking):
            with pytest.raises(LeadsOn) as led:
                look(booking_key(each.id))
            assert led.value.key == booking_key(first.id)


def test_the_entries_of_a_booking_that_went_into_another_are_called_off(context: Flask) -> None:
    event = make_event()
    into, other = pair(event)
    (own,) = entries(calendar_file(into, BOOKED_AT))
    (gone,) = entries(calendar_file(other, BOOKED_AT)).values()
    join(into, other)
    letter = changed(str(into.id))
    assert letter is not None
    one, off = (part for part in letter.enclosures if part.content_type == "text/calendar")
    assert [part.parameters["method"] for part in (one, off)] == ["PUBLISH", "CANCEL"]
    (called_off,) = entries(off.data).values()
    assert called_off["uid"] == gone["uid"]
    assert called_off["sequence"] > gone["sequence"]
    # The address of the other leads on to this file, which both may have been read from.
    found = entries(one.data)
    assert {uid: str(each["status"]) for uid, each in found.items()} == {
        own: "CONFIRMED",
        str(gone["uid"]): "CANCELLED",
    }
    with transaction():
        cancel_tickets(anew(into), {1, 2, 3}, BOOKED_AT)
    assert entries(cancellation_file(into, BOOKED_AT)).keys() == found.keys()


def test_nothing_is_changed_where_nobody_would_see_it(context: Flask) -> None:
    event = make_event()
    into, other = pair(event, number=2)
    with transaction():
        cancel_tickets(anew(other), {1}, BOOKED_AT, ACTOR)
    join(into, other)
    for change in (
        lambda: restore_tickets(anew(other), Restoring({1}), BOOKED_AT, ACTOR),
        lambda: give_address(anew(other), "neu@example.org", BOOKED_AT, ACTOR),
        lambda: change_organisation(anew(other), "Stadt Kehl", BOOKED_AT, ACTOR),
    ):
        with pytest.raises(BookingMerged), transaction():
            change()
    assert taken(event) == 3


def test_merged_tickets_are_cancelled_and_counted_where_they_are(context: Flask) -> None:
    event = make_event()
    into, other = pair(event)
    join(into, other)
    anew(into)
    with transaction():
        assert cancel_tickets(into, {1, 2, 3}, BOOKED_AT, ACTOR) == 3
    assert taken(event) == 0
    assert bookings_per_day(event) == []


def test_what_belongs_to_it_goes_along(context: Flask) -> None:
    event = make_event()
    asked = [{"key": key, "de": key, "kind": "line"} for key in ("essen", "stadt")]
    set_type(event.slug, 0, questions=asked)
    into, other = pair(event)
    type_id = event.ticket_types[0].id
    with transaction():
        store_answers(into.id, type_id, asked, {"essen": ("Spätzle",)})
        store_answers(other.id, type_id, asked, {"essen": ("Suppe",), "stadt": ("Lahr",)})
        store_needs(into.id, needs("Rampe"), BOOKED_AT)
        store_needs(other.id, needs("vorn"), BOOKED_AT)
        change_note(other, "bringt Hund mit", BOOKED_AT, ACTOR)
        change_organisation(other, "Stadt Lahr", BOOKED_AT, ACTOR)
    grant_id = make_contact(make_exhibitor(event), other, BOOKED_AT)
    join(into, other)
    assert given_in(into.id) == {type_id: {"essen": ["Spätzle"], "stadt": ["Lahr"]}}
    told, note, group = find_needs(into.id), find_note(into.id), find_group(into.id)
    assert told is not None
    assert (told.kinds, told.other) == (["other"], "Rampe\nvorn")
    assert note is not None
    assert note.note == "bringt Hund mit"
    assert group is not None
    assert group.organisation == "Stadt Lahr"
    assert db.session.get_one(ContactGrant, grant_id).booking_id == into.id
    # Nothing of it is left where nobody looks any more.
    assert [find_needs(other.id), find_note(other.id), find_group(other.id)] == [None] * 3
    assert given_in(other.id) == {}


def test_what_cannot_become_one_is_refused(context: Flask) -> None:
    event = make_event()
    into, other = pair(event)
    with pytest.raises(MergedWithItself):
        join(into, into)
    with pytest.raises(OtherEvent):
        join(into, booked(make_event(slug="andere")))
    with transaction():
        guest = WalkIn(event.id, event.ticket_types[0].id, "Kim", uuid4())
        (revision,) = take_places(guest.ticket_type_id, 1).revisions
        at_door = give_ticket(guest, revision, BOOKED_AT).booking
    with pytest.raises(NotMergeable):
        join(into, at_door)
    join(into, other)
    for pressed in ((into, other), (other, into)):
        with pytest.raises(MergedBefore):
            join(*pressed)
    empty = booked(event)
    anew(empty)
    with transaction():
        cancel_tickets(empty, {1, 2}, BOOKED_AT, ACTOR)
    with pytest.raises(NotMergeable):
        join(into, empty)


def test_what_opened_a_type_stays_with_its_tickets(context: Flask) -> None:
    event = make_event()
    right = Right(Way.INVITATION, make_invitation(event, number=3).id)
    invited = booked(event, 1, right=right, ticket_type="fachticket")
    usual = booked(event)
    with pytest.raises(OtherRight):
        join(invited, usual)
    assert join(usual, invited) == 1


def test_duplicates_are_found_by_address_and_by_name_with_organisation(context: Flask) -> None:
    event = make_event()
    first = booked(event)
    same_address = booked(event, 1, first_name="E.", last_name="M.", email="ERIKA@Example.org")
    same_name = booked(event, 1, email="")
    other = booked(event, 1, email="other@example.org")
    with transaction():
        change_organisation(get_booking(other.id), "Stadt Lahr", BOOKED_AT, ACTOR)
    booked(event, 1, first_name="Karl", last_name="Kehl", email="karl@example.org")
    booked(make_event(slug="andere"))
    anew(first)
    assert {each.id for each in find_duplicates_of(first)} == {same_address.id, same_name.id}
    groups = [{each.id for each in group} for group in list_duplicates(get_event(event.slug))]
    assert groups == [{first.id, same_address.id}, {first.id, same_name.id}]
    join(first, same_address)
    join(first, same_name)
    assert find_duplicates_of(anew(first)) == []
    assert list_duplicates(get_event(event.slug)) == []


def test_whoever_is_forgotten_is_so_in_both(context: Flask) -> None:
    event = make_event()
    into, other = pair(event)
    join(into, other)
    with transaction():
        erase(find("erika@example.org"), BOOKED_AT, "test")
    named = db.session.scalars(select(Booking.last_name)).all()
    assert set(named) == {""}
