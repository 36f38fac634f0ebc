"""Waiting for what is not for everyone: who has the right joins, and only they are offered it."""

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from ortenaudigital.bookings.access.codes import withdraw_code
from ortenaudigital.bookings.access.errors import (
    CodeEnded,
    CodeForFewer,
    CodeUsedUp,
    InvitationUsedUp,
    InvitationWithdrawn,
)
from ortenaudigital.bookings.access.invitations import decline, withdraw
from ortenaudigital.bookings.access.models import AccessCode, Invitation
from ortenaudigital.bookings.changes import cancel_tickets
from ortenaudigital.bookings.errors import ForeignDomain, NotBookable
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.queries import get_booking
from ortenaudigital.bookings.rules import Right, Way
from ortenaudigital.bookings.wait_list import letters as written
from ortenaudigital.bookings.wait_list.answers import accept
from ortenaudigital.bookings.wait_list.errors import PlacesLeft, RightGone
from ortenaudigital.bookings.wait_list.links import entry_key, join_url
from ortenaudigital.bookings.wait_list.offers import offer_now
from ortenaudigital.bookings.wait_list.rules import EntryState
from ortenaudigital.events.models import Event
from ortenaudigital.events.rules import Access
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.kernel.errors import DomainError
from tests.factories import BOOKED_AT, make_booking, make_event
from tests.features.bookings.wait_list.people import LATER, entry, letters, rounds, wait
from tests.invited import make_code, make_invitation, set_type

KIND = {"ticket_type": "fachticket"}
BY_DOMAIN = Right(Way.DOMAIN)


@pytest.fixture
def event(context: Flask) -> Event:
    """An event whose professionals' day is full: 20 places, booked by two bookings."""
    event = make_event()
    set_type(event.slug, 1, max_per_booking=10, domains=["achern.de"])
    code = make_code(event, size=None, label="voll")
    for number in range(2):
        book(event, Right(Way.CODE, code.id), number=10, email=f"voll{number}@example.org")
    return event


def book(event: Event, right: Right, **changes: object) -> UUID:
    return make_booking(event, right=right, **KIND, **changes).id


def free(number: int = 1) -> None:
    """Give places back, and let the worker do its rounds."""
    with transaction():
        full = db.session.scalars(select(Booking).where(Booking.email == "voll0@example.org")).one()
        valid = [each.position for each in full.valid_tickets]
        cancel_tickets(full, set(valid[:number]), LATER)
    rounds()


def wait_by(event: Event, right: Right | None, number: int = 1, **changes: object) -> UUID:
    return wait(event, right=right, number=number, **KIND, **changes)


def take(entry_id: UUID, number: int = 1) -> UUID:
    with transaction():
        return accept(entry_key(entry_id), number, LATER)


def used(table: type[AccessCode] | type[Invitation], row_id: UUID) -> int:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(table, row_id).used


def refused(event: Event, right: Right | None, error: type[DomainError], **changes: object) -> None:
    with pytest.raises(error):
        wait_by(event, right, **changes)


def test_nobody_joins_without_a_right(event: Event) -> None:
    refused(event, None, NotBookable)
    refused(event, BY_DOMAIN, ForeignDomain)
    with pytest.raises(NotBookable):
        wait(event, right=BY_DOMAIN, email="anna@achern.de")


def test_a_code_is_used_by_who_accepts_and_not_before(event: Event) -> None:
    code = make_code(event, size=2)
    waits = wait_by(event, Right(Way.CODE, code.id), 2)
    assert used(AccessCode, code.id) == 0
    free(2)
    assert entry(waits).state is EntryState.OFFERED
    assert used(AccessCode, code.id) == 0
    booking = get_booking(take(waits, 2))
    assert (booking.access_code_id, len(booking.valid_tickets)) == (code.id, 2)
    assert used(AccessCode, code.id) == 2
    with transaction():
        cancel_tickets(get_booking(booking.id), {1, 2}, LATER)
    assert used(AccessCode, code.id) == 0


def test_an_invitation_is_used_by_who_accepts_and_not_before(event: Event) -> None:
    invited = make_invitation(event, number=2)
    waits = wait_by(event, Right(Way.INVITATION, invited.id), 2)
    free(2)
    assert used(Invitation, invited.id) == 0
    assert get_booking(take(waits, 1)).invitation_id == invited.id
    assert used(Invitation, invited.id) == 1


def test_a_domain_is_proved_by_the_letter_with_the_offer(event: Event) -> None:
    waits = wait_by(event, BY_DOMAIN, email="anna@achern.de")
    free()
    assert letters(waits) == ["joined", "offer"]
    # No second letter asks for a click: the link stood in one to that address.
    assert len(get_booking(take(waits)).valid_tickets) == 1


def test_what_a_right_is_not_good_for_is_refused_when_joining(event: Event) -> None:
    single = Right(Way.CODE, make_code(event, size=1).id)
    ended = make_code(event, ends_at=BOOKED_AT)
    invited = make_invitation(event)
    refused(event, single, CodeForFewer, number=2)
    refused(event, Right(Way.CODE, ended.id), CodeEnded)
    with transaction():
        withdraw(invited, BOOKED_AT, "olga")
    refused(event, Right(Way.INVITATION, invited.id), InvitationWithdrawn)
    free()
    book(event, single)
    refused(event, single, CodeUsedUp)


def test_nobody_waits_while_there_is_enough(event: Event) -> None:
    free(2)
    refused(event, Right(Way.CODE, make_code(event, size=None).id), PlacesLeft, number=2)


def test_two_who_wait_with_one_single_code_are_not_both_kept_a_place(event: Event) -> None:
    code = make_code(event, size=1)
    first, second = (wait_by(event, Right(Way.CODE, code.id)) for _ in range(2))
    behind = wait_by(event, BY_DOMAIN, now=LATER, email="anna@achern.de")
    free(2)
    states = [entry(each).state for each in (first, second)]
    assert sorted(states) == [EntryState.OFFERED, EntryState.WAITING]
    assert entry(behind).state is EntryState.OFFERED
    lucky = first if entry(first).state is EntryState.OFFERED else second
    other = second if lucky == first else first
    with pytest.raises(RightGone), transaction():
        offer_now(other, "Rednerin", LATER, "olga@example.org")
    take(lucky)
    free(1)
    assert entry(other).state is EntryState.WAITING
    with pytest.raises(RightGone), transaction():
        offer_now(other, "Rednerin", LATER, "olga@example.org")


def test_a_code_that_was_used_meanwhile_books_nothing(event: Event) -> None:
    code = make_code(event, size=1)
    waits = wait_by(event, Right(Way.CODE, code.id))
    free(2)
    book(event, Right(Way.CODE, code.id), now=LATER)
    with pytest.raises(CodeUsedUp):
        take(waits)
    assert used(AccessCode, code.id) == 1
    # Nothing is lost: it is still offered until its time is over.
    assert entry(waits).state is EntryState.OFFERED


@pytest.mark.parametrize("way", [Way.CODE, Way.INVITATION])
def test_who_lost_the_right_is_taken_off_the_list_and_told_why(event: Event, way: Way) -> None:
    code, invited = make_code(event), make_invitation(event)
    right = Right(way, code.id if way is Way.CODE else invited.id)
    waits, others = wait_by(event, right), wait_by(event, BY_DOMAIN, email="anna@achern.de")
    with transaction():
        if way is Way.CODE:
            withdraw_code(code, LATER, "olga")
        else:
            withdraw(invited, LATER, "olga")
    rounds()
    assert entry(waits).state is EntryState.CLOSED
    letter = written.ended(str(waits))
    assert letter is not None
    assert "auf die Warteliste eingetragen haben, gilt nicht mehr" in " ".join(letter.text.split())
    assert entry(others).state is EntryState.WAITING


def test_an_offer_ends_with_its_code(event: Event) -> None:
    ends_at = LATER + timedelta(hours=3)
    waits = wait_by(event, Right(Way.CODE, make_code(event, ends_at=ends_at).id))
    free()
    hold = entry(waits).hold
    assert hold is not None
    assert hold.until <= ends_at


def test_who_declined_the_invitation_is_kept_no_place_but_joins_after_all(event: Event) -> None:
    ina, udo = (make_invitation(event, f"{each}@example.org") for each in ("ina", "udo"))
    first = wait_by(event, Right(Way.INVITATION, ina.id))
    with transaction():
        decline(ina, LATER)
        decline(udo, LATER)
    second = wait_by(event, Right(Way.INVITATION, udo.id))
    db.session.expire_all()
    assert db.session.get_one(Invitation, udo.id).declined_at is None
    free(2)
    states = [entry(each).state for each in (first, second)]
    assert states == [EntryState.WAITING, EntryState.OFFERED]


def test_a_domain_that_opens_nothing_any_more_is_offered_nothing(event: Event) -> None:
    waits = wait_by(event, BY_DOMAIN, email="anna@achern.de")
    set_type(event.slug, 1, domains=["kehl.de"])
    free()
    assert entry(waits).state is EntryState.WAITING


def test_what_everybody_may_book_by_now_needs_no_right(event: Event) -> None:
    code = make_code(event)
    waits = wait_by(event, Right(Way.CODE, code.id))
    set_type(event.slug, 1, access=Access.PUBLIC)
    with transaction():
        withdraw_code(code, LATER, "olga")
    free()
    assert get_booking(take(waits)).access_code_id is None


def test_an_invitation_for_more_than_a_booking_holds_is_offered_whole(event: Event) -> None:
    set_type(event.slug, 1, max_per_booking=2, max_per_address=1)
    invited = make_invitation(event, number=4)
    waits = wait_by(event, Right(Way.INVITATION, invited.id), 4)
    free(4)
    assert len(get_booking(take(waits, 4)).valid_tickets) == 4
    refused(event, Right(Way.INVITATION, invited.id), InvitationUsedUp)


def test_whoever_left_finds_the_way_back_by_what_they_came_with(event: Event) -> None:
    code, invited = make_code(event), make_invitation(event)
    ways = {
        wait_by(event, Right(Way.CODE, code.id)): "/code/",
        wait_by(event, Right(Way.INVITATION, invited.id)): "/buchen/warteliste",
        wait_by(event, BY_DOMAIN, email="anna@achern.de"): "/dienstadresse/warteliste",
    }
    for each, part in ways.items():
        address = join_url(entry(each))
        assert part in address
        assert address.endswith("/warteliste")
