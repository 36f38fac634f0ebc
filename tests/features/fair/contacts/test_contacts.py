"""Contacts: handed over by an act of the visitor, seen by one exhibitor, taken back, forgotten."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from flask import Flask

from ortenaudigital.bookings.models import Booking
from ortenaudigital.event_changes.states import Move, change_state
from ortenaudigital.events.models import Event
from ortenaudigital.events.rules import EventState
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.applications.queries import get_exhibitor
from ortenaudigital.fair.contacts.commands import confirm, read, withdraw
from ortenaudigital.fair.contacts.errors import (
    ContactsClosed,
    ManyContacts,
    UnknownContact,
    UnknownContactCode,
)
from ortenaudigital.fair.contacts.exports import contacts_table
from ortenaudigital.fair.contacts.letters import CONFIRM_ADDRESS, GIVEN
from ortenaudigital.fair.contacts.links import contact_key, shown_code
from ortenaudigital.fair.contacts.models import ContactGrant
from ortenaudigital.fair.contacts.queries import (
    get_contact_by_key,
    list_contacts_for,
    list_contacts_of,
)
from ortenaudigital.fair.contacts.rules import (
    CONFIRM_WITHIN,
    MOST_OF_BOOKING,
    OPEN_AFTER,
    SHOWN_FOR,
    as_shown,
    read_typed_code,
)
from ortenaudigital.fair.contacts.worker import drop_unseen
from ortenaudigital.kernel.db import transaction
from ortenaudigital.outbox.queries import list_letters
from tests.factories import make_booking, make_event, make_exhibitor
from tests.fair.contacts import make_contact, make_shown


@pytest.fixture
def event(context: Flask) -> Event:
    return make_event()


@pytest.fixture
def exhibitor(event: Event) -> Exhibitor:
    return make_exhibitor(event)


@pytest.fixture
def booking(event: Event) -> Booking:
    return make_booking(event)


def letters() -> list[str]:
    return [each.kind for each in list_letters() if each.kind.startswith("contacts.")]


def seen(exhibitor: Exhibitor) -> list[str]:
    return [each.name for each in list_contacts_for(exhibitor.id)]


def exported(exhibitor: Exhibitor) -> list[list[object]]:
    return [list(line) for line in contacts_table(get_exhibitor(exhibitor.id)).lines()]


def test_who_booked_hands_a_contact_over_at_once(
    exhibitor: Exhibitor, booking: Booking, now: datetime
) -> None:
    make_contact(exhibitor, booking, now)
    assert seen(exhibitor) == ["Vera Visite"]
    assert letters() == [GIVEN]
    assert exported(exhibitor)[0][:2] == ["Vera Visite", "vera@example.org"]


def test_an_address_that_was_typed_is_confirmed_first(exhibitor: Exhibitor, now: datetime) -> None:
    grant_id = make_contact(exhibitor, None, now)
    assert (seen(exhibitor), exported(exhibitor), letters()) == ([], [], [CONFIRM_ADDRESS])
    for handed_over in (True, False):
        with transaction():
            assert confirm(get_contact_by_key(contact_key(grant_id)), now) is handed_over
    assert seen(exhibitor) == ["Vera Visite"]
    assert sorted(letters()) == [CONFIRM_ADDRESS, GIVEN]


def test_only_what_was_chosen_is_seen(
    exhibitor: Exhibitor, booking: Booking, now: datetime
) -> None:
    make_contact(exhibitor, booking, now, shares_email=False, company="", message="")
    assert exported(exhibitor)[0][:5] == ["Vera Visite", "", "0781 1234", "", ""]


def test_another_exhibitor_sees_nothing(
    event: Event, exhibitor: Exhibitor, booking: Booking, now: datetime
) -> None:
    other = make_exhibitor(event, name="Andere")
    make_contact(exhibitor, booking, now)
    make_shown(booking, now)
    assert (seen(other), exported(other)) == ([], [])


def test_a_form_that_is_sent_twice_hands_over_once(
    exhibitor: Exhibitor, booking: Booking, now: datetime
) -> None:
    same = uuid4()
    first = make_contact(exhibitor, booking, now, request_id=same)
    assert make_contact(exhibitor, booking, now, request_id=same) == first
    assert make_contact(exhibitor, booking, now, request_id=same, phone="1") != first
    assert len(seen(exhibitor)) == 2


def test_what_is_withdrawn_is_seen_and_exported_no_more(
    exhibitor: Exhibitor, booking: Booking, now: datetime
) -> None:
    grant_id = make_contact(exhibitor, booking, now)
    for withdrawn in (True, False):
        with transaction():
            assert withdraw(get_contact_by_key(contact_key(grant_id)), now) is withdrawn
    (left,) = list_contacts_for(exhibitor.id)
    assert (left.name, left.withdrawn_at) == ("Vera Visite", now)
    assert (left.shared_email, left.phone, left.company, left.message) == ("", "", "", "")
    assert exported(exhibitor) == []


def test_what_was_never_seen_leaves_no_name(exhibitor: Exhibitor, now: datetime) -> None:
    grant_id = make_contact(exhibitor, None, now)
    with transaction():
        withdraw(get_contact_by_key(contact_key(grant_id)), now)
    with transaction():
        assert not confirm(get_contact_by_key(contact_key(grant_id)), now)
    assert get_contact_by_key(contact_key(grant_id)).name == ""
    assert seen(exhibitor) == []


def test_a_code_is_read_once_by_the_first_exhibitor(
    event: Event, exhibitor: Exhibitor, booking: Booking, now: datetime
) -> None:
    code = as_shown(shown_code(make_shown(booking, now))).lower()
    other = make_exhibitor(event, name="Andere")
    with transaction():
        read(get_exhibitor(exhibitor.id), f" {code} ", now)
    with transaction(), pytest.raises(UnknownContactCode):
        read(get_exhibitor(other.id), code, now)
    assert (seen(exhibitor), seen(other)) == (["Vera Visite"], [])
    assert letters() == [GIVEN]
    (mine,) = list_contacts_of(booking.id, now)
    assert mine.exhibitor_id == exhibitor.id


def test_a_code_ends_and_can_be_withdrawn(
    exhibitor: Exhibitor, booking: Booking, now: datetime
) -> None:
    old, withdrawn = make_shown(booking, now), make_shown(booking, now, phone="1")
    with transaction():
        withdraw(get_contact_by_key(contact_key(withdrawn)), now)
    for grant_id, moment in ((old, now + SHOWN_FOR), (withdrawn, now)):
        with transaction(), pytest.raises(UnknownContactCode):
            read(get_exhibitor(exhibitor.id), shown_code(grant_id), moment)
    assert list_contacts_of(booking.id, now + SHOWN_FOR) == []


def test_a_code_of_another_event_is_none(booking: Booking, now: datetime) -> None:
    elsewhere = make_exhibitor(make_event(slug="anderswo"))
    code = shown_code(make_shown(booking, now))
    with transaction(), pytest.raises(UnknownContactCode):
        read(get_exhibitor(elsewhere.id), code, now)


@pytest.mark.parametrize("typed", ["", "ABC", "0OIL1-0OIL", "ABCDEFGHJ", "ÄÖÜ" * 3, "%%%%%%%%"])
def test_what_is_no_code_is_none(exhibitor: Exhibitor, now: datetime, typed: str) -> None:
    assert read_typed_code(typed) == ""
    with transaction(), pytest.raises(UnknownContactCode):
        read(get_exhibitor(exhibitor.id), typed, now)


def test_nothing_is_taken_when_the_fair_is_over_or_called_off(
    event: Event, exhibitor: Exhibitor, booking: Booking, now: datetime
) -> None:
    late = event.last_day.closes_at + OPEN_AFTER
    with pytest.raises(ContactsClosed):
        make_contact(exhibitor, booking, late)
    make_contact(exhibitor, booking, late - timedelta(seconds=1))
    with transaction():
        change_state(event.slug, Move(EventState.CANCELLED, False), now, "test")
    with pytest.raises(ContactsClosed):
        make_contact(exhibitor, booking, now)


def test_one_booking_hands_over_so_many(
    exhibitor: Exhibitor, booking: Booking, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ortenaudigital.fair.contacts.rules.MOST_OF_BOOKING", 2)
    assert MOST_OF_BOOKING == 100
    for phone in "12":
        make_contact(exhibitor, booking, now, phone=phone)
    with pytest.raises(ManyContacts):
        make_contact(exhibitor, booking, now, phone="3")


def test_what_nobody_confirmed_or_read_is_deleted(
    exhibitor: Exhibitor, booking: Booking, now: datetime
) -> None:
    old = make_contact(exhibitor, None, now - CONFIRM_WITHIN - timedelta(seconds=1))
    unread = make_shown(booking, now - SHOWN_FOR - timedelta(seconds=1))
    kept = make_contact(exhibitor, None, now), make_contact(exhibitor, booking, now)
    assert drop_unseen(lambda: now) == 2
    for gone in (old, unread):
        with pytest.raises(UnknownContact):
            get_contact_by_key(contact_key(gone))
    for grant_id in kept:
        assert isinstance(get_contact_by_key(contact_key(grant_id)), ContactGrant)
    assert sorted(letters()) == [CONFIRM_ADDRESS, GIVEN]
