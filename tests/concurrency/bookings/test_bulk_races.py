"""What is done to many bookings by several at once, while guests act and a worker dies."""

from threading import local
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from ortenaudigital.bookings.bulk import worker
from ortenaudigital.bookings.bulk.commands import Wanted, begin
from ortenaudigital.bookings.bulk.models import BulkStep
from ortenaudigital.bookings.bulk.rules import Deed, Outcome
from ortenaudigital.bookings.changes import cancel_tickets
from ortenaudigital.bookings.letters import CANCELLATION
from ortenaudigital.bookings.lists.filters import ALL
from ortenaudigital.bookings.lists.pages import select_meant
from ortenaudigital.bookings.models import Booking
from ortenaudigital.bookings.queries import get_booking
from ortenaudigital.events.queries import get_event
from ortenaudigital.kernel.db import db
from ortenaudigital.outbox.models import Letter
from tests.concurrency.bookings.test_move_races import check_places, forget
from tests.concurrency.together import attempt, side_by_side, together
from tests.factories import BOOKED_AT, make_booking, make_event

NUMBER = 8


class Killed(BaseException):
    """What no handler of ours catches, as if the process was gone."""


def begun(slug: str, request_id: UUID, deed: Deed = Deed.CANCEL) -> int:
    event = get_event(slug)
    return begin(event, Wanted(deed, select_meant(event, ALL), NUMBER, request_id), BOOKED_AT, "o")


_dying = local()


def work() -> str:
    """Do a round as the worker does."""
    worker.do_many(lambda: BOOKED_AT)
    return "done"


def work_and_die() -> str:
    """Do a round, and be gone in the middle of the second booking that is cancelled."""
    _dying.left = 2
    try:
        return work()
    except Killed:
        return "killed"
    finally:
        _dying.left = None


def cancel_or_die(*args: Any) -> int:
    number = cancel_tickets(*args)
    if number and getattr(_dying, "left", None):
        _dying.left -= 1
        if not _dying.left:
            raise Killed
    return number


def letters_of(ids: list[UUID]) -> list[int]:
    query = select(Letter.subject_id, func.count()).where(Letter.kind == CANCELLATION)
    counted = dict(db.session.execute(query.group_by(Letter.subject_id)).all())
    return [counted.get(str(each), 0) for each in ids]


def test_each_booking_is_cancelled_once_whoever_else_is_at_it(
    app: Flask, context: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "cancel_tickets", cancel_or_die)
    event = make_event()
    slug, request_id = event.slug, uuid4()
    ids = [make_booking(event, email=f"{each}@example.org").id for each in range(NUMBER)]
    forget()
    # Two organisers; one of them presses twice.
    runs = together(
        app,
        *[lambda: begun(slug, request_id)] * 2,
        lambda: begun(slug, uuid4(), Deed.CANCEL),
    )
    assert len(set(runs)) == 2, runs

    def guest() -> int:
        return cancel_tickets(get_booking(ids[-1]), {1}, BOOKED_AT)

    came = side_by_side(app, work, work_and_die, work_and_die, lambda: attempt(guest))
    # What the killed one left is done by the next.
    work()
    forget()
    outcomes = db.session.execute(
        select(BulkStep.booking_id, BulkStep.outcome, func.count()).group_by(
            BulkStep.booking_id, BulkStep.outcome
        )
    ).all()
    by_guest = came[3] == "1"
    done = [each for each, outcome, number in outcomes if outcome is Outcome.DONE and number == 1]
    assert len(done) == NUMBER - by_guest, outcomes
    assert {outcome for _, outcome, _ in outcomes} == {Outcome.DONE, Outcome.NOTHING}
    assert db.session.scalar(select(func.count(Booking.cancelled_at))) == NUMBER
    assert letters_of(ids[:-1]) == [1] * (NUMBER - 1)
    check_places()
