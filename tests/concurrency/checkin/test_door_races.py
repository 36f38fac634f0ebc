"""Two at once at the door: whoever decides looks at what is true when it is decided."""

from functools import partial
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from ortenaudigital.bookings.changes import cancel_tickets, reissue_ticket
from ortenaudigital.bookings.links import ticket_url
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.checkin.models import Admission, Scan
from ortenaudigital.checkin.sync.changes import settle, settle_all
from ortenaudigital.events.models import Event
from ortenaudigital.kernel.db import db
from tests.concurrency.checkin.door import ROUNDS, Door, count, notes
from tests.concurrency.together import attempt, behind, together
from tests.factories import BOOKED_AT, make_booking


def test_a_scan_behind_a_cancellation_is_told_of_it(
    context: Flask, event: Event, door: Door
) -> None:
    booking = make_booking(event)
    booking_id, code = booking.id, ticket_url(booking.tickets[0])

    def cancel() -> None:
        cancel_tickets(db.session.get_one(Booking, booking_id), {1}, BOOKED_AT)

    assert behind(context, cancel, door.send(code)) == "cancelled"
    assert count(Admission) == 0


def test_a_ticket_is_let_in_or_cancelled_and_never_both(
    context: Flask, event: Event, door: Door
) -> None:
    for _ in range(ROUNDS):
        booking = make_booking(event)
        booking_id, code = booking.id, ticket_url(booking.tickets[0])

        def cancel(wanted: UUID = booking_id) -> int:
            return cancel_tickets(db.session.get_one(Booking, wanted), {1}, door.now)

        told = together(context, door.send(code), cancel)
        assert told in (["welcome", "tickets_inside"], ["cancelled", "1"])


def test_a_cancellation_behind_a_scan_finds_them_inside(
    context: Flask, event: Event, door: Door
) -> None:
    booking = make_booking(event)
    booking_id, code = booking.id, ticket_url(booking.tickets[0])

    def cancel() -> int:
        return cancel_tickets(db.session.get_one(Booking, booking_id), {1}, door.now)

    assert behind(context, door.send(code), cancel) == "tickets_inside"


def test_a_scan_behind_a_new_code_is_told_of_it(context: Flask, event: Event, door: Door) -> None:
    ticket = make_booking(event).tickets[0]
    ticket_id, code = ticket.id, ticket_url(ticket)

    def reissue() -> None:
        reissue_ticket(db.session.get_one(Ticket, ticket_id), BOOKED_AT, "olga")

    assert behind(context, reissue, door.send(code)) == "replaced"
    assert count(Admission) == 0


# Conflicts


def test_conflicts_that_several_settle_at_once_are_settled_once(
    context: Flask, event: Event, door: Door
) -> None:
    for number in range(1, ROUNDS + 1):
        for _ in range(4):
            attempt(door.send("nonsense", shown="welcome"))
        db.session.rollback()
        query = select(Scan.id).where(Scan.settled_at.is_(None)).order_by(Scan.id.desc())
        ids = db.session.scalars(query).all()
        deeds = [
            partial(settle_all, event, ids, door.now, "olga"),
            partial(settle_all, event, ids[::-1], door.now, "emil"),
            partial(settle, event, ids[1], door.now, "anna"),
            partial(settle, event, ids[2], door.now, "anna"),
        ]
        told = [{"True": "1", "False": "0"}.get(each, each) for each in together(context, *deeds)]
        assert sum(map(int, told)) == 4
        assert notes("checkin.conflict_settled") == 4 * number
