"""Invitations: sent once, reminded at most once a day, counted by the database, answered."""

from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from ortenaudigital.bookings.access.errors import (
    InvitationUsedUp,
    InvitationWithdrawn,
    NotSendable,
    OtherNumber,
)
from ortenaudigital.bookings.access.guests import read_guests
from ortenaudigital.bookings.access.invitations import (
    Offered,
    decline,
    invite,
    open_invitation,
    remind,
    withdraw,
)
from ortenaudigital.bookings.access.letters import INVITATION, REMINDER, invitation, reminder
from ortenaudigital.bookings.access.links import invitation_key, invitation_url
from ortenaudigital.bookings.access.models import Invitation
from ortenaudigital.bookings.access.queries import (
    OF_STATE,
    count_invitations,
    count_to_remind,
    get_invitation_by_key,
)
from ortenaudigital.bookings.access.rules import InvitationState
from ortenaudigital.bookings.changes import cancel_tickets
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.rules import Right, Way
from ortenaudigital.events.models import Event
from ortenaudigital.events.rules import EventState
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.models import Letter
from ortenaudigital.queue.rules import Priority
from tests.factories import BOOKED_AT, make_booking, make_event
from tests.invited import by_invitation, make_code, make_invitation, set_type

DAY = timedelta(days=1)
LIST = "Erika Müller <erika@example.org>\nmax@example.org\nkaputt\nMAX@example.org\nina@example.org"


@pytest.fixture
def event(context: Flask) -> Event:
    return make_event()


def send(event: Event, text: str = LIST, number: int = 1) -> int:
    offered = Offered(by_invitation(event), number, "de")
    with transaction():
        return invite(event, offered, read_guests(text), BOOKED_AT, "olga")


def everyone(event: Event) -> dict[str, Invitation]:
    rows = db.session.scalars(select(Invitation).where(Invitation.event_id == event.id))
    return {each.email: each for each in rows}


def letters(kind: str) -> list[Letter]:
    return list(db.session.scalars(select(Letter).where(Letter.kind == kind)))


def accept(event: Event, one: Invitation, number: int = 1, **changes: object) -> Booking:
    right = Right(Way.INVITATION, one.id)
    return make_booking(event, right=right, ticket_type="fachticket", number=number, **changes)


def test_each_good_address_gets_one_letter_however_often_it_is_sent(event: Event) -> None:
    assert send(event) == 3
    assert send(event) == 0
    assert len(letters(INVITATION)) == 3
    assert {each.priority for each in letters(INVITATION)} == {Priority.BULK}


def test_a_letter_brings_the_personal_link(event: Event) -> None:
    one = make_invitation(event, "Erika Müller <erika@example.org>", number=2)
    letter = invitation(str(one.id))
    assert letter is not None
    assert letter.recipient == "erika@example.org"
    assert invitation_url(event.slug, one.id) in letter.text
    assert invitation_url(event.slug, one.id) in letter.html
    assert "Erika Müller" in letter.text
    assert "2 Plätze" in letter.html
    assert get_invitation_by_key(event.slug, invitation_key(one.id)) == one


def test_no_letter_leads_nowhere(event: Event) -> None:
    one = make_invitation(event)
    with transaction():
        withdraw(one, BOOKED_AT, "olga")
    assert invitation(str(one.id)) is None
    other = make_invitation(event)
    with transaction():
        event.state = EventState.CANCELLED
    assert invitation(str(other.id)) is None
    with pytest.raises(NotSendable):
        send(event)
    assert invitation(str(uuid4())) is None


def test_a_draft_invites_nobody(context: Flask) -> None:
    event = make_event(state="draft")
    with pytest.raises(NotSendable):
        send(event)


def test_who_is_invited_books_so_many_tickets_and_no_more(event: Event) -> None:
    one = make_invitation(event, number=2)
    booking = accept(event, one, 2, email="anders@example.org")
    assert booking.invitation_id == one.id
    assert by_invitation(event).taken == 2
    with pytest.raises(InvitationUsedUp):
        accept(event, one)
    db.session.rollback()
    with transaction():
        cancel_tickets(booking, {2}, BOOKED_AT)
    accept(event, one)
    db.session.expire_all()
    assert one.used == 2


def test_a_withdrawn_invitation_opens_nothing_and_can_be_sent_anew(event: Event) -> None:
    one = make_invitation(event)
    booking_of_before = accept(event, make_invitation(event, "vor@example.org"))
    with transaction():
        assert withdraw(one, BOOKED_AT, "olga")
        assert not withdraw(one, BOOKED_AT, "olga")
    with pytest.raises(InvitationWithdrawn):
        accept(event, one)
    db.session.rollback()
    assert send(event, one.email) == 1
    assert booking_of_before.valid_tickets


def test_states_in_python_and_sql_are_the_same(event: Event) -> None:
    send(event, "\n".join(f"{name}@example.org" for name in "abcdef"))
    found = everyone(event)
    a, b, c, d, e, _ = (found[f"{name}@example.org"] for name in "abcdef")
    with transaction():
        open_invitation(a, BOOKED_AT)
        decline(b, BOOKED_AT)
        withdraw(c, BOOKED_AT, "olga")
    accept(event, d)
    booking = accept(event, e)
    with transaction():
        cancel_tickets(booking, {1}, BOOKED_AT)
    db.session.expire_all()
    for state, condition in OF_STATE.items():
        in_sql = set(db.session.scalars(select(Invitation.email).where(condition)))
        assert in_sql == {each.email for each in found.values() if each.state is state}, state
    assert count_invitations(event) == {
        InvitationState.SENT: 1,
        InvitationState.OPENED: 2,
        InvitationState.BOOKED: 1,
        InvitationState.DECLINED: 1,
        InvitationState.WITHDRAWN: 1,
    }


def test_who_declined_may_book_after_all_and_who_booked_cannot_decline(event: Event) -> None:
    one = make_invitation(event)
    with transaction():
        assert decline(one, BOOKED_AT)
    accept(event, one)
    db.session.expire_all()
    assert one.state is InvitationState.BOOKED
    with transaction():
        assert not decline(one, BOOKED_AT)
    assert one.state is InvitationState.BOOKED


def test_the_rest_is_reminded_once_a_day_by_the_number_that_was_seen(event: Event) -> None:
    send(event)
    found = everyone(event)
    assert count_to_remind(event, BOOKED_AT + DAY / 2) == 0
    accept(event, found["erika@example.org"])
    later = BOOKED_AT + DAY
    assert count_to_remind(event, later) == 2
    with transaction():
        decline(found["ina@example.org"], later)
    with pytest.raises(OtherNumber), transaction():
        remind(event, 2, later, "olga")
    db.session.rollback()
    assert letters(REMINDER) == []
    with transaction():
        assert remind(event, 1, later, "olga") == 1
    assert count_to_remind(event, later + DAY / 2) == 0
    (letter,) = letters(REMINDER)
    text = reminder(letter.subject_id)
    assert text is not None
    assert text.recipient == "max@example.org"
    accept(event, found["max@example.org"])
    db.session.expire_all()
    assert reminder(letter.subject_id) is None


def test_a_booking_closes_before_the_letter_is_written(event: Event) -> None:
    one = make_invitation(event)
    set_type(event.slug, 1, booking_closes_at=BOOKED_AT - 365 * DAY)
    db.session.expire_all()
    assert invitation(str(one.id)) is None


def test_who_booked_the_same_in_another_way_is_not_reminded(event: Event) -> None:
    one = make_invitation(event, "Ina Geladen <ina@example.org>")
    assert reminder(str(one.id)) is not None
    code = make_code(event)
    right = Right(Way.CODE, code.id)
    booking = make_booking(event, right=right, ticket_type="fachticket", email="INA@example.org")
    assert reminder(str(one.id)) is None
    with transaction():
        cancel_tickets(booking, {1}, BOOKED_AT)
    assert reminder(str(one.id)) is not None
