"""A ticket moves while somebody books the last place, scans it, or cancels it."""

from collections.abc import Callable
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import func, select

from ortenaudigital.bookings.changes import Names, cancel_tickets, change_names, reissue_own
from ortenaudigital.bookings.commands import book
from ortenaudigital.bookings.links import ticket_code
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.bookings.organising.moving import Move, move_tickets
from ortenaudigital.bookings.organising.restoring import Restoring, restore_tickets
from ortenaudigital.bookings.queries import get_booking
from ortenaudigital.checkin.commands import ScanRequest, scan
from ortenaudigital.checkin.devices.paired import get_device_by_token
from ortenaudigital.checkin.models import Admission, AdmissionCount
from ortenaudigital.events.models import Quota, TicketType
from ortenaudigital.events.queries import get_event
from ortenaudigital.events.rules import Access
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from tests.concurrency.together import behind, times, together
from tests.factories import (
    BOOKED_AT,
    booking_request,
    make_booking,
    make_device,
    make_event,
    make_event_today,
)

ROUNDS = 3


def forget() -> None:
    db.session.rollback()
    db.session.expire_all()


def check_places() -> None:
    """Check that each type has taken as many places as it has valid tickets."""
    forget()
    for each in db.session.scalars(select(TicketType)):
        valid = select(func.count()).where(
            Ticket.ticket_type_id == each.id, Ticket.cancelled_at.is_(None)
        )
        assert db.session.get_one(Quota, each.quota_id).taken == db.session.scalar(valid)


def check_figures() -> None:
    """Check that the door counts each admission at the type that its ticket has now."""
    of_type = select(Ticket.ticket_type_id, func.count(Admission.id)).group_by(
        Ticket.ticket_type_id
    )
    there = dict(
        db.session.execute(of_type.join(Admission, Admission.ticket_id == Ticket.id)).all()
    )
    counted = select(AdmissionCount.ticket_type_id, func.sum(AdmissionCount.admitted))
    rows = db.session.execute(counted.group_by(AdmissionCount.ticket_type_id)).all()
    assert {kind: int(number) for kind, number in rows if number} == there


def test_a_move_and_guests_want_the_last_place(app: Flask, context: Flask) -> None:
    event = make_event()
    slug = event.slug
    booking_id = make_booking(event).id
    with transaction():
        target = get_event(slug).ticket_types[1]
        target.access, target.max_per_booking = Access.PUBLIC, 6
        target.quota.resize(1)
    forget()

    def move() -> int:
        wanted = Move([1], get_event(slug).ticket_types[1])
        return move_tickets(get_booking(booking_id), wanted, BOOKED_AT, "olga")

    def press() -> UUID:
        wanted = booking_request(ticket_type="fachticket", request_id=uuid4())
        return book(slug, wanted, BOOKED_AT)

    came = together(app, *times(4, move), *times(12, press))
    check_places()
    # Whoever moves twice moves once; else one guest has it and none of the moves.
    moved, booked = came[:4].count("1"), sum("-" in each for each in came)
    assert moved + booked == 1, came


def test_a_move_a_scan_and_a_cancellation_leave_one_truth(app: Flask, context: Flask) -> None:
    event, now = make_event_today(), utc_now()
    slug = event.slug
    _, token = make_device(event, now=now)
    for _ in range(ROUNDS):
        booking = make_booking(get_event(slug), now)
        booking_id, code = booking.id, ticket_code(booking.tickets[0].id, 0)
        forget()

        def move(booking_id: UUID = booking_id) -> int:
            wanted = Move([1], get_event(slug).ticket_types[1])
            return move_tickets(get_booking(booking_id), wanted, utc_now(), "olga")

        def let_in(code: str = code) -> object:
            request = ScanRequest(uuid4(), code, utc_now())
            return scan(get_device_by_token(token, utc_now()), request, utc_now()).verdict

        def cancel(booking_id: UUID = booking_id) -> int:
            return cancel_tickets(get_booking(booking_id), {1}, utc_now(), "olga")

        def restore(booking_id: UUID = booking_id) -> int:
            return restore_tickets(get_booking(booking_id), Restoring([1]), utc_now(), "olga")

        came = together(app, move, move, let_in, cancel, restore)
        check_places()
        admitted = db.session.scalar(
            select(func.count(Admission.id)).join(Ticket).where(Ticket.booking_id == booking_id)
        )
        assert admitted == came.count("welcome"), came
        check_figures()


def test_who_changes_a_ticket_behind_its_move_leaves_places_and_phones_right(
    app: Flask, context: Flask
) -> None:
    """They may have read its former type, and waited for that."""
    slug = make_event().slug
    for _ in range(3):
        make_booking(get_event(slug))
    acts: list[Callable[[Booking], object]] = [
        lambda found: cancel_tickets(found, {1}, BOOKED_AT),
        lambda found: reissue_own(found.tickets[0], 0, BOOKED_AT),
        lambda found: change_names(found, Names(tickets={1: "Kim"}), BOOKED_AT),
    ]
    for act in acts:
        booking_id = make_booking(get_event(slug)).id
        forget()

        def move(booking_id: UUID = booking_id) -> int:
            wanted = Move([1], get_event(slug).ticket_types[1])
            return move_tickets(get_booking(booking_id), wanted, BOOKED_AT, "olga")

        told = behind(app, move, lambda: act(get_booking(booking_id)))  # noqa: B023
        check_places()
        assert told in ("1", "True", "booking_changed")
        (ticket,) = get_booking(booking_id).tickets
        assert ticket.revision == ticket.ticket_type.revision
