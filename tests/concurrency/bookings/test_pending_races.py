"""Who confirms while the time runs out: tickets or free places, never both and never neither."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from ortenaudigital.bookings.models import Ticket
from ortenaudigital.bookings.pending.commands import ask_to_confirm, confirm, drop
from ortenaudigital.bookings.pending.errors import UnknownPending
from ortenaudigital.bookings.pending.models import PendingBooking
from ortenaudigital.bookings.pending.rules import CONFIRM_WITHIN
from ortenaudigital.events.models import Event, Quota
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db, transaction
from tests.concurrency.together import times, together
from tests.factories import booking_request, make_event_today
from tests.invited import set_type

ROUNDS = 6


@pytest.fixture
def event(context: Flask) -> Iterator[Event]:
    event = make_event_today()
    set_type(event.slug, 0, confirm_first=True)
    yield event
    db.session.rollback()
    db.session.expire_all()


def ask(event: Event) -> UUID:
    with transaction():
        pending_id = ask_to_confirm(event.slug, booking_request(), utc_now())
    db.session.rollback()
    db.session.expire_all()
    return pending_id


def press(pending_id: UUID) -> UUID:
    pending = db.session.get(PendingBooking, pending_id)
    if pending is None:
        raise UnknownPending()
    return confirm(pending, utc_now())


def counted(event: Event) -> tuple[int, int]:
    db.session.rollback()
    db.session.expire_all()
    quota = select(Quota.taken).where(Quota.id == event.ticket_types[0].quota_id)
    tickets = db.session.scalar(select(func.count()).select_from(Ticket)) or 0
    return tickets, db.session.scalars(quota).one()


def test_a_confirmation_that_meets_the_end_of_its_time(app: Flask, event: Event) -> None:
    for _ in range(ROUNDS):
        before, _ = counted(event)
        pending_id = ask(event)
        late = utc_now() + CONFIRM_WITHIN + timedelta(minutes=1)
        came = together(
            app, lambda key=pending_id: press(key), lambda key=pending_id, at=late: drop([key], at)
        )
        tickets, taken = counted(event)
        assert tickets == taken
        late_one = came[0] in ("hold_ended", "unknown_pending")
        assert came[1] == ("1" if late_one else "0")
        assert tickets - before == (0 if late_one else 1)


def test_eight_presses_on_one_link_book_once(app: Flask, event: Event) -> None:
    pending_id = ask(event)
    came = together(app, *times(8, lambda: press(pending_id)))
    assert len(set(came)) == 1
    assert counted(event) == (1, 1)
