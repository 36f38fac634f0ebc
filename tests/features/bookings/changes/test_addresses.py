"""Another address takes effect once it is confirmed, and the former one is told."""

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from ortenaudigital.audit.commands import list_entries
from ortenaudigital.bookings.changes import (
    ask_for_address,
    cancel_tickets,
    confirm_address,
    delete_address_changes,
    get_address_change,
)
from ortenaudigital.bookings.changes.errors import (
    ReceiverHasEnough,
    SameAddress,
    UnknownAddressChange,
)
from ortenaudigital.bookings.changes.letters import (
    ADDRESS_CHANGED,
    CONFIRM_ADDRESS,
    address_changed,
)
from ortenaudigital.bookings.changes.letters import (
    confirm_address as confirmation_letter,
)
from ortenaudigital.bookings.letters import CONFIRMATION
from ortenaudigital.bookings.links import address_change_key, booking_key
from ortenaudigital.bookings.models import AddressChange, Booking
from ortenaudigital.bookings.queries import get_booking
from ortenaudigital.bookings.rules import Right, Way
from ortenaudigital.events.models import Event
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.limits.errors import TooMany
from ortenaudigital.privacy.requests import erase, find
from tests.factories import BOOKED_AT, make_event, make_group
from tests.features.bookings.changes.booked import anew, booked, waiting
from tests.features.outbox.written import flat, written
from tests.invited import make_invitation, set_type

NEW = "neu@example.org"


def ask(booking: Booking, email: str = NEW) -> UUID:
    with transaction():
        return ask_for_address(anew(booking), email, BOOKED_AT)


def confirm(change_id: UUID, after: timedelta = timedelta()) -> bool:
    db.session.expire_all()
    with transaction():
        now = BOOKED_AT + after
        return confirm_address(get_address_change(address_change_key(change_id), now), now)


def test_nothing_changes_before_it_is_confirmed(context: Flask) -> None:
    booking = booked(make_event())
    change_id = ask(booking)
    assert anew(booking).email == "erika@example.org"
    assert confirm(change_id)
    found = anew(booking)
    assert found.email == NEW
    assert NEW in found.search_text
    entry = list_entries(booking.id)[-1]
    assert (entry.action, entry.details) == ("bookings.address_changed", {})


def test_the_letter_to_be_confirmed_says_nothing_that_anybody_typed(context: Flask) -> None:
    booking = booked(make_event(), first_name="Gratis", last_name="Gewinn")
    change_id = ask(booking)
    letter = written(confirmation_letter(str(change_id)))
    assert letter.recipient == NEW
    assert address_change_key(change_id) in letter.text
    for secret in ("Gratis", "Gewinn", booking.reference, booking_key(booking.id), "erika@"):
        assert secret not in letter.text + letter.html + letter.subject, secret


def test_the_former_address_is_told_and_the_new_one_gets_the_tickets(context: Flask) -> None:
    booking = booked(make_event())
    change_id = ask(booking)
    confirm(change_id)
    (told,) = waiting(ADDRESS_CHANGED)
    letter = written(address_changed(told.subject_id))
    assert letter.recipient == "erika@example.org"
    assert NEW not in letter.text + letter.html
    assert booking_key(booking.id) not in letter.text + letter.html
    assert "wurde eine andere E-Mail-Adresse angegeben und bestätigt" in flat(letter.text)
    assert len(waiting(CONFIRMATION)) == 1


def test_confirming_twice_changes_once(context: Flask) -> None:
    booking = booked(make_event())
    change_id = ask(booking)
    assert [confirm(change_id), confirm(change_id)] == [True, False]
    assert len(waiting(ADDRESS_CHANGED)) == 1


def test_only_the_last_one_can_be_confirmed_and_only_for_a_day(context: Flask) -> None:
    booking = booked(make_event())
    first, second = ask(booking), ask(booking, "andere@example.org")
    with pytest.raises(UnknownAddressChange):
        confirm(first)
    with pytest.raises(UnknownAddressChange):
        confirm(second, after=timedelta(days=1))
    assert confirmation_letter(str(first)) is None
    assert confirm(second)
    assert confirmation_letter(str(second)) is None


@pytest.mark.parametrize("email", ["erika@example.org", "Erika@Example.ORG"])
def test_the_same_address_is_none(context: Flask, email: str) -> None:
    booking = booked(make_event())
    with pytest.raises(SameAddress):
        ask(booking, email)
    assert waiting(CONFIRM_ADDRESS) == []


def test_nobody_fills_the_mailbox_of_a_stranger(
    context: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(context.config, "RATE_LIMITS", True)
    event = make_event()
    bookings = [booked(event, email=f"gast{number}@example.org") for number in range(4)]
    for booking in bookings[:3]:
        ask(booking)
    with pytest.raises(TooMany):
        ask(bookings[3])


def test_who_asks_to_be_forgotten_is_forgotten_here_too(context: Flask) -> None:
    booking = booked(make_event())
    ask(booking)
    with transaction():
        assert any(each.key.startswith("address change:") for each in find(NEW).all)
        erase(find(NEW), BOOKED_AT, "test")
    assert db.session.scalar(select(func.count()).select_from(AddressChange)) == 0
    confirm(ask(booking))
    with transaction():
        erase(find("erika@example.org"), BOOKED_AT, "test")
    assert db.session.scalar(select(func.count()).select_from(AddressChange)) == 0


def test_what_was_asked_for_goes_after_days(context: Flask) -> None:
    booking = booked(make_event())
    ask(booking)
    for days, left in ((2, 1), (3, 0)):
        with transaction():
            delete_address_changes(BOOKED_AT + timedelta(days=days))
        assert db.session.scalar(select(func.count()).select_from(AddressChange)) == left


def test_a_cancelled_booking_can_still_move(context: Flask) -> None:
    booking = booked(make_event())
    change_id = ask(booking)
    with transaction():
        cancel_tickets(anew(booking), {1, 2}, BOOKED_AT)
    assert confirm(change_id)


def limited(most: int) -> Event:
    event = make_event()
    set_type(event.slug, 0, max_per_address=most)
    return event


def test_no_address_gets_more_tickets_than_it_may_by_a_move(context: Flask) -> None:
    event = limited(3)
    booked(event, email="NEU@example.org")
    mine = booked(event)
    change_id = ask(mine)
    with pytest.raises(ReceiverHasEnough) as refused:
        confirm(change_id)
    assert refused.value.details == {"most": 3, "booked": 2}
    assert anew(mine).email == "erika@example.org"
    assert waiting(ADDRESS_CHANGED) == []
    # Nothing is lost: once there is room, the same link does it.
    with transaction():
        cancel_tickets(anew(mine), {2}, BOOKED_AT)
    assert confirm(change_id)


def test_a_limit_that_was_lowered_keeps_nobody_from_moving(context: Flask) -> None:
    event = make_event()
    mine = booked(event, 4)
    set_type(event.slug, 0, max_per_address=2)
    assert confirm(ask(mine))


def test_a_group_moves_by_the_limit_of_groups(context: Flask) -> None:
    event = limited(2)
    set_type(event.slug, 0, max_per_group=4)
    group = get_booking(make_group(event, "Anna Eins\nBert Zwei\nCem Drei"))
    booked(event, 1, email=NEW)
    assert confirm(ask(group))
    # And whoever books for one person is still one who has enough.
    other = booked(event, 1)
    with pytest.raises(ReceiverHasEnough):
        confirm(ask(other))


def test_what_came_by_an_invitation_is_counted_by_that_alone(context: Flask) -> None:
    event = make_event()
    set_type(event.slug, 1, max_per_address=1)
    rights = [
        Right(Way.INVITATION, make_invitation(event, f"{each}@example.org", 2).id)
        for each in ("ina", "udo")
    ]
    kind = {"ticket_type": "fachticket"}
    mine = booked(event, right=rights[0], **kind)
    booked(event, email=NEW, right=rights[1], **kind)
    assert confirm(ask(mine))
