"""One more ticket: if there is room, once, and with a place of its own."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from ortenaudigital.audit.commands import list_entries
from ortenaudigital.bookings.access.errors import InvitationUsedUp
from ortenaudigital.bookings.changes import add_ticket, cancel_tickets
from ortenaudigital.bookings.changes.errors import BookingChanged, BookingFull
from ortenaudigital.bookings.changes.letters import CHANGED, changed
from ortenaudigital.bookings.errors import BookingClosed, EnoughForAddress, EventOver
from ortenaudigital.bookings.links import ticket_code
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.queries import get_booking
from ortenaudigital.bookings.rules import Right, Way
from ortenaudigital.events.errors import SoldOut
from ortenaudigital.events.models import Event, TicketType
from ortenaudigital.guests.bookings import show_ticket
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.kernel.errors import DomainError
from tests.factories import BOOKED_AT, make_booking, make_event, make_group
from tests.features.bookings.changes.booked import anew, booked, taken, waiting
from tests.features.outbox.written import flat, written
from tests.invited import make_invitation, set_type


def add(booking: Booking, position: int, name: str = "", now: datetime = BOOKED_AT) -> bool:
    with transaction():
        return add_ticket(anew(booking), position, name, now)


def test_another_ticket_has_a_code_a_place_and_a_letter(context: Flask) -> None:
    event = make_event()
    booking = booked(event)
    assert add(booking, 3, "Kim")
    tickets = anew(booking).tickets
    assert [ticket.display_name for ticket in tickets] == ["Erika Müller", "Erika Müller", "Kim"]
    assert taken(event) == 3
    shown, replaced = show_ticket(ticket_code(tickets[2].id, 0))
    assert (shown.tickets[0].display_name, replaced) == ("Kim", False)
    assert "kim" in anew(booking).search_text
    assert list_entries(booking.id)[-1].action == "bookings.ticket_added"
    assert len(waiting(CHANGED)) == 1
    assert "Ticket 3 ist dazugekommen." in flat(written(changed(str(booking.id))).text)


def test_a_second_press_adds_nothing(context: Flask) -> None:
    event = make_event()
    booking = booked(event)
    assert [add(booking, 3, "Kim"), add(booking, 3, "Kim")] == [True, False]
    assert taken(event) == 3


@pytest.mark.parametrize("position", [0, 1, 2, 4, 99, 2**31 - 1])
def test_forged_positions_are_refused(context: Flask, position: int) -> None:
    event = make_event()
    booking = booked(event)
    with pytest.raises(BookingChanged):
        add(booking, position, "Kim")
    assert taken(event) == 2


def refused(booking: Booking, position: int, error: type[DomainError]) -> None:
    with pytest.raises(error):
        add(booking, position, "Kim")
    assert all(ticket.name != "Kim" for ticket in anew(booking).tickets)


def test_no_more_than_a_booking_may_hold_and_cancelled_ones_do_not_count(context: Flask) -> None:
    event = make_event()
    booking = booked(event, 6)
    refused(booking, 7, BookingFull)
    with transaction():
        cancel_tickets(anew(booking), {2}, BOOKED_AT)
    assert add(booking, 7)
    assert taken(event) == 6


def test_no_more_than_there_are_places(context: Flask) -> None:
    event = make_event(quota=3)
    booking = booked(event)
    make_booking(event)
    refused(booking, 3, SoldOut)
    assert taken(event) == 3


def close(event: Event) -> None:
    with transaction():
        db.session.get_one(Event, event.id).booking_closes_at = BOOKED_AT


def test_nothing_is_added_when_booking_is_closed(context: Flask) -> None:
    event = make_event()
    booking = booked(event)
    close(event)
    refused(booking, 3, BookingClosed)


def test_nothing_is_added_to_what_was_given_back_or_is_over(context: Flask) -> None:
    booking = booked(make_event())
    with pytest.raises(EventOver):
        add(booking, 3, now=datetime(2027, 10, 2, tzinfo=UTC))
    with transaction():
        cancel_tickets(anew(booking), {1, 2}, BOOKED_AT)
    refused(booking, 3, BookingChanged)


def test_positions_end_where_short_codes_do(context: Flask) -> None:
    booking = booked(make_event())
    with transaction():
        anew(booking).tickets[1].position = 99
    refused(booking, 100, BookingFull)


def test_no_more_than_an_address_may_have(context: Flask) -> None:
    event = make_event()
    booking = booked(event)
    booked(event, 1, email="ERIKA@example.org")
    with transaction():
        db.session.get_one(TicketType, booking.tickets[0].ticket_type_id).max_per_address = 3
    refused(booking, 3, EnoughForAddress)
    with transaction():
        db.session.get_one(TicketType, booking.tickets[0].ticket_type_id).max_per_address = 4
    assert add(booking, 3)


def test_a_group_takes_one_more_up_to_the_size_of_groups(context: Flask) -> None:
    event = make_event()
    set_type(event.slug, 0, max_per_group=9, max_per_address=6)
    group = get_booking(make_group(event, "\n".join(f"Gast {each}" for each in "ABCDEFGH")))
    assert add(group, 9, "Ina")
    refused(group, 10, BookingFull)


def test_an_invitation_takes_as_many_as_it_is_for(context: Flask) -> None:
    event = make_event()
    set_type(event.slug, 1, max_per_booking=2, max_per_address=1)
    right = Right(Way.INVITATION, make_invitation(event, number=3).id)
    booking = booked(event, right=right, ticket_type="fachticket")
    assert add(booking, 3)
    refused(booking, 4, InvitationUsedUp)
