"""Two at once who change the same booking: nothing is lost, and nothing is done twice."""

from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from ortenaudigital.bookings.changes import cancel_tickets, reissue_ticket, rename_ticket
from ortenaudigital.bookings.letters import CANCELLATION
from ortenaudigital.bookings.models import RetiredCode, Ticket
from ortenaudigital.bookings.queries import get_booking
from ortenaudigital.events.models import Event, Quota
from ortenaudigital.kernel.db import db
from ortenaudigital.outbox.queries import list_letters
from tests.concurrency.together import behind, times, together
from tests.factories import BOOKED_AT, make_booking, make_event

ROUNDS = 5
SIX = 6


@pytest.fixture
def event(context: Flask) -> Iterator[Event]:
    event = make_event(quota=100)
    db.session.rollback()
    db.session.expire_all()
    yield event
    db.session.rollback()
    db.session.expire_all()


def new_booking(event: Event, number: int = 6) -> UUID:
    booking_id = make_booking(event, number=number).id
    db.session.rollback()
    db.session.expire_all()
    return booking_id


def rename(booking_id: UUID, position: int, name: str) -> Callable[[], None]:
    def act() -> None:
        tickets = get_booking(booking_id).tickets
        rename_ticket(tickets[position - 1], name, BOOKED_AT)

    return act


def cancel(booking_id: UUID, *positions: int) -> Callable[[], int]:
    return lambda: cancel_tickets(get_booking(booking_id), set(positions), BOOKED_AT)


def reissue(booking_id: UUID) -> Callable[[], None]:
    return lambda: reissue_ticket(get_booking(booking_id).tickets[0], BOOKED_AT, "olga")


def taken(event: Event) -> int:
    db.session.rollback()
    db.session.expire_all()
    wanted = select(Quota.taken).where(Quota.id == event.ticket_types[0].quota_id)
    return db.session.scalars(wanted).one()


def letters(booking_id: UUID) -> int:
    db.session.rollback()
    db.session.expire_all()
    found = [each for each in list_letters() if each.subject_id == str(booking_id)]
    return sum(each.kind == CANCELLATION for each in found)


def names(booking_id: UUID) -> tuple[list[str], str]:
    db.session.rollback()
    db.session.expire_all()
    booking = get_booking(booking_id)
    return [ticket.name for ticket in booking.tickets], booking.search_text


def test_names_written_on_tickets_at_once_are_all_kept_and_found(
    context: Flask, event: Event
) -> None:
    for _ in range(ROUNDS):
        booking_id = new_booking(event)
        wanted = [f"gast{number}" for number in range(1, 7)]
        together(context, *[rename(booking_id, n, name) for n, name in enumerate(wanted, 1)])
        found, search_text = names(booking_id)
        assert found == wanted
        assert all(name in search_text for name in wanted)


def test_a_name_behind_another_leaves_it_findable(context: Flask, event: Event) -> None:
    booking_id = new_booking(event, 2)
    behind(context, rename(booking_id, 1, "anna"), rename(booking_id, 2, "bert"))
    found, search_text = names(booking_id)
    assert found == ["anna", "bert"]
    assert "anna" in search_text
    assert "bert" in search_text


def test_a_name_behind_a_cancellation_leaves_it_cancelled(context: Flask, event: Event) -> None:
    booking_id = new_booking(event, 1)
    behind(context, cancel(booking_id, 1), rename(booking_id, 1, "anna"))
    db.session.rollback()
    db.session.expire_all()
    booking = get_booking(booking_id)
    assert booking.tickets[0].cancelled_at is not None
    assert booking.cancelled_at is not None
    assert taken(event) == 0


def test_a_ticket_cancelled_six_times_at_once_gives_one_place_back(
    context: Flask, event: Event
) -> None:
    for number in range(ROUNDS):
        booking_id = new_booking(event, 2)
        told = together(context, *times(SIX, cancel(booking_id, 1)))
        assert sorted(told) == ["0"] * 5 + ["1"]
        assert taken(event) == number + 1
        assert letters(booking_id) == 1


def test_tickets_cancelled_one_by_one_at_once_end_the_booking(context: Flask, event: Event) -> None:
    for _ in range(ROUNDS):
        booking_id = new_booking(event)
        together(context, *[cancel(booking_id, position) for position in range(1, 7)])
        assert taken(event) == 0
        assert get_booking(booking_id).cancelled_at is not None


def test_six_new_codes_at_once_follow_one_another(context: Flask, event: Event) -> None:
    booking_id = new_booking(event, 1)
    together(context, *times(SIX, reissue(booking_id)))
    db.session.rollback()
    db.session.expire_all()
    assert db.session.scalars(select(Ticket.reissue)).one() == SIX
    assert db.session.scalar(select(func.count()).select_from(RetiredCode)) == SIX
