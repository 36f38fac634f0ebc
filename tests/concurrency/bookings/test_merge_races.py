"""Two bookings are merged while others cancel, scan, or merge them the other way round."""

from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import func, select

from ortenaudigital.bookings.changes import cancel_tickets
from ortenaudigital.bookings.links import ticket_code
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.bookings.organising.merging import merge
from ortenaudigital.bookings.queries import get_booking
from ortenaudigital.checkin.commands import ScanRequest, scan
from ortenaudigital.checkin.devices.paired import get_device_by_token
from ortenaudigital.checkin.models import Admission
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db
from tests.concurrency.bookings.test_move_races import check_figures, check_places, forget
from tests.concurrency.together import together
from tests.factories import BOOKED_AT, make_booking, make_device, make_event, make_event_today

ROUNDS = 3


def test_of_two_merges_in_both_directions_one_holds(app: Flask, context: Flask) -> None:
    event = make_event()
    for _ in range(ROUNDS):
        one, other = (make_booking(event, number=2).id for _ in range(2))
        forget()

        def join(into: UUID, gone: UUID) -> int:
            return merge(get_booking(into), get_booking(gone), BOOKED_AT, "olga")

        came = together(app, *[lambda: join(one, other), lambda: join(other, one)] * 3)  # noqa: B023
        check_places()
        assert sorted(came) == ["2", *["merged_before"] * 5], came
        pair = [db.session.get_one(Booking, each) for each in (one, other)]
        (into,) = [each for each in pair if each.merged_into_id is None]
        assert [each.position for each in into.valid_tickets] == [1, 2, 3, 4]
        assert {each.merged_into_id for each in pair} == {None, into.id}


def test_a_merge_a_cancellation_and_a_scan_leave_one_truth(app: Flask, context: Flask) -> None:
    event, now = make_event_today(), utc_now()
    slug = event.slug
    _, token = make_device(event, now=now)
    for _ in range(ROUNDS):
        one, other = (make_booking(get_event(slug), now, number=2) for _ in range(2))
        ids, code = (one.id, other.id), ticket_code(other.tickets[0].id, 0)
        forget()

        def join(ids: tuple[UUID, UUID] = ids) -> int:
            return merge(get_booking(ids[0]), get_booking(ids[1]), utc_now(), "olga")

        def cancel(ids: tuple[UUID, UUID] = ids) -> int:
            return cancel_tickets(get_booking(ids[1]), {2}, utc_now(), "olga")

        def let_in(code: str = code) -> object:
            request = ScanRequest(uuid4(), code, utc_now())
            return scan(get_device_by_token(token, utc_now()), request, utc_now()).verdict

        came = together(app, join, cancel, let_in, join, cancel)
        check_places()
        check_figures()
        assert came.count("welcome") == 1, came
        inside = select(Ticket.booking_id).join(Admission, Admission.ticket_id == Ticket.id)
        assert ids[0] in db.session.scalars(inside).all(), came
        valid = select(func.count()).where(
            Ticket.booking_id.in_(ids), Ticket.cancelled_at.is_(None)
        )
        assert db.session.scalar(valid) == 4 - (came[1], came[4]).count("1"), came
