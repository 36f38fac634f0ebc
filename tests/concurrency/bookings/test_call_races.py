"""Organisers on the phone and guests at their screens, at the same moment."""

from functools import partial
from uuid import uuid4

from flask import Flask
from sqlalchemy import func, select

from ortenaudigital.bookings.by_phone.commands import Call, book_for
from ortenaudigital.bookings.by_phone.rules import Barrier, Beyond
from ortenaudigital.bookings.commands import book
from ortenaudigital.bookings.making.requests import BookingRequest
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.events.models import Quota
from ortenaudigital.kernel.db import db
from tests.concurrency.together import times, together
from tests.factories import BOOKED_AT, booking_request, make_event

FULL = Beyond("Presse", [Barrier.FULL])


def take_call(slug: str, beyond: Beyond | None = None, wanted: BookingRequest | None = None) -> str:
    # A request of its own for each, as each form has.
    request = wanted or booking_request(email="", request_id=uuid4())
    return str(book_for(slug, Call(request, beyond=beyond), BOOKED_AT, "olga"))


def press(slug: str) -> str:
    return str(book(slug, booking_request(request_id=uuid4()), BOOKED_AT))


def settled(quota_id: int) -> tuple[Quota, int]:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Quota, quota_id), db.session.scalar(
        select(func.count(Ticket.id))
    ) or 0


def test_one_of_all_gets_the_last_place(app: Flask, context: Flask) -> None:
    event = make_event(quota=1)
    slug, quota_id = event.slug, event.ticket_types[0].quota_id
    db.session.rollback()
    came = together(app, *times(16, partial(take_call, slug)), *times(16, partial(press, slug)))
    quota, tickets = settled(quota_id)
    assert sum("-" in each for each in came) == 1, came
    assert (quota.taken, quota.size, quota.granted, tickets) == (1, 1, 0, 1)


def test_extra_places_are_as_many_as_lack(app: Flask, context: Flask) -> None:
    event = make_event(quota=5)
    slug, quota_id = event.slug, event.ticket_types[0].quota_id
    db.session.rollback()
    came = together(
        app, *times(12, partial(take_call, slug, FULL)), *times(12, partial(press, slug))
    )
    quota, tickets = settled(quota_id)
    assert all("-" in each for each in came[:12]), came
    booked = sum("-" in each for each in came)
    assert quota.taken == tickets == booked
    assert quota.size == 5 + quota.granted == booked


def test_a_form_that_is_sent_by_two_presses_is_one_booking(app: Flask, context: Flask) -> None:
    event = make_event(quota=1)
    slug, quota_id = event.slug, event.ticket_types[0].quota_id
    db.session.rollback()
    wanted = booking_request(email="")
    came = together(app, *times(6, partial(take_call, slug, FULL, wanted)))
    quota, tickets = settled(quota_id)
    assert len(set(came)) == 1, came
    assert (quota.taken, tickets, db.session.scalar(select(func.count(Booking.id)))) == (1, 1, 1)
