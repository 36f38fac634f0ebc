"""What is done to many bookings: each once, whatever ends in between, and each with its outcome."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from ortenaudigital.bookings.bulk import worker
from ortenaudigital.bookings.bulk.commands import Move, stop
from ortenaudigital.bookings.bulk.errors import OtherNumber
from ortenaudigital.bookings.bulk.models import BulkRun, BulkStep
from ortenaudigital.bookings.bulk.preview import Meant, preview
from ortenaudigital.bookings.bulk.queries import list_open
from ortenaudigital.bookings.bulk.rules import Deed, Obstacle, Outcome
from ortenaudigital.bookings.changes import cancel_tickets
from ortenaudigital.bookings.changes.letters import CHANGED
from ortenaudigital.bookings.letters import CANCELLATION, CONFIRMATION
from ortenaudigital.bookings.lists.filters import ALL
from ortenaudigital.bookings.lists.pages import select_meant
from ortenaudigital.bookings.models import Booking, Ticket
from ortenaudigital.bookings.notes.models import BookingNote
from ortenaudigital.bookings.organising import moving as organising
from ortenaudigital.bookings.organising.moving import move_tickets
from ortenaudigital.events.models import Event, TicketType
from ortenaudigital.kernel.db import db, transaction
from ortenaudigital.outbox.models import Letter
from tests.factories import BOOKED_AT, make_booking, make_event
from tests.features.bookings.bulk.runs import OLGA, go_on, letters, outcomes, start, taken


@pytest.fixture
def event(context: Flask) -> Event:
    event = make_event()
    for number in range(3):
        make_booking(event, email=f"{number}@example.org")
    # Booked later than the others: what is done is done in the order of bookings.
    gone = make_booking(event, BOOKED_AT + timedelta(minutes=1), email="gone@example.org")
    with transaction():
        cancel_tickets(gone, {1}, BOOKED_AT)
    return event


def test_a_preview_says_to_how_many_and_why_not(event: Event) -> None:
    meant = Meant(event, select_meant(event, ALL))
    seen = preview(Deed.CANCEL, meant, BOOKED_AT)
    assert (seen.number, seen.possible, seen.obstacles) == (4, 3, {Obstacle.CANCELLED: 1})
    assert len(seen.first) == 4
    make_booking(event, email="", number=2)
    seen = preview(Deed.RESEND, meant, BOOKED_AT)
    assert seen.obstacles == {Obstacle.CANCELLED: 1, Obstacle.NO_ADDRESS: 1}


def test_a_preview_of_a_move_counts_what_is_in_the_way_and_the_places(event: Event) -> None:
    own, target = event.ticket_types[:2]
    mixed = make_booking(event, number=2)
    with transaction():
        move_tickets(mixed, organising.Move({1}, target), BOOKED_AT, OLGA)
        target.quota.resize(2)
    meant = Meant(event, select_meant(event, ALL))
    # Four more tickets for the one place that is left.
    seen = preview(Deed.MOVE, meant, BOOKED_AT, target)
    assert (seen.obstacles, seen.lacking) == ({Obstacle.CANCELLED: 1}, 3)
    seen = preview(Deed.MOVE, meant, BOOKED_AT, own)
    assert seen.obstacles == {Obstacle.CANCELLED: 1, Obstacle.SAME_TYPE: 3}


@pytest.mark.parametrize(("deed", "written"), [(Deed.CANCEL, 3), (Deed.CANCEL_QUIETLY, 0)])
def test_all_are_cancelled_once_and_told_if_that_was_wanted(
    event: Event, deed: Deed, written: int
) -> None:
    before = letters(CANCELLATION)
    run_id = start(event, deed)
    go_on()
    go_on()
    assert outcomes(run_id) == {Outcome.DONE: 3, Outcome.NOTHING: 1}
    assert letters(CANCELLATION) == before + written
    assert taken() == 0
    assert list_open() == []


def test_two_presses_begin_one_run_and_two_runs_do_it_once(event: Event) -> None:
    request_id, before = uuid4(), letters(CANCELLATION)
    run_id = start(event, Deed.CANCEL, request_id=request_id)
    assert start(event, Deed.CANCEL, request_id=request_id) == run_id
    other = start(event, Deed.CANCEL)
    go_on()
    assert outcomes(run_id) == {Outcome.DONE: 3, Outcome.NOTHING: 1}
    assert outcomes(other) == {Outcome.NOTHING: 4}
    assert letters(CANCELLATION) == before + 3


def test_nothing_begins_if_others_are_meant_by_now(event: Event) -> None:
    with pytest.raises(OtherNumber):
        start(event, Deed.CANCEL, number=3)
    assert list_open() == []
    assert db.session.scalar(select(func.count()).select_from(BulkStep)) == 0


def test_who_is_killed_goes_on_with_the_next_one(
    event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id, before, done = start(event, Deed.CANCEL), letters(CANCELLATION), []
    really = worker.cancel_tickets

    def killed(booking: Booking, *rest: object) -> int:
        number = really(booking, *rest)  # type: ignore[arg-type]
        done.append(booking.id)
        if len(done) == 2:
            raise KeyboardInterrupt
        return number

    monkeypatch.setattr(worker, "cancel_tickets", killed)
    with pytest.raises(KeyboardInterrupt):
        go_on()
    # What the second was in the middle of is not half done.
    assert outcomes(run_id) == {Outcome.DONE: 1, None: 3}
    go_on()
    assert outcomes(run_id) == {Outcome.DONE: 3, Outcome.NOTHING: 1}
    assert letters(CANCELLATION) == before + 3


def test_what_is_refused_is_noted_with_its_reason_and_the_rest_is_done(event: Event) -> None:
    make_booking(event, email="")
    with transaction():
        long_ago = BOOKED_AT - timedelta(days=30)
        db.session.execute(update(Letter).values(state="sent", created_at=long_ago))
    before, run_id = letters(CONFIRMATION), start(event, Deed.RESEND, number=5)
    go_on()
    assert letters(CONFIRMATION) == before + 3
    assert outcomes(run_id) == {Outcome.DONE: 3, Outcome.NOTHING: 1, Outcome.REFUSED: 1}
    query = select(BulkStep.reason).where(BulkStep.outcome == Outcome.REFUSED)
    assert db.session.scalars(query).all() == ["no_address"]


def test_what_is_stopped_stays_as_far_as_it_was(
    event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id, really = start(event, Deed.CANCEL), worker.do_step

    def stopped(run: int, step: int, now: datetime) -> None:
        really(run, step, now)
        with transaction():
            stop(db.session.get_one(BulkRun, run_id), BOOKED_AT, OLGA)

    # In the middle of a portion: what the worker has at hand is left as well.
    monkeypatch.setattr(worker, "do_step", stopped)
    go_on()
    go_on()
    assert outcomes(run_id) == {Outcome.DONE: 1, None: 3}


def of_type(type_id: int) -> int:
    valid = Ticket.cancelled_at.is_(None)
    found = select(func.count()).where(Ticket.ticket_type_id == type_id, valid)
    number = db.session.scalar(found) or 0
    db.session.rollback()
    return number


@pytest.mark.parametrize(
    ("reason", "done"), [("", {Outcome.DONE: 2, Outcome.REFUSED: 1}), ("Bus", {Outcome.DONE: 3})]
)
def test_tickets_move_as_far_as_places_go_or_a_reason_adds_some(
    event: Event, reason: str, done: dict[Outcome, int]
) -> None:
    with transaction():
        target = db.session.get_one(TicketType, event.ticket_types[1].id)
        target.quota.resize(2)
        type_id = target.id
    before = letters(CHANGED)
    run_id = start(event, Deed.MOVE, move=Move(target, reason))
    go_on()
    assert outcomes(run_id) == {**done, Outcome.NOTHING: 1}
    moved = done[Outcome.DONE]
    assert (of_type(type_id), letters(CHANGED)) == (moved, before + moved)
    assert taken() == 3
    assert db.session.get_one(TicketType, type_id).quota.granted == max(0, moved - 2)
    # Why is noted at the booking that needed it, and at the run no more.
    notes = db.session.scalars(select(BookingNote.reason)).all()
    assert (notes, db.session.get_one(BulkRun, run_id).reason) == ([reason] if reason else [], "")
