"""Figures that are counted as they happen agree with a recount, whatever was done."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, select, update

from ortenaudigital.bookings.changes import cancel_tickets
from ortenaudigital.bookings.models import BookedCount, Booking, Ticket
from ortenaudigital.bookings.queries import bookings_per_day
from ortenaudigital.checkin.models import Admission, AdmissionCount, VisitorCount
from ortenaudigital.checkin.queries import arrivals, count_people_in
from ortenaudigital.events.models import Event
from ortenaudigital.kernel.db import db, transaction
from tests.factories import make_booking, make_device, make_event

pytestmark = pytest.mark.usefixtures("context")


def step(moment: datetime, seconds: int) -> int:
    return int(moment.timestamp()) // seconds


def recounted() -> tuple[dict[Any, Any], dict[Any, Any], dict[Any, Any]]:
    """Count in Python from the rows themselves."""
    booked: Counter[Any] = Counter()
    for ticket in db.session.scalars(select(Ticket)).unique():
        if ticket.cancelled_at is None:
            booked[ticket.ticket_type_id, step(ticket.booking.created_at, 900)] += 1
    admitted: dict[Any, list[int]] = {}
    visitors: dict[int, set[Any]] = {}
    for each in db.session.scalars(select(Admission)).unique():
        kind = each.ticket.ticket_type_id
        key = (each.day_id, kind, step(each.admitted_at, 300))
        numbers = admitted.setdefault(key, [0, 0, 0])
        numbers[0] += 1
        numbers[1] += each.left_at is not None
        numbers[2] += each.ticket.booking.at_door
        visitors.setdefault(kind, set()).add(each.ticket_id)
    return dict(booked), admitted, {kind: len(ids) for kind, ids in visitors.items()}


def counted() -> tuple[dict[Any, Any], dict[Any, Any], dict[Any, Any]]:
    booked = db.session.scalars(select(BookedCount))
    admitted = db.session.scalars(select(AdmissionCount))
    visitors = db.session.scalars(select(VisitorCount))
    return (
        {(each.ticket_type_id, each.quarter): each.number for each in booked if each.number},
        {
            (each.day_id, each.ticket_type_id, each.step): [
                each.admitted,
                each.outside,
                each.walk_ins,
            ]
            for each in admitted
            if each.admitted
        },
        {each.ticket_type_id: each.number for each in visitors if each.number},
    )


def agree() -> bool:
    db.session.expire_all()
    return counted() == recounted()


def let_in(event: Event, ticket: Ticket, at: datetime, day: int = 1) -> None:
    device, _ = make_device(event, name=uuid4().hex)
    moments = {"admitted_at": at, "entered_at": at}
    ids = {"ticket_id": ticket.id, "day_id": event.days[day].id, "device_id": device.id}
    with transaction():
        db.session.add(Admission(scan_id=uuid4(), **ids, **moments))


def test_booked_tickets_agree_with_a_recount(now: datetime) -> None:
    event = make_event()
    bookings = [make_booking(event, now - timedelta(days=n), number=3) for n in range(4)]
    assert agree()
    assert counted()[0]
    before = now - timedelta(days=1)
    with transaction():
        cancel_tickets(db.session.get_one(Booking, bookings[0].id), {1, 3}, before)
    assert sum(number for _, number in bookings_per_day(event)) == 10
    assert agree()
    with transaction():
        # Taken back by hand, by whoever looks after the database.
        db.session.execute(update(Ticket).values(cancelled_at=None))
    assert sum(number for _, number in bookings_per_day(event)) == 12
    assert agree()
    with transaction():
        db.session.execute(delete(Ticket).where(Ticket.booking_id == bookings[1].id))
    assert sum(number for _, number in bookings_per_day(event)) == 9
    assert agree()


def test_admissions_agree_with_a_recount(now: datetime) -> None:
    event = make_event()
    tickets = make_booking(event, number=4).valid_tickets
    for number, ticket in enumerate(tickets):
        let_in(event, ticket, now + timedelta(minutes=4 * number))
    let_in(event, tickets[0], now - timedelta(days=1), day=0)
    assert agree()
    assert count_people_in(event) == 4
    first, second = event.days
    assert [number for _, number in arrivals(event)[second.id]] == [2, 1, 1]
    assert [number for _, number in arrivals(event)[first.id]] == [1]
    with transaction():
        db.session.execute(update(Booking).values(at_door=False))
        out = update(Admission).where(Admission.ticket_id == tickets[1].id)
        db.session.execute(out.values(left_at=now + timedelta(hours=1)))
    assert agree()
    for day, people in ((second, 4), (first, 3)):
        with transaction():
            gone = delete(Admission).where(Admission.ticket_id == tickets[0].id)
            db.session.execute(gone.where(Admission.day_id == day.id))
        # Who came on two days is gone only with the last of them.
        assert count_people_in(event) == people
        assert agree()


def test_what_is_rolled_back_was_not_counted(now: datetime) -> None:
    event = make_event()
    booking = make_booking(event, now)
    db.session.execute(delete(Ticket).where(Ticket.booking_id == booking.id))
    assert sum(number for _, number in bookings_per_day(event)) == 0
    db.session.rollback()
    assert [number for _, number in bookings_per_day(event)] == [1]
    assert agree()


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Asia/Kathmandu", "America/St_Johns", "UTC"])
def test_days_of_bookings_are_those_of_the_event(zone: str) -> None:
    event = make_event(quota=1000)
    with transaction():
        db.session.get_one(Event, event.id).timezone = zone
    # Around midnight in every zone, and around the change of the clocks.
    starts = datetime(2027, 3, 27, 0, 7, tzinfo=UTC)
    expected: Counter[date] = Counter()
    for number in range(60):
        moment = starts + number * timedelta(minutes=45)
        make_booking(event, moment, email=f"{number}@example.org")
        shown = moment.astimezone(ZoneInfo(zone))
        expected[shown.date()] += 1
    db.session.expire_all()
    event = db.session.get_one(Event, event.id)
    assert bookings_per_day(event) == sorted(expected.items())
