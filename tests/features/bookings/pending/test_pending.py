"""Places are held until an address is confirmed: then they are tickets, or free again."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from ortenaudigital.bookings.commands import book
from ortenaudigital.bookings.errors import (
    ConfirmFirst,
    EnoughForAddress,
    ForeignDomain,
    NotBookable,
    TooManyTickets,
)
from ortenaudigital.bookings.groups.letters import GROUP_SENDING
from ortenaudigital.bookings.groups.queries import find_group, list_addressed
from ortenaudigital.bookings.groups.rules import Group, read_members
from ortenaudigital.bookings.holds.errors import HoldEnded
from ortenaudigital.bookings.holds.worker import release_overdue
from ortenaudigital.bookings.letters import CONFIRMATION
from ortenaudigital.bookings.making.requests import BookingRequest
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.pending.commands import ask_to_confirm, confirm, disown
from ortenaudigital.bookings.pending.letters import CONFIRM_ADDRESS, confirm_address
from ortenaudigital.bookings.pending.links import proof_url, waiting_key
from ortenaudigital.bookings.pending.models import PendingBooking
from ortenaudigital.bookings.pending.privacy import PendingHolder
from ortenaudigital.bookings.pending.rules import CONFIRM_WITHIN, confirm_until
from ortenaudigital.bookings.pending.worker import drop_overdue
from ortenaudigital.bookings.rules import Right, Way
from ortenaudigital.events.models import Event, Quota
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.kernel.personal import Person, Request
from ortenaudigital.limits.errors import TooMany
from ortenaudigital.outbox.queries import list_letters, list_letters_about
from tests.factories import booking_request, make_event_today
from tests.invited import by_invitation, make_code, set_type

TYPED = {"first_name": "Gewinnspiel", "last_name": "Sofort", "companions": ("Klicken Hier",)}


@pytest.fixture
def event(context: Flask) -> Event:
    event = make_event_today(quota=10)
    set_type(event.slug, 0, confirm_first=True)
    return event


def ask(event: Event, request: BookingRequest | None = None) -> PendingBooking:
    wanted = request or booking_request(number=2, **TYPED)
    with transaction():
        pending_id = ask_to_confirm(event.slug, wanted, utc_now())
    return db.session.get_one(PendingBooking, pending_id)


def press(pending: PendingBooking) -> UUID:
    with transaction():
        return confirm(pending, utc_now())


def taken(event: Event, number: int = 0) -> int:
    db.session.expire_all()
    quota = event.ticket_types[number].quota_id
    return db.session.scalars(select(Quota.taken).where(Quota.id == quota)).one()


def waiting() -> int:
    return db.session.scalar(select(func.count()).select_from(PendingBooking)) or 0


def test_nothing_is_booked_before_the_address_is_proved(event: Event) -> None:
    with pytest.raises(ConfirmFirst), transaction():
        book(event.slug, booking_request(), utc_now())
    db.session.rollback()
    pending = ask(event)
    assert taken(event) == 2
    assert db.session.scalar(select(func.count()).select_from(Booking)) == 0
    booking_id = press(pending)
    booking = db.session.get_one(Booking, booking_id)
    assert [each.name for each in booking.tickets] == ["", "Klicken Hier"]
    assert taken(event) == 2
    assert [each.kind for each in list_letters_about(str(booking_id))] == [CONFIRMATION]
    db.session.expire_all()
    assert (pending.email, pending.request, pending.booking_id) == ("", {}, booking_id)


def test_pressing_twice_books_once_and_so_does_sending_the_form_twice(event: Event) -> None:
    request = booking_request(request_id=uuid4())
    pending = ask(event, request)
    assert ask(event, request).id == pending.id
    assert taken(event) == 1
    first = press(pending)
    assert press(pending) == first
    assert taken(event) == 1
    assert len([each for each in list_letters() if each.kind == CONFIRM_ADDRESS]) == 1


def test_the_letter_holds_nothing_that_a_stranger_typed(event: Event) -> None:
    pending = ask(event)
    letter = confirm_address(str(pending.id))
    assert letter is not None
    assert letter.recipient == "erika@example.org"
    everything = " ".join([letter.subject, letter.text, letter.html])
    assert proof_url(event.slug, pending.id) in letter.text
    for word in ("Gewinnspiel", "Sofort", "Klicken", waiting_key(pending.id)):
        assert word not in everything
    press(pending)
    db.session.expire_all()
    assert confirm_address(str(pending.id)) is None


def test_what_is_not_confirmed_is_free_again_and_deleted(event: Event) -> None:
    pending = ask(event)
    until = pending.until
    with pytest.raises(HoldEnded), transaction():
        confirm(pending, until)
    db.session.rollback()
    assert drop_overdue(lambda: until - timedelta(seconds=1)) == 0
    assert drop_overdue(lambda: until) == 1
    assert (waiting(), taken(event)) == (0, 0)
    assert list_letters() == []


def test_whichever_round_comes_first_places_are_given_back_once(event: Event) -> None:
    ask(event)
    late = utc_now() + CONFIRM_WITHIN + timedelta(seconds=1)
    assert release_overdue(lambda: late) == 1
    assert taken(event) == 0
    assert drop_overdue(lambda: late) == 1
    assert (waiting(), taken(event)) == (0, 0)


def test_what_was_confirmed_is_never_dropped(event: Event) -> None:
    press(ask(event))
    with transaction():
        disown(db.session.scalars(select(PendingBooking)).one(), utc_now())
    assert drop_overdue(lambda: utc_now() + timedelta(days=9)) == 0
    assert (waiting(), taken(event)) == (1, 2)


def test_whoever_owns_the_address_gives_the_places_back(event: Event) -> None:
    pending = ask(event)
    with transaction():
        disown(pending, utc_now())
    assert (waiting(), taken(event)) == (0, 0)


def test_all_that_was_asked_for_comes_out_as_it_went_in(event: Event) -> None:
    code = make_code(event, utc_now())
    set_type(event.slug, 1, confirm_first=True)
    right = Right(Way.CODE, code.id)
    answers = {"stadt": ("Kehl",), "wege": ("bahn", "rad")}
    request = booking_request(right=right, ticket_type="fachticket", answers=answers)
    pending = ask(event, request)
    booking = db.session.get_one(Booking, press(pending))
    assert booking.access_code_id == code.id
    assert booking.first_name == "Erika"


def test_a_domain_is_proved_before_there_are_tickets(event: Event) -> None:
    set_type(event.slug, 1, domains=["achern.de"])
    wanted = {"right": Right(Way.DOMAIN), "ticket_type": "fachticket"}
    request = booking_request(**wanted, email="erika@achern.de")
    with pytest.raises(ConfirmFirst), transaction():
        book(event.slug, request, utc_now())
    db.session.rollback()
    press(ask(event, request))
    assert by_invitation(event).taken == 1


def test_the_limit_of_an_address_holds_when_it_is_confirmed(event: Event) -> None:
    set_type(event.slug, 0, max_per_address=1)
    first, second = ask(event, booking_request()), ask(event, booking_request())
    press(first)
    with pytest.raises(EnoughForAddress):
        press(second)
    db.session.rollback()
    assert taken(event) == 2


def test_no_mailbox_is_filled_and_no_hall_is_held_by_one_address(
    event: Event, context: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(context.config, "RATE_LIMITS", True)
    for _ in range(3):
        ask(event, booking_request())
    with pytest.raises(TooMany):
        ask(event, booking_request(email="ERIKA@example.org"))
    db.session.rollback()
    assert taken(event) == 3


def test_nothing_is_held_longer_than_booking_goes_on() -> None:
    now = utc_now()
    assert confirm_until(now, [None]) == now + CONFIRM_WITHIN
    assert confirm_until(now, [now + timedelta(hours=1), None]) == now + timedelta(hours=1)


def test_who_asks_for_their_data_finds_it_and_may_have_it_deleted(event: Event) -> None:
    pending = ask(event)
    holder, person = PendingHolder(), Person("ERIKA@example.org")
    (finding,) = holder.find(person)
    assert finding.data["asked_for"]["first_name"] == "Gewinnspiel"
    assert finding.ids == (pending.id,)
    with transaction():
        holder.erase(Request(person, [finding], utc_now(), "olga"))
    assert (waiting(), taken(event)) == (0, 0)


TYPED_GROUP = {"first_name": "Erika", "last_name": "Amt"}
PEOPLE = ("Berg; Bo; bo@example.org", *(f"Gast {each}" for each in "ABCDEFG"))


def group(*names: str) -> BookingRequest:
    members = read_members("\n".join(names))
    many = Group("Stadt Achern", members)
    return booking_request(number=len(members), group=many, email="amt@achern.de", **TYPED_GROUP)


def test_a_group_is_booked_by_a_click_in_the_letter_with_all_its_people(event: Event) -> None:
    set_type(event.slug, 0, max_per_group=9)
    pending = ask(event, group(*PEOPLE))
    assert taken(event) == 8
    assert db.session.scalar(select(func.count()).select_from(Booking)) == 0
    # Not one of them is written to by whoever typed them, and the letter names nobody.
    assert [each.kind for each in list_letters()] == [CONFIRM_ADDRESS]
    letter = confirm_address(str(pending.id))
    assert letter is not None
    for secret in ("Bo Berg", "Stadt Achern", "bo@example.org", "Gast"):
        assert secret not in letter.text + letter.html, secret
    booking = db.session.get_one(Booking, press(pending))
    assert [each.name for each in booking.tickets][:2] == ["Bo Berg", "Gast A"]
    assert len(booking.valid_tickets) == taken(event) == 8
    found = find_group(booking.id)
    assert found is not None
    assert found.organisation == "Stadt Achern"
    assert [email for _, email in list_addressed(booking)] == ["bo@example.org"]
    assert {each.kind for each in list_letters_about(str(booking.id))} == {
        CONFIRMATION,
        GROUP_SENDING,
    }


def test_a_group_that_nobody_confirms_is_released_and_forgotten(event: Event) -> None:
    set_type(event.slug, 0, max_per_group=9)
    ask(event, group(*PEOPLE))
    drop_overdue(lambda: utc_now() + CONFIRM_WITHIN)
    assert taken(event) == 0
    assert db.session.scalar(select(func.count()).select_from(PendingBooking)) == 0


def test_a_group_larger_than_allowed_holds_nothing(event: Event) -> None:
    set_type(event.slug, 0, max_per_group=3)
    with pytest.raises(TooManyTickets):
        ask(event, group(*PEOPLE))
    set_type(event.slug, 0, max_per_group=0)
    with pytest.raises(NotBookable):
        ask(event, group(*PEOPLE))
    assert taken(event) == 0


def test_a_group_of_a_domain_is_booked_by_who_reads_its_address(event: Event) -> None:
    set_type(event.slug, 1, max_per_group=9, domains=["achern.de"])
    wanted = replace(group(*PEOPLE), ticket_type="fachticket", right=Right(Way.DOMAIN))
    with pytest.raises(ForeignDomain):
        ask(event, replace(wanted, email="amt@example.org"))
    booking = db.session.get_one(Booking, press(ask(event, wanted)))
    assert len(booking.valid_tickets) == 8
